package dev.mayfly.flags;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mayfly.flags.rule.Bucketing;
import dev.mayfly.flags.rule.Choices;
import dev.mayfly.flags.rule.JsonValues;
import dev.mayfly.flags.rule.Node;
import dev.mayfly.flags.rule.RuleReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads definitions in flagd's format. A flag that cannot be understood stands in the set all the same and says so to whoever asks, so that
 * one mistake costs one flag; whoever writes definitions is told every flaw and should mend them first.
 */
public final class FlagReader {
    /** How many flaws of a definition are told. */
    private static final int FLAWS_MAX = 100;

    private static final Set<String> KEYS = Set.of("$schema", "flags", "$evaluators", "metadata");
    private static final Set<String> FLAG_KEYS = Set.of(
            "key",
            "state",
            "variants",
            "defaultVariant",
            "targeting",
            Prerequisites.KEY,
            "metadata",
            "source",
            "selector");
    /** What every reader of JSON reads exactly. */
    private static final long WHOLE_MAX = (1L << 53) - 1;

    private static final String BUCKETING = "bucketing";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Bounds bounds;
    private final List<Flaw> flaws = new ArrayList<>();
    private final Map<String, JsonNode> evaluators = new HashMap<>();
    private JsonNode all = MissingNode.getInstance();
    /** What is taken over as it is. */
    private Map<String, Flag> known = Map.of();

    private boolean asksForOthers;
    private Map<String, Object> setMetadata = Map.of();
    private Bucketing bucketing = Bucketing.TEXT;

