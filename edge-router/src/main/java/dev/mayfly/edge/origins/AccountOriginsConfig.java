package dev.mayfly.edge.origins;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** HTTP servers that accounts name by themselves. */
public interface AccountOriginsConfig {
    /**
     * Hosts, {@code host:port}, addresses and CIDRs that they may name besides public addresses at ports for HTTP, such as {@code 10.20.0.0/16}.
     */
    Optional<List<String>> allow();

    /** Connections to each server. */
    @WithDefault("128")
    int connectionsMax();
}
