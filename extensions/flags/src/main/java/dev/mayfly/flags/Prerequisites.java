package dev.mayfly.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mayfly.flags.rule.RuleReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What a flag asks of others: {@code "prerequisites": {"flags": {"checkout": "new"}, "otherwise": "off"}} gives {@code off}, or the
 * default variant where nothing is said, to everybody for whom the flag {@code checkout} is not {@code new}. flagd knows no such thing,
 * so it is written out as a rule that says the same: the others' rules stand in the flag's, and their shares are still found by their
 * own keys. What any flagd evaluates is thus what a router does.
 */
public final class Prerequisites {
    static final String KEY = "prerequisites";
    /** How many flags one may ask for. */
    static final int FLAGS_MAX = 16;
    /** How many flags may stand behind each other, each asking for the next. */
    static final int CHAIN_MAX = 4;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TARGETING = "targeting";
    private static final String WHO = "targetingKey";

    private final JsonNode flags;
    private final Map<String, JsonNode> evaluators;
    private final int partsMax;
    private final BiConsumer<String, String> flaws;
    private final Set<String> open = new HashSet<>();
    private int parts;
    private boolean broken;

    /** @param flaws is told where something is wrong, as a JSON pointer, and what */
    Prerequisites(JsonNode flags, Map<String, JsonNode> evaluators, int partsMax, BiConsumer<String, String> flaws) {
        this.flags = flags;
        this.evaluators = evaluators;
        this.partsMax = partsMax;
        this.flaws = flaws;
    }

    /** The whole definition as flagd reads it. A flag whose prerequisites make no sense keeps them, and breaks at whoever reads it. */
    public static ObjectNode writtenOut(ObjectNode definition) {
        JsonNode flags = definition.path("flags");
        if (!flags.isObject() || !anyIn(flags)) return definition;
        Map<String, JsonNode> evaluators = new HashMap<>();
        definition.path("$evaluators").properties().forEach(entry -> evaluators.put(entry.getKey(), entry.getValue()));
        ObjectNode written = definition.deepCopy();
        flags.properties().forEach(entry -> {
            if (entry.getValue().has(KEY))
                new Prerequisites(flags, evaluators, Bounds.USUAL.nodes(), (at, why) -> {})
                        .rule(entry.getKey())
                        .ifPresent(rule -> {
                            ObjectNode flag = (ObjectNode) written.path("flags").path(entry.getKey());
                            flag.remove(KEY);
                            flag.set(TARGETING, rule);
                        });
        });
        return written;
    }

    static boolean anyIn(JsonNode flags) {
        for (JsonNode flag : flags) if (flag.has(KEY)) return true;
        return false;
    }

    /** The flag's rule with all that it asks for; empty where that cannot be told. */
    Optional<JsonNode> rule(String key) {
        parts = 0;
        broken = false;
        JsonNode rule = rule(flags.path(key), "/flags/" + RuleReader.escaped(key), 0);
        return broken ? Optional.empty() : Optional.of(rule);
    }

    private JsonNode rule(JsonNode flag, String path, int depth) {
        JsonNode targeting = flag.path(TARGETING);
        boolean targeted = targeting.isObject() && !targeting.isEmpty();
        JsonNode chosen = targeted ? targeting : textOrNull(flag.path("defaultVariant"));
        if (!flag.has(KEY)) return chosen;
        JsonNode asked = flag.get(KEY);
        String at = path + '/' + KEY;
        if (!fits(asked))
            return refused(
                    at,
                    "it is {\"flags\": {a flag: its variant, …}, \"otherwise\": a variant}, for 1 to %d flags"
                            .formatted(FLAGS_MAX));
        if (depth >= CHAIN_MAX)
            return refused(at, "flags ask for each other at most %d deep, and in no circle".formatted(CHAIN_MAX));
        JsonNode otherwise = textOrNull(asked.path("otherwise"));
        if (otherwise.isTextual() && !flag.path("variants").has(otherwise.textValue()))
            return refused(
                    at + "/otherwise", "the flag has no variant '%s'".formatted(Names.shown(otherwise.textValue())));
        ArrayNode all = JSON.arrayNode();
        for (Map.Entry<String, JsonNode> one : asked.path("flags").properties()) {
            if (broken) break;
            all.add(met(
                    one.getKey(),
                    one.getValue().textValue(),
                    at + "/flags/" + RuleReader.escaped(one.getKey()),
                    depth));
        }
        return operation("if", operation("and", all), chosen, otherwise);
    }

