package dev.mayfly.control.v4.tail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tails.Tails.Seen;
import dev.mayfly.control.v4.V4Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Which invocations a reader wants to see: those that all conditions let through. */
record TailFilter(List<Condition> conditions) {
    private static final int CONDITIONS_MAX = 16;
    private static final String SELF = "self";

    sealed interface Condition {
        record Sampling(double rate) implements Condition {}

        record Outcomes(Set<String> outcomes) implements Condition {}

        record Methods(Set<String> methods) implements Condition {}

        /** @param value a part of its value; empty: whatever it is */
        record Header(String name, String value) implements Condition {}

        /** {@code self}: whoever reads the tail. */
        record ClientIps(Set<String> addresses) implements Condition {}

        record LogText(String text) implements Condition {}

        record OfVersion(String version) implements Condition {}
    }

    static TailFilter of(JsonNode asked) {
        JsonNode filters = asked.path("filters");
        if (filters.size() > CONDITIONS_MAX)
            throw new Problem.Invalid("invalid-filter", "a tail has at most %d filters".formatted(CONDITIONS_MAX));
        List<Condition> conditions = new ArrayList<>();
        for (JsonNode filter : filters)
            filter.properties().forEach(entry -> conditions.add(condition(entry.getKey(), entry.getValue())));
        return new TailFilter(List.copyOf(conditions));
    }

    private static Condition condition(String key, JsonNode value) {
        return switch (key) {
            case "sampling_rate" -> new Condition.Sampling(value.asDouble());
            case "outcome" -> new Condition.Outcomes(texts(value));
            case "method" ->
                new Condition.Methods(texts(value).stream()
                        .map(method -> method.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()));
            case "header" ->
                new Condition.Header(
                        value.path("key").asText().toLowerCase(Locale.ROOT),
                        value.path("query").asText());
            case "client_ip" -> new Condition.ClientIps(texts(value));
            case "query" -> new Condition.LogText(value.asText());
            case "scriptVersion" -> new Condition.OfVersion(value.asText());
            default -> throw V4Problem.unsupported("tails have no filter " + key);
        };
    }

    /** @param reader the address of whoever reads the tail */
    boolean lets(Seen seen, String outcome, String reader) {
        return conditions.stream().allMatch(condition -> switch (condition) {
            case Condition.Sampling(double rate) -> ThreadLocalRandom.current().nextDouble() < rate;
            case Condition.Outcomes(var outcomes) -> outcomes.contains(outcome);
            case Condition.Methods(var methods) ->
                methods.contains(seen.invocation().method().toUpperCase(Locale.ROOT));
            case Condition.Header(String name, String value) ->
                seen.headers().containsKey(name) && seen.headers().get(name).contains(value);
            case Condition.ClientIps(var addresses) ->
                addresses.contains(seen.clientIp())
                        || (addresses.contains(SELF) && seen.clientIp().equals(reader));
            case Condition.LogText(String text) ->
                seen.invocation().logs().stream().anyMatch(line -> line.text().contains(text));
            case Condition.OfVersion(String version) ->
                version.equals(seen.invocation().version());
        });
    }

    private static Set<String> texts(JsonNode value) {
        Set<String> texts = new HashSet<>();
        if (value.isTextual()) texts.add(value.asText());
        value.forEach(text -> texts.add(text.asText()));
        return Set.copyOf(texts);
    }
}
