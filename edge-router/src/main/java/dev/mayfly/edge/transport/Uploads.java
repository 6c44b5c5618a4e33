package dev.mayfly.edge.transport;

import dev.mayfly.edge.EdgeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Bounds how long clients of the platform take to send a body. */
@Singleton
public final class Uploads {
    private final Vertx vertx;
    private final long withinMs;

    Uploads(Vertx vertx, EdgeConfig config) {
        this.vertx = vertx;
        this.withinMs = config.transport().uploadWithin().toMillis();
    }

    /** Whoever has neither sent all nor been answered by then is gone. */
    public void bound(RoutingContext context) {
        HttpServerRequest http = context.request();
        if (http.isEnded() || !bodyFollows(http)) return;
        long timer = vertx.setTimer(withinMs, id -> {
            if (http.isEnded() || http.response().ended()) return;
            if (http.version() == HttpVersion.HTTP_2) http.response().reset();
            else http.connection().close();
        });
        context.addEndHandler(ended -> vertx.cancelTimer(timer));
    }

    /** Whether one may: in HTTP/2 no header has to say so. */
    private static boolean bodyFollows(HttpServerRequest http) {
        return http.version() == HttpVersion.HTTP_2
                || http.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || http.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
