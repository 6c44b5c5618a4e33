package dev.mayfly.bindings;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How this process finds the owners of contracts, and how they know each other. */
@ConfigMapping(prefix = "mayfly.bindings")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface BindingsConfig {
    /** Owners of contracts that are not in this process, by their names. */
    Map<String, Service> services();

    /** The secret that Mayfly's services share, at least 16 characters. Without it no service may call another. */
    Optional<String> platformToken();

    /** How long a call of another service may take. */
    @WithDefault("10s")
    Duration callTimeout();

    /** How long whose token it is may be remembered, from the moment of asking; so long a revoked one may live on. 10 s at most. */
    @WithDefault("500ms")
    Duration tokenMemory();

    /** How many tokens are remembered; the ones unused for longest are forgotten. */
    @WithDefault("10000")
    int tokensRemembered();

    /** The longest list of arguments, as JSON in characters, that a function may give to a binding. */
    @WithDefault("1048576")
    int argumentsLengthMax();

    /** The longest result, as JSON in characters, that a binding may give to a function. */
    @WithDefault("10485760")
    int resultLengthMax();

    /** Where the owner of some contracts is. */
    interface Service {
        /** Such as {@code http://control-plane:8080}. */
        URI url();
    }
}
