package dev.mayfly.flags.rule;

import static dev.mayfly.flags.rule.Values.truthy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operators on lists. Within them variables are looked up in the element. */
final class Lists {
    private Lists() {}

    /** A list whose elements are rules. */
    record Listed(List<Node> parts) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            List<@Nullable Object> values = new ArrayList<>(parts.size());
            for (Node part : parts) values.add(part.evaluate(scope));
            return values;
        }
    }

    record Merged(List<Node> parts) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            List<@Nullable Object> all = new ArrayList<>();
            for (Node part : parts) {
                for (Object element : list(part.evaluate(scope))) {
                    scope.step();
                    all.add(element);
                }
            }
            return all;
        }

        private static List<?> list(@Nullable Object value) {
            if (value instanceof List<?> list) return list;
            List<@Nullable Object> single = new ArrayList<>(1);
            single.add(value);
            return single;
        }
    }

    record Mapped(Node list, Node rule) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            List<@Nullable Object> results = new ArrayList<>();
            for (Object element : elements(list, scope)) results.add(scope.within(element, rule));
            return results;
        }
    }

    record Filtered(Node list, Node rule) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object element : elements(list, scope)) if (truthy(scope.within(element, rule))) kept.add(element);
            return kept;
        }
    }

    /** Its rule sees {@code current} and {@code accumulator}. */
    record Reduced(Node list, Node rule, Node start) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object accumulator = start.evaluate(scope);
            for (Object element : elements(list, scope)) {
                Map<String, @Nullable Object> pair = new HashMap<>(4);
                pair.put("current", element);
                pair.put("accumulator", accumulator);
                accumulator = scope.within(pair, rule);
            }
            return accumulator;
        }
    }

    enum Quantity {
        ALL,
        SOME,
        NONE
    }

    /** Of an empty list, all is false. */
    record Quantified(Quantity how, Node list, Node rule) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            List<?> elements = elements(list, scope);
            boolean sought = how != Quantity.ALL;
            for (Object element : elements)
                if (truthy(scope.within(element, rule)) == sought) return how == Quantity.SOME;
            return how == Quantity.NONE || (how == Quantity.ALL && !elements.isEmpty());
        }
    }

    private static List<?> elements(Node list, Scope scope) {
        return list.evaluate(scope) instanceof List<?> elements ? elements : List.of();
    }
}
