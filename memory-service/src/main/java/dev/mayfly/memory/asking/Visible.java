package dev.mayfly.memory.asking;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.recall.Stored;
import dev.mayfly.retrieval.schema.Filter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which memories a question may find: those that its filter has and one of its readers may see. */
public final class Visible implements Predicate<Stored> {
    private final Optional<Filter> filter;
    private final Set<String> readers;

    private Visible(Optional<Filter> filter, Set<String> readers) {
        this.filter = filter;
        this.readers = readers;
    }

    public static Visible to(Optional<List<String>> acl, Optional<JsonNode> filter) {
        try {
            return new Visible(
                    filter.filter(json -> !json.isNull()).map(Filter::of), Set.copyOf(acl.orElse(List.of())));
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid("invalid-recall", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean test(Stored memory) {
        return maySee(memory.readers())
                && filter.map(known -> holds(known, memory)).orElse(true);
    }

    private boolean maySee(Set<String> allowed) {
        return allowed.isEmpty() || allowed.stream().anyMatch(readers::contains);
    }

    private static boolean holds(Filter filter, Stored memory) {
        return switch (filter) {
            case Filter.And and -> and.parts().stream().allMatch(part -> holds(part, memory));
            case Filter.Or or -> or.parts().stream().anyMatch(part -> holds(part, memory));
            case Filter.Not not -> !holds(not.part(), memory);
            case Filter.In in ->
                values(memory, in.field()).stream()
                        .anyMatch(value -> in.values().stream().anyMatch(wanted -> same(value, wanted)));
            case Filter.Exists exists -> !values(memory, exists.field()).isEmpty();
            case Filter.Prefix prefix ->
                values(memory, prefix.field()).stream()
                        .anyMatch(value -> value.isTextual() && value.asText().startsWith(prefix.prefix()));
            case Filter.Range range -> values(memory, range.field()).stream().anyMatch(value -> within(value, range));
        };
    }

    /** Of one name in its metadata; a list has several. */
    private static List<JsonNode> values(Stored memory, String field) {
        String name = field.startsWith("metadata.") ? field.substring("metadata.".length()) : field;
        JsonNode value = memory.metadata().path(name);
        if (value.isMissingNode() || value.isNull()) return List.of();
        if (!value.isArray()) return List.of(value);
        List<JsonNode> values = new ArrayList<>();
        value.forEach(values::add);
        return values;
    }

    private static boolean same(JsonNode value, JsonNode wanted) {
        return value.isNumber() && wanted.isNumber() ? value.asDouble() == wanted.asDouble() : value.equals(wanted);
    }

    private static boolean within(JsonNode value, Filter.Range range) {
        return range.from()
                        .map(bound -> ordered(bound.value(), value, bound.inclusive()))
                        .orElse(true)
                && range.to()
                        .map(bound -> ordered(value, bound.value(), bound.inclusive()))
                        .orElse(true);
    }

    private static boolean ordered(JsonNode lower, JsonNode upper, boolean equal) {
        Optional<Integer> order = lower.isNumber() && upper.isNumber()
                ? Optional.of(Double.compare(lower.asDouble(), upper.asDouble()))
                : time(lower).flatMap(from -> time(upper).map(from::compareTo));
        return order.map(sign -> sign < 0 || equal && sign == 0).orElse(false);
    }

    private static Optional<Instant> time(JsonNode value) {
        try {
            String text = value.asText();
            return Optional.of(Instant.parse(text.length() == "2026-01-01".length() ? text + "T00:00:00Z" : text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
