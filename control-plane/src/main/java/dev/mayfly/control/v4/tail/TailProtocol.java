package dev.mayfly.control.v4.tail;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** WebSockets that ask for the protocol of tails are told that it is spoken here; others see no difference. */
@ApplicationScoped
public class TailProtocol implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol(TailCalls.PROTOCOL);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol(TailCalls.PROTOCOL);
    }
}
