package dev.mayfly.edge.transport;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Knows the servers that clients reach from others of the process, such as that of health and metrics. Vert.x copies the options of a server,
 * so they bear a mark: the patience for a PROXY header, which nobody reads where Vert.x reads no such header.
 */
@Singleton
class Doors implements HttpServerOptionsCustomizer {
    private static final long MARK_NS = 7_162_529;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        mark(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        mark(options);
    }

    private static void mark(HttpServerOptions options) {
        if (options.isUseProxyProtocol())
            throw new IllegalStateException("quarkus.http.proxy.use-proxy-protocol believes everybody;"
                    + " name the proxies in mayfly.edge.transport.proxies instead.");
        options.setProxyProtocolTimeout(MARK_NS).setProxyProtocolTimeoutUnit(TimeUnit.NANOSECONDS);
    }

    static boolean isOne(NetServerOptions options) {
        return options.getProxyProtocolTimeout() == MARK_NS
                && options.getProxyProtocolTimeoutUnit() == TimeUnit.NANOSECONDS;
    }
}
