package dev.mayfly.flags.rule;

import org.jspecify.annotations.Nullable;

/** Operators that compare. */
final class Comparison {
    private Comparison() {}

    enum Equality {
        ALIKE,
        UNLIKE,
        SAME,
        OTHER;

        boolean holds(@Nullable Object one, @Nullable Object other) {
            return switch (this) {
                case ALIKE -> Values.alike(one, other);
                case UNLIKE -> !Values.alike(one, other);
                case SAME -> Values.same(one, other);
                case OTHER -> !Values.same(one, other);
            };
        }
    }

    record Equal(Equality how, Node left, Node right) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            return how.holds(left.evaluate(scope), right.evaluate(scope));
        }
    }

    enum Order {
        LESS,
        AT_MOST,
        MORE,
        AT_LEAST;

        /** Texts by their characters, all else by its number. */
        boolean holds(@Nullable Object one, @Nullable Object other) {
            if (one instanceof String text && other instanceof String another) return holds(text.compareTo(another), 0);
            return holds(Values.number(one), Values.number(other));
        }

        private boolean holds(double one, double other) {
            return switch (this) {
                case LESS -> one < other;
                case AT_MOST -> one <= other;
                case MORE -> one > other;
                case AT_LEAST -> one >= other;
            };
        }
    }

    record Ordered(Order how, Node left, Node right) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            return how.holds(left.evaluate(scope), right.evaluate(scope));
        }
    }

    /** The middle one lies between the others. */
    record Between(Order how, Node low, Node middle, Node high) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            Object value = middle.evaluate(scope);
            return how.holds(low.evaluate(scope), value) && how.holds(value, high.evaluate(scope));
        }
    }
}
