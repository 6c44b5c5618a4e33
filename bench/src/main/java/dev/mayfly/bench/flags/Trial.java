package dev.mayfly.bench.flags;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bench.flags.Scenario.Step;
import dev.mayfly.flags.FlagSet;
import dev.mayfly.flags.FlagType;
import dev.mayfly.flags.Resolution;
import dev.mayfly.flags.rule.JsonValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One scenario, run against the evaluator. */
final class Trial {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Texts in quotes; the last one of a step may have quotes of its own. */
    private static final Pattern QUOTED =
            Pattern.compile("(?<=value (?:should be )?)\"(.*)\"$|\"((?:\\\\.|[^\"\\\\])*)\"");

    private static final Pattern ESCAPE = Pattern.compile("\\\\([\"\\\\])");

    private final Testbed.Sets sets;
    private final Scenario scenario;
    private final Map<String, Object> context = new HashMap<>();
    private Optional<String> selector = Optional.empty();
    private String key = "";
    private String type = "";
    private String fallback = "";
    private @Nullable Resolution resolved;

    Trial(Testbed.Sets sets, Scenario scenario) {
        this.sets = sets;
        this.scenario = scenario;
    }

    sealed interface Result {
        record Passed() implements Result {}

        record Failed(String why) implements Result {}

        record NotApplicable(String why) implements Result {}
    }

    Result run() {
        if (scenario.has("@no-default"))
            return new Result.NotApplicable("deprecated by flagd itself; @no-default-variant takes its place");
        // What flagd's own server of the testbed is started with.
        if (scenario.has("@contextEnrichment") || scenario.has("@sync-payload")) context.put("injectedmetadata", "set");
        for (Step step : scenario.steps()) {
            Optional<Result> end = step(step);
            if (end.isPresent()) return end.get();
        }
        return new Result.Passed();
    }

    private Optional<Result> step(Step step) {
        String text = step.text();
        String[] quoted = QUOTED.matcher(text)
                .results()
                .map(found -> unescaped(found.group(1) == null ? found.group(2) : found.group(1)))
                .toArray(String[]::new);
        if (text.equals("an evaluator") || text.matches("a (stable|metadata|syncpayload) flagd provider"))
            return Optional.empty();
        if (text.startsWith("an option")) {
            if (quoted[0].equals("selector")) selector = Optional.of(quoted[2]);
            return Optional.empty();
        }
        if (text.matches("a \\w+-flag with key .*")) {
            type = text.substring(2, text.indexOf("-flag"));
            key = quoted[0];
            fallback = quoted[1];
            return Optional.empty();
        }
        if (text.startsWith("a context containing")) {
            tell(text, quoted);
            return Optional.empty();
        }
        if (text.equals("the flag was evaluated with details")) {
            evaluate();
            return Optional.empty();
        }
        return resolved == null
                ? Optional.of(new Result.NotApplicable("it is about a client and its connection: " + text))
                : check(step, quoted, resolved);
    }

    private void tell(String text, String[] quoted) {
        if (text.contains("a targeting key")) context.put("targetingKey", quoted[0]);
        else if (text.contains("nested property")) context.put(quoted[0], Map.of(quoted[1], quoted[2]));
        else if (value(quoted[1], quoted[2]) instanceof Object value) context.put(quoted[0], value);
    }

    private void evaluate() {
        FlagSet flags = sets.named(selector, scenario);
        FlagType wanted = switch (type) {
            case "Boolean" -> FlagType.BOOLEAN;
            case "String" -> FlagType.STRING;
            case "Integer", "Float" -> FlagType.NUMBER;
            default -> FlagType.OBJECT;
        };
        resolved = flags.resolve(key, wanted, context);
    }

    private Optional<Result> check(Step step, String[] quoted, Resolution resolution) {
        String text = step.text();
        if (text.startsWith("the resolved details value")) {
            Object given = resolution.variant().map(variant -> variant.value()).orElse(value(type, fallback));
            return same(value(type, quoted[0]), given) ? Optional.empty() : failed(quoted[0], given, resolution);
        }
        if (text.startsWith("the reason")) {
            String reason = resolution.reason().name();
            return reason.equals(quoted[0]) ? Optional.empty() : failed(quoted[0], reason, resolution);
        }
        if (text.startsWith("the error-code")) {
            String code =
                    resolution.error().map(failure -> failure.code().name()).orElse("");
            return code.equals(quoted[0]) ? Optional.empty() : failed(quoted[0], code, resolution);
        }
        if (text.equals("the resolved metadata is empty"))
            return resolution.metadata().isEmpty()
                    ? Optional.empty()
                    : failed("no metadata", resolution.metadata(), resolution);
        if (text.equals("the resolved metadata should contain")) {
            for (Map<String, String> row : step.rows()) {
                Object wanted = value(row.getOrDefault("metadata_type", ""), row.getOrDefault("value", ""));
                Object given = resolution.metadata().get(row.getOrDefault("key", ""));
                if (!same(wanted, given)) return failed(row.toString(), given, resolution);
            }
            return Optional.empty();
        }
        return Optional.of(new Result.NotApplicable("it is about a client and its connection: " + text));
    }

    private static Optional<Result> failed(String wanted, @Nullable Object given, Resolution resolution) {
        return Optional.of(new Result.Failed("wanted %s, was given %s (%s)".formatted(wanted, given, resolution)));
    }

    private static boolean same(@Nullable Object wanted, @Nullable Object given) {
        if (wanted instanceof Number one && given instanceof Number other)
            return one.doubleValue() == other.doubleValue();
        if (wanted instanceof Map<?, ?> one && given instanceof Map<?, ?> other)
            return one.keySet().equals(other.keySet())
                    && one.keySet().stream().allMatch(name -> same(one.get(name), other.get(name)));
        return wanted != null && wanted.equals(given);
    }

    private static @Nullable Object value(String type, String text) {
        return switch (type) {
            case "Boolean" -> Boolean.valueOf(text);
            case "Integer" -> Long.valueOf(text);
            case "Float" -> Double.valueOf(text);
            case "Object" -> object(text);
            default -> text;
        };
    }

    private static @Nullable Object object(String text) {
        try {
            return JsonValues.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the scenario has an object that is no JSON: " + text, e);
        }
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
    }
}
