package dev.mayfly.control.v4.upload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.flags.FlagValues;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.bindings.rates.RateLimits;
import dev.mayfly.control.v4.V4Problem;
import dev.mayfly.control.v4.upload.ScriptUpload.Present;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What shall stand on env, from the bindings of a script's metadata: what they say, and what they want to have as it was.
 *
 * @param keptTypes all bindings of these types stay unless they are named
 */
record EnvPlan(Map<String, JsonNode> vars, List<BindingRef> bindings, Set<String> inherited, Set<String> keptTypes) {

    static EnvPlan of(JsonNode metadata, Set<String> ownTypes) {
        EnvPlan plan = new EnvPlan(new LinkedHashMap<>(), new ArrayList<>(), new HashSet<>(), new HashSet<>());
        for (JsonNode binding : metadata.path("bindings")) plan.read(binding, ownTypes);
        for (JsonNode type : metadata.path("keep_bindings")) plan.keptTypes.add(type.asText());
        return plan;
    }

    private void read(JsonNode binding, Set<String> ownTypes) {
        String name = binding.path("name").asText();
        String type = binding.path("type").asText();
        if (name.isEmpty() || type.isEmpty())
            throw new Problem.Invalid("invalid-metadata", "each binding has name and type");
        if (vars.containsKey(name) || inherited.contains(name))
            throw new Problem.Invalid("duplicate-name", "the binding %s is there twice".formatted(name));
        switch (type) {
            case "plain_text" -> vars.put(name, only(binding, name, "text"));
            case "json" -> vars.put(name, only(binding, name, "json"));
            case "inherit" -> {
                refuseOthers(binding, name, Set.of());
                inherited.add(name);
            }
            case "secret_text" ->
                throw V4Problem.unsupported(
                        "secret %s: secrets belong to the function, not to a version; set them with wrangler secret put or secret bulk"
                                .formatted(name));
            default -> {
                if (!ownTypes.contains(type))
                    throw V4Problem.unsupported(
                            "binding %s: Mayfly does not support the type %s; it has plain_text, json, secrets, and of its own %s"
                                    .formatted(name, type, String.join(", ", new TreeSet<>(ownTypes))));
                if (type.equals(RateLimits.TYPE)) bindings.add(rateLimit(binding, name));
                else if (type.equals(FlagValues.TYPE)) bindings.add(flags(binding, name));
                else {
                    refuseOthers(binding, name, Set.of());
                    bindings.add(new BindingRef(name, type));
                }
            }
        }
    }

    /** Whether it takes anything from what is there. */
    boolean needsPresent() {
        return !inherited.isEmpty() || !keptTypes.isEmpty();
    }

    /** With what stays as it was. Secrets always do. */
    EnvPlan with(Optional<Present> present) {
        Map<String, JsonNode> allVars = new LinkedHashMap<>(vars);
        List<BindingRef> allBindings = new ArrayList<>(bindings);
        Set<String> missing = new HashSet<>(inherited);
        present.ifPresent(there -> {
            there.settings().vars().forEach((name, value) -> {
                boolean kept = keptTypes.contains(value.isTextual() ? "plain_text" : "json");
                if (missing.remove(name) || kept) allVars.putIfAbsent(name, value);
            });
            for (BindingRef binding : there.settings().bindings())
                if ((missing.remove(binding.name()) || keptTypes.contains(binding.type()))
                        && allBindings.stream().noneMatch(own -> own.name().equals(binding.name())))
                    allBindings.add(binding);
            there.secrets().forEach(missing::remove);
        });
        missing.stream().sorted().findFirst().ifPresent(name -> {
            throw V4Problem.nothingToInherit(name);
        });
        return new EnvPlan(allVars, allBindings, Set.of(), Set.of());
    }

    private static BindingRef rateLimit(JsonNode binding, String name) {
        refuseOthers(binding, name, Set.of("namespace_id", "simple"));
        JsonNode simple = binding.path("simple");
        boolean numbers = simple.size() == 2
                && simple.path("limit").canConvertToInt()
                && simple.path("limit").isIntegralNumber()
                && simple.path("period").canConvertToInt()
                && simple.path("period").isIntegralNumber();
        if (!binding.path("namespace_id").isTextual() || !numbers)
            throw new Problem.Invalid(
                    "invalid-metadata",
                    "the rate limit %s has a namespace_id, such as \"1001\", and simple with limit and period, such as {\"limit\": 100, \"period\": 60}"
                            .formatted(name));
        try {
            BindingRef limit = new BindingRef(
                    name,
                    RateLimits.TYPE,
                    Optional.of(binding.path("namespace_id").textValue()),
                    Optional.of(new Rate(
                            simple.path("limit").intValue(),
                            simple.path("period").intValue())));
            limit.setting();
            return limit;
        } catch (Problem.Invalid invalid) {
            throw new Problem.Invalid(invalid.code(), "binding %s: %s".formatted(name, invalid.detail()));
        }
    }

    private static BindingRef flags(JsonNode binding, String name) {
        refuseOthers(binding, name, Set.of("app", "targeting_key"));
        return new BindingRef(
                name,
                FlagValues.TYPE,
                Optional.empty(),
                Optional.empty(),
                text(binding, name, "app"),
                text(binding, name, "targeting_key"));
    }

    private static Optional<String> text(JsonNode binding, String name, String key) {
        if (!binding.has(key)) return Optional.empty();
        if (binding.get(key).isTextual()) return Optional.of(binding.get(key).textValue());
        throw new Problem.Invalid("invalid-metadata", "binding %s: its %s is a text".formatted(name, key));
    }

    /** The value under this key, the only one that the binding has beside its name and type. */
    private static JsonNode only(JsonNode binding, String name, String key) {
        refuseOthers(binding, name, Set.of(key));
        JsonNode value = binding.get(key);
        if (value == null) throw new Problem.Invalid("invalid-metadata", "binding %s has no %s".formatted(name, key));
        return value;
    }

    /** What a binding asks for beyond that, it would not get. */
    private static void refuseOthers(JsonNode binding, String name, Set<String> keys) {
        binding.fieldNames().forEachRemaining(key -> {
            if (!key.equals("name") && !key.equals("type") && !keys.contains(key))
                throw V4Problem.unsupported("binding %s: Mayfly does not support its key %s".formatted(name, key));
        });
    }
}
