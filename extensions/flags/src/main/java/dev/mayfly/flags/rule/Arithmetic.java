package dev.mayfly.flags.rule;

import java.util.List;

/** Operators that calculate, as JavaScript does: what is no number is NaN, of which no comparison holds. */
final class Arithmetic {
    private Arithmetic() {}

    enum Fold {
        SUM,
        PRODUCT,
        LEAST,
        MOST;

        private double start() {
            return switch (this) {
                case SUM -> 0;
                case PRODUCT -> 1;
                case LEAST -> Double.POSITIVE_INFINITY;
                case MOST -> Double.NEGATIVE_INFINITY;
            };
        }

        private double apply(double one, double other) {
            return switch (this) {
                case SUM -> one + other;
                case PRODUCT -> one * other;
                case LEAST -> Math.min(one, other);
                case MOST -> Math.max(one, other);
            };
        }
    }

    record Folded(Fold how, List<Node> parts) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            double value = how.start();
            for (int i = 0; i < parts.size(); i++)
                value = how.apply(value, Values.number(parts.get(i).evaluate(scope)));
            return Values.number(value);
        }
    }

    record Negated(Node part) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            return Values.number(-Values.number(part.evaluate(scope)));
        }
    }

    enum Pair {
        DIFFERENCE,
        QUOTIENT,
        REMAINDER
    }

    record Paired(Pair how, Node left, Node right) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            double one = Values.number(left.evaluate(scope)), other = Values.number(right.evaluate(scope));
            return Values.number(
                    switch (how) {
                        case DIFFERENCE -> one - other;
                        case QUOTIENT -> one / other;
                        case REMAINDER -> one % other;
                    });
        }
    }
}
