package dev.mayfly.edge.transport;

import dev.mayfly.edge.EdgeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
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
    public void bound(HttpServerRequest http) {
        if (http.isEnded()) return;
        vertx.setTimer(withinMs, timer -> {
            if (http.isEnded() || http.response().ended()) return;
            if (http.version() == HttpVersion.HTTP_2) http.response().reset();
            else http.connection().close();
        });
    }
}
