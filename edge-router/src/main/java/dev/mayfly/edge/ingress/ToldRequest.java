package dev.mayfly.edge.ingress;

import dev.mayfly.edge.geography.Whereabouts;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.net.SocketAddress;

/** A request that another router has passed on: its client is the one that router told, not that router. */
public final class ToldRequest extends HttpServerRequestWrapper {
    private final SocketAddress client;
    private final String scheme;
    private final Whereabouts whereabouts;

    /**
     * @param client its address, or empty
     * @param scheme in which it spoke to the first router
     */
    public ToldRequest(HttpServerRequest http, String client, String scheme, Whereabouts whereabouts) {
        super((HttpServerRequestInternal) http);
        this.client = SocketAddress.inetSocketAddress(0, client.isEmpty() ? "0.0.0.0" : client);
        this.scheme = scheme;
        this.whereabouts = whereabouts;
    }

    @Override
    public SocketAddress remoteAddress() {
        return client;
    }

    @Override
    public boolean isSSL() {
        return scheme.equals("https");
    }

    @Override
    public String scheme() {
        return scheme;
    }

    /** As the first router knows it. */
    public Whereabouts whereabouts() {
        return whereabouts;
    }
}
