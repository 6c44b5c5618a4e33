package dev.mayfly.edge.transport;

import dev.mayfly.edge.addresses.Block;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Connections of clients. */
public interface TransportConfig {
    /** How long a client may take from its connection to the end of its first head, TLS included. */
    @WithDefault("10s")
    Duration headWithin();

    /** How long a connection may take from the end of an answer to the end of the next head; before that nobody uses it. */
    @WithDefault("75s")
    Duration idleMax();

    /** How long the body of a request to the platform itself may take; bodies for functions are bounded by the function's wall limit. */
    @WithDefault("2m")
    Duration uploadWithin();

    /** Connections at a time; more are closed at once. */
    @WithDefault("20000")
    int connectionsMax();

    /** Connections at a time of one client, who is an IPv4 address or an IPv6 network of 64 bits; more are closed at once. */
    @WithDefault("1000")
    int connectionsPerClient();

    /** Addresses, or blocks of them, behind which many clients are: no bound for each client there. Calls of functions among each other come from loopback. */
    @WithDefault("127.0.0.0/8,::1")
    List<@WithConverter(BlockText.class) Block> sharedAddresses();

    /**
     * Addresses, or blocks of them, whose connections begin with a PROXY header (version 1 or 2) that says whose they are. One without it is
     * closed. Of all others a PROXY header is no HTTP, and refused.
     */
    Optional<List<@WithConverter(BlockText.class) Block>> proxies();

    /** How long a router that is told to stop goes on as ever, while its readiness says no, so that nobody sends it more. */
    @WithDefault("0s")
    Duration leaveAfter();

    /** How long requests under way may take from then on; without it nothing is waited for. */
    @WithDefault("0s")
    Duration leaveWithin();
}
