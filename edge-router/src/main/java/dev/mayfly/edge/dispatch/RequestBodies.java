package dev.mayfly.edge.dispatch;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.edge.stream.Announced;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.frames.Frames;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/** How the body of a request travels: short ones of known length as a whole, so that the request can be run again; others stream. */
public final class RequestBodies {
    private static final long DISCARD_MAX = 1 << 20;
    private static final long NO_ERROR = 0;

    private RequestBodies() {}

    public interface Taker {
        void taken(RequestBody body);

        void refused(Problem problem);
    }

    /** For a function: what only reads has no body. */
    static void take(HttpServerRequest http, Vertx vertx, Duration patience, Taker taker) {
        if (!readsOnly(http)) {
            takeAny(http, vertx, patience, taker);
            return;
        }
        if (http.getHeader(HttpHeaders.CONTENT_LENGTH) != null || isChunked(http)) http.resume();
        taker.taken(new RequestBody.None());
    }

    /** For another server, which may read a body of what only reads. */
    public static void takeAny(HttpServerRequest http, Vertx vertx, Duration patience, Taker taker) {
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            boolean mayFollow = isChunked(http) || (http.version() == HttpVersion.HTTP_2 && !readsOnly(http));
            taker.taken(mayFollow ? new RequestBody.Streamed() : new RequestBody.None());
        } else if (length.equals("0")) {
            taker.taken(new RequestBody.Whole(new byte[0]));
        } else if (isShort(length)) {
            collect(http, vertx, patience, Integer.parseInt(length), taker);
        } else {
            taker.taken(new RequestBody.Streamed());
        }
    }

    /** Reads what is left of a body that nobody wants, up to a bound; then the connection is closed, as HTTP/1.1 knows no other way. */
    public static void discard(HttpServerRequest http) {
        if (http.isEnded()) return;
        long[] left = {DISCARD_MAX};
        http.exceptionHandler(e -> {});
        http.handler(piece -> {
            left[0] -= piece.length();
            if (left[0] < 0) stop(http);
        });
        http.resume();
    }

    private static void stop(HttpServerRequest http) {
        http.handler(null);
        if (http.version() == HttpVersion.HTTP_2) http.response().reset(NO_ERROR);
        else http.connection().close();
    }

    static boolean readsOnly(HttpServerRequest http) {
        return http.method().equals(HttpMethod.GET) || http.method().equals(HttpMethod.HEAD);
    }

    private static boolean isChunked(HttpServerRequest http) {
        return http.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static boolean isShort(String length) {
        return length.length() <= 6 && Announced.isNumber(length) && Integer.parseInt(length) <= Frames.INLINE_BODY_MAX;
    }

    private static void collect(HttpServerRequest http, Vertx vertx, Duration patience, int length, Taker taker) {
        Buffer body = Buffer.buffer(length);
        long timer = vertx.setTimer(patience.toMillis(), id -> {
            http.handler(null).endHandler(null);
            taker.refused(new Problem.Invalid("body-too-slow", "The body did not come within " + patience + "."));
        });
        http.exceptionHandler(e -> vertx.cancelTimer(timer));
        http.handler(body::appendBuffer);
        http.endHandler(v -> {
            vertx.cancelTimer(timer);
            taker.taken(new RequestBody.Whole(body.getBytes()));
        });
        if ("100-continue".equalsIgnoreCase(http.getHeader(HttpHeaders.EXPECT)))
            http.response().writeContinue();
        http.resume();
    }
}
