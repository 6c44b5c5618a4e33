package dev.mayfly.edge.geography;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where clients are: what functions see as {@code request.cf} and {@code cf-ipcountry}. */
public interface GeographyConfig {
    /** The name of the region that this router stands in: the {@code colo} of {@code request.cf}. Letters, digits and dashes, at most 32. */
    @WithDefault("local")
    String region();

    /**
     * A database of addresses in MaxMind's format (mmdb), in the place of the one that comes with the router. One that cannot be read stops
     * the start; one that comes later and cannot be read is told in the log, and the one before stays.
     */
    Optional<Path> database();

    /** What that file may have; it is held in memory, twice while it is being replaced. */
    @WithDefault("268435456")
    long databaseBytesMax();

    /** How often the file is looked at for change. */
    @WithDefault("1m")
    Duration lookEvery();

    /** The country (ISO 3166-1, two letters) of clients on this machine and in private networks; without it they have none. For trying. */
    Optional<String> localCountry();
}
