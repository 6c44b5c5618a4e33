package dev.mayfly.cli.project;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.CompatibilityFlags;
import dev.mayfly.bindings.json.JsonFlaw;
import dev.mayfly.bindings.json.JsonPlaces;
import dev.mayfly.bindings.rates.RateLimits;
import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code wrangler.jsonc}, which says what a function is. Keys that Mayfly does not know are refused by name, so that none is ignored
 * silently.
 *
 * @param main the file that has the handler
 * @param settings what belongs to a version, as the platform takes it; all of it, so that what the file does not say any more is gone
 * @param places where it says that
 */
record ProjectFile(String name, Path main, ObjectNode settings, ConfigPlaces places) {
    static final List<String> NAMES = List.of("wrangler.jsonc", "wrangler.json");

    /** What stands beside the environments alone. */
    private static final Set<String> WHOLE_FILE = Set.of("$schema", "env", "send_metrics");
    /** What an environment has by itself or not at all; it takes everything else over from the file. */
    private static final Set<String> NOT_INHERITED = Set.of("ratelimits", "vars", "unsafe");

    private static final Set<String> OWN_KEYS = Set.of("limits", "rates", "egress", "placement", "bindings");
    private static final Map<String, String> LIMITS = Map.of("cpu_ms", "cpuMs", "subrequests", "subrequests");

    private static final JsonMapper JSONC = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** What the code asks of the platform. */
    Set<Bundle.Flag> flags() {
        Set<Bundle.Flag> flags = EnumSet.noneOf(Bundle.Flag.class);
        for (JsonNode flag : settings.path("flags")) flags.add(Bundle.Flag.valueOf(flag.asText()));
        return flags;
    }

