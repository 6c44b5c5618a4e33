package dev.mayfly.flags.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What rules know of whoever the flag is for. */
final class Variables {
    private Variables() {}

    /** A name, with the steps of its path. */
    record Path(String name, String[] steps) {
        static Path of(String name) {
            return new Path(name, name.isEmpty() ? new String[0] : name.split("\\.", -1));
        }

        @Nullable
        Object in(@Nullable Object data) {
            Object value = data;
            for (String step : steps) {
                value = switch (value) {
                    case Map<?, ?> map -> map.get(step);
                    case List<?> list -> element(list, step);
                    case null, default -> null;
                };
                if (value == null) return null;
            }
            return value;
        }

        private static @Nullable Object element(List<?> list, String step) {
            if (step.isEmpty() || step.length() > 6) return null;
            for (int i = 0; i < step.length(); i++) if (step.charAt(i) < '0' || step.charAt(i) > '9') return null;
            int index = Integer.parseInt(step);
            return index < list.size() ? list.get(index) : null;
        }
    }

    record Variable(Path path) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return path.in(scope.data());
        }
    }

    record OrElse(Path path, Node otherwise) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object value = path.in(scope.data());
            return value == null ? otherwise.evaluate(scope) : value;
        }
    }

    /** A name that is itself a rule's result. */
    record Computed(Node name, Node otherwise) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object value = named(Values.text(name.evaluate(scope)), scope);
            return value == null ? otherwise.evaluate(scope) : value;
        }
    }

    /** What flagd tells of every evaluation, whatever the context says; an element of a list knows nothing of it. */
    enum OfFlagd implements Node {
        FLAG_KEY {
            @Override
            public @Nullable Object evaluate(Scope scope) {
                return scope.isWithinElement() ? null : scope.flag();
            }
        },
        TIMESTAMP {
            @Override
            public @Nullable Object evaluate(Scope scope) {
                return scope.isWithinElement() ? null : (Object) scope.atSeconds();
            }
        };

        static Optional<OfFlagd> of(String name) {
            return switch (name) {
                case "$flagd.flagKey" -> Optional.of(FLAG_KEY);
                case "$flagd.timestamp" -> Optional.of(TIMESTAMP);
                default -> Optional.empty();
            };
        }
    }

    private static @Nullable Object named(String name, Scope scope) {
        Optional<OfFlagd> told = OfFlagd.of(name);
        return told.isPresent() ? told.get().evaluate(scope) : Path.of(name).in(scope.data());
    }

    /** Which of these names have no value; a list in the first place stands for all. */
    record Missing(List<Node> names) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            return missing(all(scope), scope);
        }

        private List<?> all(Scope scope) {
            List<@Nullable Object> all = new ArrayList<>();
            for (Node name : names) {
                Object value = name.evaluate(scope);
                if (all.isEmpty() && value instanceof List<?> list) return list;
                all.add(value);
            }
            return all;
        }
    }

    /** {@code [how many are enough, names]}. */
    record MissingSome(Node enough, Node names) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            List<?> all = names.evaluate(scope) instanceof List<?> list ? list : List.of();
            List<Object> missing = missing(all, scope);
            return all.size() - missing.size() >= Values.number(enough.evaluate(scope)) ? List.of() : missing;
        }
    }

    private static List<Object> missing(List<?> names, Scope scope) {
        List<Object> missing = new ArrayList<>();
        for (Object name : names) {
            scope.step();
            Object value = named(Values.text(name), scope);
            if (name != null && (value == null || "".equals(value))) missing.add(name);
        }
        return missing;
    }
}
