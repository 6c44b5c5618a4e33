package dev.mayfly.edge.origins;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An HTTP server, or several that are equal, in front of which the router stands. */
public interface OriginConfig {
    /**
     * What leads there, as {@code host/path}: the host may begin with {@code *.}, the path may end with {@code *}. Where a function has the
     * very same pattern, the origin has the requests.
     */
    List<String> routes();

    /** {@code http://host[:port][/path]} or {@code https://…} of each server; the path stands before that of requests. They take turns. */
    List<URI> urls();

    /** Which name servers are asked by: {@code client} (the client's own), {@code server} (their own), or a host name. */
    @WithDefault("client")
    String host();

    /** The name that their certificates must have, and that they are told (SNI); by default that of the URL. */
    Optional<String> tlsName();

    /** How often one request is sent at most; by default as {@code mayfly.edge.faults.retries.attempts-max} says. */
    Optional<Integer> attemptsMax();

    /** How long a connection may take, waiting for a free one included. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long nothing may move either way, before the answer as within it. A WebSocket has the bounds of WebSockets instead. */
    @WithDefault("60s")
    Duration silenceMax();

    /**
     * How long a server may take until its answer begins, connecting included. Then another attempt is made where that may be done twice, and
     * other requests end. By default only {@link #silenceMax} bounds it.
     */
    Optional<Duration> attemptWithin();

    /**
     * How long a server may take until its answer begins, before another one is asked beside it, where that may be done twice; who answers first
     * has answered. It counts as a retry. By default nobody is asked twice at a time.
     */
    Optional<Duration> hedgeAfter();

    /** Connections to each server. */
    @WithDefault("512")
    int connectionsMax();

    /** Whose certificates servers may show, as PEM; by default what this Java trusts. */
    Optional<Path> trust();
}
