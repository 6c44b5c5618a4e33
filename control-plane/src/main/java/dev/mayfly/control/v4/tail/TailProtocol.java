package dev.mayfly.control.v4.tail;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * WebSockets that ask for the protocol of tails are told that it is spoken here. Wrangler's first message on them is not masked, which
 * RFC 6455 has a server refuse; the mask guards intermediaries that never see these connections as HTTP, so it is taken all the same.
 */
@ApplicationScoped
public class TailProtocol implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol(TailCalls.PROTOCOL);
        options.setAcceptUnmaskedFrames(true);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
