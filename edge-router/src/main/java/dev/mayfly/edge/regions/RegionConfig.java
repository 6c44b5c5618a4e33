package dev.mayfly.edge.regions;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** One region, this router's own among them. */
public interface RegionConfig {
    /** Where its routers listen for other regions, such as {@code https://fra.example.com:8444}. Of the own region nobody asks. */
    Optional<List<String>> urls();

    /** Where it is, in degrees; of two about equally near it is the nearest that counts. */
    double latitude();

    double longitude();

    /** How much it takes of what is shared among regions about equally near, relative to the others. */
    @WithDefault("1")
    int weight();
}
