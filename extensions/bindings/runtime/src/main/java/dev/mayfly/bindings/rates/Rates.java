package dev.mayfly.bindings.rates;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.StickyBy;
import java.util.Optional;

/**
 * How often a function may be asked, as its author has it; the operator's rates hold besides.
 *
 * @param client each client
 * @param route each route that leads to it, its own address being one
 * @param function all requests
 * @param clientBy what a client is known by: {@code ip}, unless it says {@code header:<name>} or {@code cookie:<name>}
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Rates(Optional<Rate> client, Optional<Rate> route, Optional<Rate> function, Optional<String> clientBy) {
    public static final Rates NONE = new Rates(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Rates {
        clientBy.ifPresent(Rates::client);
    }

    /** What a client is known by, as {@link #clientBy} says it. */
    public StickyBy by() {
        return clientBy.map(Rates::client).orElse(StickyBy.IP);
    }

    /** Fails with {@link Problem.Invalid}. */
    public static StickyBy client(String by) {
        return StickyBy.parse(by)
                .filter(read -> !(read instanceof StickyBy.None))
                .orElseThrow(() -> new Problem.Invalid(
                        "invalid-rate", "clientBy is ip, header:<name> or cookie:<name>, and not '%s'".formatted(by)));
    }
}
