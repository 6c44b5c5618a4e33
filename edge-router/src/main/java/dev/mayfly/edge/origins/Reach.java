package dev.mayfly.edge.origins;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/** How one comes from a server's name to a connection. */
interface Reach {
    /** By whatever the system says the name is. */
    Reach ANYWHERE = (by, host, port, request, within) -> by.request(
            request.setServer(SocketAddress.inetSocketAddress(port, host)).setConnectTimeout(within.toMillis()));

    /**
     * On the current context.
     *
     * @param request without the address of the server
     */
    Future<HttpClientRequest> connect(HttpClient by, String host, int port, RequestOptions request, Duration within);
}
