package dev.mayfly.flags.rule;

import static dev.mayfly.flags.rule.Values.truthy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that choose. */
final class Logic {
    private Logic() {}

    /** {@code [condition, then, condition, then, …, else]}. */
    record If(List<Node> parts) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            int last = parts.size() - 1;
            for (int i = 0; i < last; i += 2)
                if (truthy(parts.get(i).evaluate(scope)))
                    return parts.get(i + 1).evaluate(scope);
            return parts.size() % 2 == 1 ? parts.get(last).evaluate(scope) : null;
        }
    }

    /** The first that is false, or else the last. */
    record And(List<Node> parts) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object value = null;
            for (int i = 0; i < parts.size(); i++) {
                value = parts.get(i).evaluate(scope);
                if (!truthy(value)) return value;
            }
            return value;
        }
    }

    /** The first that is true, or else the last. */
    record Or(List<Node> parts) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object value = null;
            for (int i = 0; i < parts.size(); i++) {
                value = parts.get(i).evaluate(scope);
                if (truthy(value)) return value;
            }
            return value;
        }
    }

    record Not(Node part) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            return !truthy(part.evaluate(scope));
        }
    }

    /** {@code !!}. */
    record Truth(Node part) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            return truthy(part.evaluate(scope));
        }
    }
}
