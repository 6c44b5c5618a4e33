package dev.mayfly.edge.forward;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Optional;

/** Somebody who answers requests that are forwarded. */
public interface Target {
    /** As problems and metrics call it. */
    String name();

    /**
     * A request on a connection, of which nothing is sent yet; each time perhaps to another of several equal servers.
     *
     * @param pathAndQuery as the client asked for it
     */
    Future<HttpClientRequest> open(HttpMethod method, String pathAndQuery);

    /** The same, on a connection that can become a WebSocket's. */
    Future<HttpClientRequest> openSocket(String pathAndQuery);

    /** How often it is worth to try one request. */
    int attemptsMax();

    /** The name that it is asked by; empty: its own. */
    Optional<String> host(String asked);

    /** How long nothing may move either way. */
    Duration silenceMax();
}
