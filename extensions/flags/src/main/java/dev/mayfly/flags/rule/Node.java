package dev.mayfly.flags.rule;

import org.jspecify.annotations.Nullable;

/** A part of a rule. It gives what JsonLogic knows: null, Boolean, Long, Double, String, List or Map. */
@FunctionalInterface
public interface Node {
    @Nullable
    Object evaluate(Scope scope);

    /** Whatever the scope. */
    record Literal(@Nullable Object value) implements Node {
        static final Literal NULL = new Literal(null);

        @Override
        public @Nullable Object evaluate(Scope scope) {
            return value;
        }
    }
}