    private static boolean fits(JsonNode asked) {
        JsonNode wanted = asked.path("flags");
        if (!wanted.isObject() || wanted.isEmpty() || wanted.size() > FLAGS_MAX) return false;
        if (asked.size() > (asked.has("otherwise") ? 2 : 1)) return false;
        for (JsonNode variant : wanted) if (!variant.isTextual()) return false;
        return !asked.has("otherwise") || asked.path("otherwise").isTextual();
    }

    /** Whether the flag of that key has that variant, as a rule. */
    private JsonNode met(String key, String variant, String path, int depth) {
        JsonNode flag = flags.path(key);
        if (flag.isMissingNode()) return refused(path, "there is no flag '%s'".formatted(Names.shown(key)));
        if (!flag.path("variants").has(variant))
            return refused(path, "the flag '%s' has no variant '%s'".formatted(Names.shown(key), Names.shown(variant)));
        if (!flag.path("state").asText().equals("ENABLED")) return BooleanNode.FALSE;
        JsonNode rule = of(key, rule(flag, "/flags/" + RuleReader.escaped(key), depth + 1));
        ArrayNode any = JSON.arrayNode().add(operation("===", rule, TextNode.valueOf(variant)));
        if (variant.equals("true") || variant.equals("false"))
            any.add(operation("===", rule, BooleanNode.valueOf(Boolean.parseBoolean(variant))));
        if (variant.equals(flag.path("defaultVariant").asText())) any.add(operation("===", rule, NullNode.instance));
        return any.size() == 1 ? any.get(0) : operation("or", any);
    }

    /** The rule as it is within that flag, also where it stands within another one. */
    private JsonNode of(String key, JsonNode rule) {
        if (broken) return rule;
        if (++parts > partsMax)
            return refused(
                    "/flags/" + RuleReader.escaped(key),
                    "a rule has at most %,d parts, with those of flags that it asks for".formatted(partsMax));
        if (rule.isArray()) {
            ArrayNode all = JSON.arrayNode();
            for (JsonNode part : rule) all.add(of(key, part));
            return all;
        }
        if (!rule.isObject() || rule.size() != 1) return rule;
        Map.Entry<String, JsonNode> only = rule.properties().iterator().next();
        JsonNode given = only.getValue();
        return switch (only.getKey()) {
            case "$ref" -> evaluator(key, rule, given.asText());
            case "var" ->
                (given.isArray() ? given.path(0) : given).asText().equals("$flagd.flagKey")
                        ? TextNode.valueOf(key)
                        : rule;
            case "fractional" ->
                given.path(0).isArray() ? shares(key, given) : JSON.objectNode().set("fractional", of(key, given));
            default -> JSON.objectNode().set(only.getKey(), of(key, given));
        };
    }

    private JsonNode evaluator(String key, JsonNode reference, String name) {
        JsonNode rule = evaluators.get(name);
        if (rule == null || !open.add(name)) return reference; // whoever reads it says what is wrong
        JsonNode within = of(key, rule);
        open.remove(name);
        return within;
    }

    /** Without a key of their own they go by the flag's and by who it is, and are nobody's where nobody says that. */
    private JsonNode shares(String key, JsonNode given) {
        ArrayNode shares = JSON.arrayNode().add(operation("cat", TextNode.valueOf(key), variable()));
        for (JsonNode share : given) shares.add(of(key, share));
        return operation("if", variable(), JSON.objectNode().set("fractional", shares), NullNode.instance);
    }

    private static ObjectNode variable() {
        return JSON.objectNode().put("var", WHO);
    }

    private static ObjectNode operation(String operator, JsonNode... parts) {
        ArrayNode all = JSON.arrayNode();
        for (JsonNode part : parts) all.add(part);
        return operation(operator, all);
    }

    private static ObjectNode operation(String operator, ArrayNode parts) {
        ObjectNode made = JSON.objectNode();
        made.set(operator, parts);
        return made;
    }

    private static JsonNode textOrNull(JsonNode given) {
        return given.isTextual() && !given.textValue().isEmpty() ? given : NullNode.instance;
    }

    private JsonNode refused(String path, String reason) {
        if (!broken) flaws.accept(path, reason);
        broken = true;
        return NullNode.instance;
    }
}