    private FlagReader(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * @param flags what can be evaluated, broken flags among it
     * @param flaws none where all is well
     */
    public record Read(FlagSet flags, List<Flaw> flaws) {}

    public static Read read(String definition) {
        return read(definition, Bounds.USUAL);
    }

    public static Read read(String definition, Bounds bounds) {
        FlagReader reader = new FlagReader(bounds);
        FlagSet flags = reader.set(definition);
        return new Read(flags, List.copyOf(reader.flaws));
    }

    /** Of a definition that was read already; its length is not looked at. */
    public static Read read(JsonNode definition) {
        FlagReader reader = new FlagReader(Bounds.USUAL);
        FlagSet flags = reader.set(definition);
        return new Read(flags, List.copyOf(reader.flaws));
    }

    /**
     * The same after a change of some of its flags: only those are read, and those that ask for others, which may be among them. Its segments, its
     * metadata and all other flags must be what they were, and flags stand in the order of their keys.
     *
     * @param whole is asked for only where some flag asks for others
     * @param segments by their names
     * @param before what was read last
     * @param changed the new definitions by their keys; empty where a flag was taken away
     * @return with the flaws of what was read
     */
    public static Read again(
            Supplier<? extends JsonNode> whole,
            Map<String, JsonNode> segments,
            FlagSet before,
            Map<String, Optional<JsonNode>> changed) {
        FlagReader reader = new FlagReader(Bounds.USUAL);
        boolean asks = before.asksForOthers()
                || changed.values().stream()
                        .anyMatch(flag -> flag.isPresent() && flag.get().has(Prerequisites.KEY));
        FlagSet flags = asks
                ? reader.setButFor(whole.get(), before, changed.keySet())
                : reader.setWith(segments, before, changed);
        return new Read(flags, List.copyOf(reader.flaws));
    }

    private FlagSet setButFor(JsonNode whole, FlagSet before, Set<String> changed) {
        known = new HashMap<>(before.flags());
        known.keySet().removeAll(changed);
        return set(whole);
    }

    private FlagSet setWith(Map<String, JsonNode> segments, FlagSet before, Map<String, Optional<JsonNode>> changed) {
        setMetadata = before.metadata();
        bucketing();
        evaluators.putAll(segments);
        boolean inPlace = before.flags().keySet().containsAll(changed.keySet());
        Map<String, Flag> flags = inPlace ? new LinkedHashMap<>(before.flags()) : new TreeMap<>(before.flags());
        changed.forEach((key, definition) -> {
            if (definition.isEmpty()) flags.remove(key);
            else if (flags.containsKey(key) || hasRoom(flags)) flags.put(key, flag(key, definition.get()));
        });
        return new FlagSet(new LinkedHashMap<>(flags), setMetadata, false);
    }

    private FlagSet set(String definition) {
        if (definition.length() > bounds.characters()) {
            flaw("", "a definition has at most %,d characters".formatted(bounds.characters()));
            return FlagSet.EMPTY;
        }
        try {
            return set(JSON.readTree(definition));
        } catch (JsonProcessingException e) {
            flaw("", "it is no JSON: " + e.getOriginalMessage());
            return FlagSet.EMPTY;
        }
    }

    private FlagSet set(JsonNode definition) {
        if (!definition.isObject()) {
            flaw("", "it is an object with flags");
            return FlagSet.EMPTY;
        }
        unknownKeys(definition, KEYS, "");
        setMetadata = metadata(definition.path("metadata"), "/metadata");
        bucketing();
        definition.path("$evaluators").properties().forEach(entry -> evaluators.put(entry.getKey(), entry.getValue()));
        LinkedHashMap<String, Flag> flags = new LinkedHashMap<>();
        JsonNode defined = definition.path("flags");
        all = defined;
        if (defined.isObject()) {
            for (Map.Entry<String, JsonNode> entry : defined.properties()) {
                if (hasRoom(flags)) flags.put(entry.getKey(), flag(entry.getKey(), entry.getValue()));
            }
        } else if (defined.isArray()) {
            for (int i = 0; i < defined.size(); i++) {
                String key = defined.get(i).path("key").asText();
                if (hasRoom(flags)) flags.put(key, flag(key, defined.get(i), "/flags/" + i));
            }
        } else {
            flaw("/flags", "it is an object of flags by their keys, or a list of flags with keys");
        }
        return new FlagSet(flags, setMetadata, asksForOthers);
    }

    private boolean hasRoom(Map<String, Flag> flags) {
        if (flags.size() < bounds.flags()) return true;
        flaw("/flags", "there are at most %,d flags".formatted(bounds.flags()));
        return false;
    }

    private void bucketing() {
        Object named = setMetadata.get(BUCKETING);
        if (named == null) return;
        Bucketing.of(named.toString())
                .ifPresentOrElse(
                        read -> bucketing = read,
                        () -> flaw("/metadata/" + BUCKETING, "it is one of percent, text and cbor"));
    }

    private Flag flag(String key, JsonNode flag) {
        Flag same = flag.has(Prerequisites.KEY) ? null : known.get(key);
        return same != null ? same : flag(key, flag, "/flags/" + RuleReader.escaped(key));
    }

    private Flag flag(String key, JsonNode flag, String path) {
        int before = flaws.size();
        if (!Names.fits(key)) flaw(path, "a flag's key has 1 to %d characters".formatted(Names.MAX));
        if (!flag.isObject()) return broken(key, path, "a flag is an object with state and variants", Map.of());
        unknownKeys(flag, FLAG_KEYS, path);
        Map<String, Object> metadata = merged(metadata(flag.path("metadata"), path + "/metadata"));
        LinkedHashMap<String, Variant> variants = variants(flag.path("variants"), path + "/variants");
        Optional<String> byDefault = byDefault(flag.path("defaultVariant"), variants, path + "/defaultVariant");
        String state = flag.path("state").asText();
        if (!state.equals("ENABLED") && !state.equals("DISABLED"))
            return broken(key, path + "/state", "it is ENABLED or DISABLED", metadata);
        if (flaws.size() > before && variants.isEmpty())
            return Flag.broken(key, flaws.get(before).toString(), metadata);
        Optional<Node> targeting = Optional.empty();
        JsonNode rule = flag.path("targeting");
        if (!rule.isMissingNode() && !rule.isNull() && !(rule.isObject() && rule.isEmpty())) {
            int earlier = flaws.size();
            targeting = targeting(rule, variants, path + "/targeting");
            if (targeting.isEmpty())
                return Flag.broken(
                        key, flaws.get(Math.min(earlier, flaws.size() - 1)).toString(), metadata);
        }
        if (flag.has(Prerequisites.KEY)) {
            asksForOthers = true;
            int earlier = flaws.size();
            targeting = withPrerequisites(key, path);
            if (targeting.isEmpty())
                return Flag.broken(
                        key, flaws.get(Math.min(earlier, flaws.size() - 1)).toString(), metadata);
        }
        if (state.equals("DISABLED")) return Flag.disabled(key, variants, metadata);
        return targeting
                .map(node -> Flag.targeted(key, variants, byDefault, node, bucketing, metadata))
                .orElseGet(() -> Flag.fixed(key, variants, byDefault, metadata));
    }

    private Flag broken(String key, String path, String reason, Map<String, Object> metadata) {
        flaw(path, reason);
        return Flag.broken(key, new Flaw(path, reason).toString(), metadata);
    }

    private Optional<Node> targeting(JsonNode rule, Map<String, Variant> variants, String path) {
        Optional<Node> node = new RuleReader(evaluators, bounds.depth(), bounds.nodes(), this::flaw).read(rule, path);
        if (node.isPresent())
            Choices.of(rule, path, (at, name) -> {
                if (!variants.containsKey(name)) flaw(at, "the flag has no variant '%s'".formatted(Names.shown(name)));
            });
        return node;
    }

    private Optional<Node> withPrerequisites(String key, String path) {
        if (!all.isObject()) {
            flaw(path, "only flags by their keys, and not in a list, ask for others");
            return Optional.empty();
        }
        return new Prerequisites(all, evaluators, bounds.nodes(), this::flaw)
                .rule(key)
                .flatMap(rule -> new RuleReader(evaluators, bounds.depth(), bounds.nodes(), this::flaw)
                        .read(rule, path + '/' + Prerequisites.KEY));
    }

    private LinkedHashMap<String, Variant> variants(JsonNode defined, String path) {
        LinkedHashMap<String, Variant> variants = new LinkedHashMap<>();
        if (!defined.isObject() || defined.isEmpty() || defined.size() > bounds.variants()) {
            flaw(path, "it is an object with 1 to %d variants".formatted(bounds.variants()));
            return variants;
        }
        Set<FlagType> types = new HashSet<>();
        defined.properties()
                .forEach(entry -> variant(entry.getKey(), entry.getValue(), path)
                        .ifPresent(variant -> {
                            types.add(FlagType.of(variant.value()));
                            variants.put(variant.name(), variant);
                        }));
        if (types.size() > 1) flaw(path, "all variants of a flag have one type");
        return variants;
    }

    private Optional<Variant> variant(String name, JsonNode value, String path) {
        String at = path + '/' + RuleReader.escaped(name);
        if (!Names.fits(name)) flaw(at, "a variant's name has 1 to %d characters".formatted(Names.MAX));
        if (value.isNull() || value.isArray()) {
            flaw(at, "a variant is a boolean, a text, a number or an object");
            return Optional.empty();
        }
        if (value.isNumber() && Math.abs(value.asDouble()) > WHOLE_MAX)
            flaw(at, "a number lies between -%1$d and %1$d, so that everybody reads the same".formatted(WHOLE_MAX));
        String json = value.toString();
        if (json.length() > bounds.valueCharacters())
            flaw(at, "a variant has at most %,d characters".formatted(bounds.valueCharacters()));
        Object read = JsonValues.of(value);
        return read == null ? Optional.empty() : Optional.of(new Variant(name, read, json));
    }

    private Optional<String> byDefault(JsonNode named, Map<String, Variant> variants, String path) {
        if (named.isMissingNode() || named.isNull() || named.asText().isEmpty()) return Optional.empty();
        if (variants.containsKey(named.asText())) return Optional.of(named.asText());
        flaw(path, "the flag has no variant '%s'".formatted(Names.shown(named.asText())));
        return Optional.empty();
    }

    /** The flag's over its set's. */
    private Map<String, Object> merged(Map<String, Object> own) {
        if (own.isEmpty()) return setMetadata;
        Map<String, Object> merged = new LinkedHashMap<>(setMetadata);
        merged.putAll(own);
        return Collections.unmodifiableMap(merged);
    }

    private Map<String, Object> metadata(JsonNode given, String path) {
        if (given.isMissingNode() || given.isNull()) return Map.of();
        if (!given.isObject()) {
            flaw(path, "metadata is an object of texts, numbers and booleans");
            return Map.of();
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        given.properties().forEach(entry -> {
            Object value = JsonValues.of(entry.getValue());
            if (value instanceof String || value instanceof Number || value instanceof Boolean)
                metadata.put(entry.getKey(), value);
            else flaw(path + '/' + RuleReader.escaped(entry.getKey()), "metadata are texts, numbers and booleans");
        });
        return Collections.unmodifiableMap(metadata);
    }

    private void unknownKeys(JsonNode object, Set<String> known, String path) {
        object.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key))
                flaw(
                        path + '/' + RuleReader.escaped(key),
                        "there is no such key; there are "
                                + String.join(", ", known.stream().sorted().toList()));
        });
    }

    private void flaw(String path, String reason) {
        if (flaws.size() < FLAWS_MAX) flaws.add(new Flaw(path, reason));
    }
}
