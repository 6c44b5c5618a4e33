package dev.mayfly.standalone;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** All of Mayfly in one process. The command line sets most of it. */
@ConfigMapping(prefix = "mayfly.standalone")
public interface StandaloneConfig {
    /** The file with the token that reaches everything. */
    @WithDefault(".mayfly/token")
    Path tokenFile();

    /** Whether the example is deployed to the account demo at the start. */
    @WithDefault("true")
    boolean deployExample();

    /** The folder of the example: {@code wrangler.jsonc} and its modules. */
    Optional<Path> example();

    /** Requests to the example before the start counts as done: what is kept for later starts then knows the way of a request, too. */
    @WithDefault("0")
    int rehearsals();

    /** How long the start may take from running services to the first answer. */
    @WithDefault("3m")
    Duration readyWithin();

    /** How long this process built Mayfly before it started it. */
    @WithDefault("0s")
    Duration builtIn();
}
