package dev.mayfly.edge.origins;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The connections to servers: HTTP/1.1, by which WebSockets begin too, and HTTP/2 where TLS agrees on it: in plain text nobody says whether it is understood. */
final class Clients implements AutoCloseable {
    /** Shorter than what common servers keep, so that few requests meet a connection that is just being closed. */
    private static final int IDLE_SECONDS = 4;

    /** As many as Vert.x has by itself: each carries many requests. */
    private static final int HTTP2_CONNECTIONS = 1;

    private final LoopClients sockets;
    private final LoopClients secure;

    /**
     * @param connectionsMax to each server, and as many requests that wait for one
     * @param trust whose certificates servers may show; empty: those that this Java trusts
     */
    Clients(Vertx vertx, int connectionsMax, Optional<PemTrustOptions> trust) {
        sockets = made(vertx, connectionsMax, trust, new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_1_1));
        secure = made(
                vertx,
                connectionsMax,
                trust,
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setUseAlpn(true));
    }

    LoopClients requests(Terms terms) {
        return terms.secure() ? secure : sockets;
    }

    LoopClients sockets() {
        return sockets;
    }

    private static LoopClients made(
            Vertx vertx, int connectionsMax, Optional<PemTrustOptions> trust, HttpClientOptions speaking) {
        HttpClientOptions options = speaking.setKeepAliveTimeout(IDLE_SECONDS)
                .setHttp2KeepAliveTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(64 << 10)
                .setMaxInitialLineLength(16 << 10)
                .setTracingPolicy(TracingPolicy.IGNORE);
        trust.ifPresent(options::setTrustOptions);
        return new LoopClients(
                connectionsMax,
                loops(vertx),
                connections -> vertx.httpClientBuilder()
                        .with(options)
                        .with(new PoolOptions()
                                .setHttp1MaxSize(connections)
                                .setHttp2MaxSize(HTTP2_CONNECTIONS)
                                .setMaxWaitQueueSize(connectionsMax))
                        .build());
    }

    private static int loops(Vertx vertx) {
        var group = ((VertxInternal) vertx).getEventLoopGroup();
        return (int) StreamSupport.stream(group.spliterator(), false).count();
    }

    @Override
    public void close() {
        sockets.close();
        secure.close();
    }
}
