package dev.mayfly.retrieval.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which documents may be found. As JSON: {@code {"year": {"gte": 2020}, "tag": {"in": ["a", "b"]}}}, all of which must hold, with {@code
 * and}, {@code or}, {@code not} around; a value alone stands for {@code eq}.
 */
public sealed interface Filter {
    int PARTS_MAX = 256;
    int DEPTH_MAX = 8;

    record And(List<Filter> parts) implements Filter {}

    record Or(List<Filter> parts) implements Filter {}

    record Not(Filter part) implements Filter {}

    /** One of the values. */
    record In(String field, List<JsonNode> values) implements Filter {}

    record Range(String field, Optional<Bound> from, Optional<Bound> to) implements Filter {}

    record Exists(String field) implements Filter {}

    record Prefix(String field, String prefix) implements Filter {}

    record Bound(JsonNode value, boolean inclusive) {}

    static Filter of(JsonNode json) {
        return new Reader().read(json, 0);
    }

    /** Counts what it reads, so that what comes from outside stays small. */
    final class Reader {
        private int parts;

        Filter read(JsonNode json, int depth) {
            if (!json.isObject()) throw new IllegalArgumentException("a filter is an object, such as {\"year\": 2026}");
            if (depth > DEPTH_MAX)
                throw new IllegalArgumentException("a filter may be %d levels deep".formatted(DEPTH_MAX));
            List<Filter> all = new ArrayList<>();
            json.properties().forEach(entry -> all.add(part(entry.getKey(), entry.getValue(), depth)));
            return all.size() == 1 ? all.getFirst() : new And(all);
        }

        private Filter part(String key, JsonNode value, int depth) {
            if (++parts > PARTS_MAX)
                throw new IllegalArgumentException("a filter may have %d parts".formatted(PARTS_MAX));
            return switch (key) {
                case "and" -> new And(list(key, value, depth));
                case "or" -> new Or(list(key, value, depth));
                case "not" -> new Not(read(value, depth + 1));
                default -> value.isObject() ? operators(key, value) : new In(key, values(key, value));
            };
        }

        private List<Filter> list(String key, JsonNode value, int depth) {
            if (!value.isArray() || value.isEmpty())
                throw new IllegalArgumentException("%s takes a list of filters".formatted(key));
            List<Filter> filters = new ArrayList<>();
            value.forEach(one -> filters.add(read(one, depth + 1)));
            return filters;
        }

        private Filter operators(String field, JsonNode json) {
            List<Filter> all = new ArrayList<>();
            Optional<Bound> from = Optional.empty();
            Optional<Bound> to = Optional.empty();
            for (var entry : json.properties()) {
                JsonNode value = entry.getValue();
                switch (entry.getKey()) {
                    case "eq" -> all.add(new In(field, values(field, value)));
                    case "ne" -> all.add(new Not(new In(field, values(field, value))));
                    case "in" -> all.add(new In(field, values(field, value)));
                    case "gt" -> from = Optional.of(new Bound(value, false));
                    case "gte" -> from = Optional.of(new Bound(value, true));
                    case "lt" -> to = Optional.of(new Bound(value, false));
                    case "lte" -> to = Optional.of(new Bound(value, true));
                    case "exists" -> all.add(exists(field, value));
                    case "prefix" -> all.add(prefix(field, value));
                    default ->
                        throw new IllegalArgumentException(
                                "%s: there is no operator %s; there are eq, ne, in, gt, gte, lt, lte, exists, prefix"
                                        .formatted(field, entry.getKey()));
                }
            }
            if (from.isPresent() || to.isPresent()) all.add(new Range(field, from, to));
            if (all.isEmpty()) throw new IllegalArgumentException("%s: an operator is missing".formatted(field));
            return all.size() == 1 ? all.getFirst() : new And(all);
        }

        private static Filter exists(String field, JsonNode value) {
            if (!value.isBoolean()) throw new IllegalArgumentException("%s: exists is true or false".formatted(field));
            return value.booleanValue() ? new Exists(field) : new Not(new Exists(field));
        }

        private static Filter prefix(String field, JsonNode value) {
            if (!value.isTextual()) throw new IllegalArgumentException("%s: a prefix is a text".formatted(field));
            return new Prefix(field, value.textValue());
        }

        private List<JsonNode> values(String field, JsonNode value) {
            if (!value.isArray()) return List.of(value);
            List<JsonNode> values = new ArrayList<>();
            value.forEach(values::add);
            parts += values.size();
            if (values.isEmpty() || parts > PARTS_MAX)
                throw new IllegalArgumentException(
                        "%s: between 1 and %d values are compared at a time".formatted(field, PARTS_MAX));
            return values;
        }
    }
}