    /** @param environment one of those under {@code env}; without one, what the file says itself */
    static ProjectFile in(Path folder, Optional<String> environment) {
        Path file = NAMES.stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        "%s has no wrangler.jsonc, which says at least {\"name\": …, \"main\": …}; `mayfly init` writes one"
                                .formatted(folder)));
        try {
            String text = Files.readString(file);
            JsonPlaces places = JsonPlaces.in(text, JSONC.getFactory(), (key, twice) -> {});
            ConfigPlaces named = new ConfigPlaces(String.valueOf(file.getFileName()), places, environment);
            return read(folder, whole(new Reading(JSONC.readTree(text)), environment), named);
        } catch (JsonProcessingException e) {
            throw new Refusal("%s:%d:%d %s"
                    .formatted(
                            file, e.getLocation().getLineNr(), e.getLocation().getColumnNr(), JsonFlaw.ofText(e)));
        } catch (IOException e) {
            throw new Refusal("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static Reading whole(Reading file, Optional<String> environment) {
        file.refuseUnknown("", ProjectKeys.TAKEN);
        return environment.map(name -> environment(file, name)).orElse(file);
    }

    /** As wrangler has it: a function of its own, named after both. */
    private static Reading environment(Reading file, String name) {
        ObjectNode all = file.object("env");
        if (!all.has(name))
            throw new Refusal("wrangler.jsonc has no environment %s; %s"
                    .formatted(name, all.isEmpty() ? "it has none" : "it has " + String.join(", ", names(all))));
        Reading own = file.below("env").below(name);
        Set<String> known = new TreeSet<>(ProjectKeys.TAKEN);
        known.removeAll(WHOLE_FILE);
        own.refuseUnknown("env.%s.".formatted(name), known);
        ObjectNode merged = file.json.deepCopy();
        merged.remove(NOT_INHERITED);
        if (own.has("route") || own.has("routes")) merged.remove(Set.of("route", "routes"));
        merged.put("name", file.text("name") + "-" + name);
        merged.setAll(own.object());
        return new Reading(merged);
    }

    private static Set<String> names(ObjectNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static ProjectFile read(Path folder, Reading config, ConfigPlaces places) {
        String name = config.text("name");
        String main = config.text("main");
        Path mainFile = folder.resolve(main).normalize();
        if (!mainFile.startsWith(folder.normalize()) || !Files.isRegularFile(mainFile))
            throw new Refusal("main is %s, and there is no such file in %s".formatted(main, folder));
        WithoutEffect.check(config.object());
        ObjectNode settings = JSONC.createObjectNode();
        settings.set("vars", config.object("vars"));
        settings.putArray("bindings");
        settings.putObject("egress").put("mode", "open");
        routes(config, settings);
        settings.put("routesOnly", !config.truth("workers_dev", true));
        settings.set("limits", limits(config));
        settings.putObject("rates");
        settings.set("placement", placement(config.below("placement")));
        own(config.below("mayfly"), settings);
        Reading unsafe = config.below("unsafe");
        unsafe.refuseUnknown("unsafe.", Set.of("bindings", "metadata"));
        Reading metadata = unsafe.below("metadata");
        metadata.refuseUnknown("unsafe.metadata.", Set.of("mayfly"));
        own(metadata.below("mayfly"), settings);
        if (unsafe.has("bindings")) settings.set("bindings", unsafe.array("bindings"));
        if (config.has("ratelimits")) rateLimits(config.array("ratelimits"), settings.withArray("/bindings"));
        compatibility(config, settings);
        return new ProjectFile(name, mainFile, settings, places);
    }

    private static void routes(Reading config, ObjectNode settings) {
        if (config.has("route") && config.has("routes"))
            throw new Refusal("wrangler.jsonc has route and routes; it can have one of them");
        if (!config.has("route") && !config.has("routes")) return;
        var routes = settings.putArray("routes");
        if (config.has("route")) routes.addObject().put("pattern", pattern(config.json.get("route")));
        else for (JsonNode route : config.array("routes")) routes.addObject().put("pattern", pattern(route));
    }

    private static String pattern(JsonNode route) {
        if (route.isTextual()) return route.asText();
        for (var property : route.properties())
            if (!Set.of("pattern", "zone_name", "zone_id").contains(property.getKey()))
                throw new Refusal("wrangler.jsonc has keys that Mayfly does not support: routes." + property.getKey());
        if (!route.path("pattern").isTextual())
            throw new Refusal(
                    "wrangler.jsonc: a route is a pattern such as \"api.example.com/v2/*\", or {\"pattern\": …}");
        return route.path("pattern").asText();
    }

    private static ObjectNode limits(Reading config) {
        ObjectNode limits = JSONC.createObjectNode();
        for (var limit : config.object("limits").properties()) {
            String name = LIMITS.get(limit.getKey());
            if (name == null)
                throw new Refusal(
                        "limits.%s is not supported; other limits stand under mayfly.limits".formatted(limit.getKey()));
            limits.set(name, limit.getValue());
        }
        return limits;
    }

    private static void own(Reading own, ObjectNode settings) {
        own.refuseUnknown("mayfly.", OWN_KEYS);
        if (own.has("limits")) settings.withObject("/limits").setAll(own.object("limits"));
        if (own.has("rates")) settings.set("rates", own.object("rates"));
        if (own.has("egress")) settings.set("egress", own.object("egress"));
        if (own.has("placement")) settings.set("placement", own.object("placement"));
        if (own.has("bindings")) settings.set("bindings", own.array("bindings"));
    }

    /** As wrangler has it, where a region is any text: here the names of one or several. */
    private static ObjectNode placement(Reading asked) {
        asked.refuseUnknown("placement.", Set.of("mode", "region"));
        ObjectNode placement = JSONC.createObjectNode();
        String mode = asked.has("mode") ? asked.text("mode") : asked.has("region") ? "targeted" : "off";
        if (mode.equals("off") && !asked.has("region")) return placement;
        if (!mode.equals("targeted"))
            throw new Refusal(
                    "placement is {\"mode\": \"off\"}, or {\"mode\": \"targeted\", \"region\": \"fra, iad\"}; Mayfly does not support mode "
                            + mode);
        ArrayNode regions = placement.putArray("regions");
        for (String region : asked.text("region").split(",", -1)) regions.add(region.strip());
        return placement;
    }

    /** They stand before the other bindings, so that each is found where the file has it. */
    private static void rateLimits(JsonNode declared, ArrayNode bindings) {
        for (int i = 0; i < declared.size(); i++) {
            if (!(declared.get(i) instanceof ObjectNode limit))
                throw new Refusal(
                        "wrangler.jsonc: a rate limit is {\"name\": …, \"namespace_id\": …, \"simple\": {\"limit\": …, \"period\": …}}");
            bindings.insert(i, limit.deepCopy().put("type", RateLimits.TYPE));
        }
    }

    private static void compatibility(Reading config, ObjectNode settings) {
        ObjectNode notes = JSONC.createObjectNode();
        if (config.has("compatibility_date")) notes.put("compatibility_date", date(config.text("compatibility_date")));
        Set<String> flags = new TreeSet<>();
        if (config.has("compatibility_flags"))
            for (JsonNode flag : config.array("compatibility_flags")) flags.add(flag(flag.asText()));
        if (!flags.isEmpty()) notes.put("compatibility_flags", String.join(",", flags));
        Set<Bundle.Flag> effective = CompatibilityFlags.effective(flags);
        effective.forEach(flag -> settings.withArray("/flags").add(flag.name()));
        if (!notes.isEmpty()) settings.set("notes", notes);
    }

    private static String date(String text) {
        try {
            return LocalDate.parse(text).toString();
        } catch (DateTimeParseException e) {
            throw new Refusal("compatibility_date is a date like 2026-01-31, not '%s'".formatted(text));
        }
    }

    private static String flag(String flag) {
        if (CompatibilityFlags.TAKEN.contains(flag)) return flag;
        throw new Refusal("compatibility flag %s is not supported; supported are %s"
                .formatted(flag, String.join(", ", CompatibilityFlags.TAKEN)));
    }

    /** An object of the file, whose values are looked at before they are taken. */
    private record Reading(JsonNode json) {
        boolean has(String key) {
            return json.has(key);
        }

        Reading below(String key) {
            return new Reading(object(key));
        }

        ObjectNode object() {
            return (ObjectNode) json;
        }

        String text(String key) {
            if (!json.path(key).isTextual() || json.path(key).asText().isBlank())
                throw new Refusal("wrangler.jsonc must have \"%s\", a text".formatted(key));
            return json.path(key).asText();
        }

        boolean truth(String key, boolean otherwise) {
            if (!has(key)) return otherwise;
            if (!json.path(key).isBoolean())
                throw new Refusal("wrangler.jsonc: %s must be true or false".formatted(key));
            return json.path(key).asBoolean();
        }

        ObjectNode object(String key) {
            if (!has(key)) return JSONC.createObjectNode();
            if (json.get(key) instanceof ObjectNode object) return object;
            throw new Refusal("wrangler.jsonc: %s must be an object, {…}".formatted(key));
        }

        JsonNode array(String key) {
            if (!json.path(key).isArray()) throw new Refusal("wrangler.jsonc: %s must be an array, […]".formatted(key));
            return json.path(key);
        }

        void refuseUnknown(String prefix, Set<String> known) {
            if (!json.isObject()) throw new Refusal("wrangler.jsonc must hold an object, {…}");
            Set<String> unknown = new TreeSet<>();
            for (var property : json.properties())
                if (!known.contains(property.getKey())) unknown.add(prefix + property.getKey());
            if (!unknown.isEmpty())
                throw new Refusal("wrangler.jsonc has keys that Mayfly does not support: " + String.join(", ", unknown)
                        + ProjectKeys.remark(unknown));
        }
    }
}
