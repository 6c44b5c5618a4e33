package dev.mayfly.edge.regions;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** How the routers of different regions speak to each other. */
public interface PeersConfig {
    /** The address at which this router listens for those of other regions. */
    @WithDefault("0.0.0.0")
    String host();

    /** The port; needed where there are other regions. */
    OptionalInt port();

    /**
     * The TLS configuration ({@code quarkus.tls.<name>}) with the certificate that this router shows its peers, and the authority that has
     * signed theirs. Whoever shows no certificate of that authority is not heard.
     */
    @WithDefault("peers")
    String tls();

    /** Without TLS: only where all of it stays on this machine. For trying. */
    @WithDefault("false")
    boolean plaintext();

    /** How often a peer is asked how it stands. */
    @WithDefault("250ms")
    Duration probeEvery();

    /** How long it may take to answer that, and to let anybody connect; one that takes longer is away. */
    @WithDefault("1s")
    Duration probeWithin();

    /** How much of what it may have under way a region has, in percent, before requests go to the next. */
    @WithDefault("80")
    int busyAbovePercent();

    /** Regions that a request may have passed through. */
    @WithDefault("3")
    int hopsMax();

    /** HTTP/2 connections to one peer. */
    @WithDefault("4")
    int connections();

    /** WebSockets that are passed on to one peer: each has a connection of its own. */
    @WithDefault("1000")
    int socketsMax();
}
