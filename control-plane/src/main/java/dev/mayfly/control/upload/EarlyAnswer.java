package dev.mayfly.control.upload;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * An answer to a request whose body nobody wants. It is sent at once; then the body is read and dropped for a while, since a connection that
 * is closed over unread bytes is reset, and the answer with it.
 */
public final class EarlyAnswer {
    static final long READ_MAX = 64L << 20;
    private static final Duration READ_FOR = Duration.ofSeconds(10);
    private static final long NO_ERROR = 0;

    private final HttpServerRequest http;
    private final HttpServerResponse response;
    private long left = READ_MAX;
    private boolean over;

    private EarlyAnswer(HttpServerRequest http) {
        this.http = http;
        this.response = http.response();
    }

    /** Status and other headers are set. */
    public static void send(RoutingContext context, byte[] body) {
        new EarlyAnswer(context.request()).send(context, Buffer.buffer(body));
    }

    private void send(RoutingContext context, Buffer body) {
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        if (http.version() != HttpVersion.HTTP_2) response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        // Complete, and not ended: at its end Vert.x would close the connection, whatever is under way on it.
        response.write(body);
        if (http.isEnded()) {
            close();
            return;
        }
        long timer = context.vertx().setTimer(READ_FOR.toMillis(), id -> close());
        http.exceptionHandler(gone -> end(context, timer));
        http.endHandler(all -> end(context, timer));
        http.handler(piece -> {
            left -= piece.length();
            if (left < 0) end(context, timer);
        });
        http.resume();
    }

    private void end(RoutingContext context, long timer) {
        context.vertx().cancelTimer(timer);
        close();
    }

    private void close() {
        if (over) return;
        over = true;
        http.handler(null);
        if (http.version() != HttpVersion.HTTP_2) {
            http.connection().close();
            return;
        }
        response.end();
        if (!http.isEnded()) response.reset(NO_ERROR);
    }
}
