package dev.mayfly.edge.explain;

import dev.mayfly.bindings.explanations.Explanations.Effect;
import java.util.Optional;

/**
 * What one phase would do.
 *
 * @param status of its answer, when it has one
 */
public record Foretold(Effect effect, Optional<Integer> status, String why) {
    public static Foretold passes(String why) {
        return new Foretold(Effect.passes, Optional.empty(), why);
    }

    public static Foretold skipped(String why) {
        return new Foretold(Effect.skipped, Optional.empty(), why);
    }

    public static Foretold depends(String why) {
        return new Foretold(Effect.depends, Optional.empty(), why);
    }

    public static Foretold answers(int status, String why) {
        return new Foretold(Effect.answers, Optional.of(status), why);
    }

    /** It ends here, and what answers is not the edge. */
    static Foretold leaves(String why) {
        return new Foretold(Effect.answers, Optional.empty(), why);
    }
}
