package dev.mayfly.bindings.tails;

import dev.mayfly.bindings.invocations.Invocations.Invocation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the control plane and the routers speak of functions that somebody watches, on Redis. The control plane says again and again
 * what is watched; a router that hears of it tells what these functions do, until it has not heard of it for a while. Words may be
 * lost: who watches sees the less.
 */
public final class Tails {
    /** Where the control plane says what is watched: one {@link Watch} as JSON. */
    public static final String WATCHED = "mayfly:tails:watched";

    /** Where routers tell what they saw: one {@link Seen} as JSON. */
    public static final String SEEN = "mayfly:tails:seen";

    /** How often a watch is said again. */
    public static final Duration REPEAT = Duration.ofSeconds(5);

    /** How long it holds without being said again. */
    public static final Duration LEASE = REPEAT.multipliedBy(3);

    private Tails() {}

    @RegisterForReflection
    public record Watch(String account, String function) {}

    /**
     * An invocation that is over.
     *
     * @param failure what the function threw
     * @param headers of the request, by name in lower case; those that carry secrets say so instead of their value
     * @param dropped how many of this function's invocations this router could not tell since the one before
     */
    @RegisterForReflection
    public record Seen(
            Invocation invocation,
            Optional<Failure> failure,
            Map<String, String> headers,
            String clientIp,
            long dropped) {}

    @RegisterForReflection
    public record Failure(String name, String message, String stack) {}
}
