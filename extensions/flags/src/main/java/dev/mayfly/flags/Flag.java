package dev.mayfly.flags;

import dev.mayfly.flags.rule.Bucketing;
import dev.mayfly.flags.rule.Node;
import dev.mayfly.flags.rule.Scope;
import dev.mayfly.flags.rule.StepsSpent;
import dev.mayfly.flags.rule.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A flag, compiled: each answer that it can give is made beforehand, so that asking makes none. */
public final class Flag {
    private final String key;
    private final Map<String, Variant> variants;
    private final Map<String, Object> metadata;
    private final Bucketing bucketing;
    private final @Nullable Node targeting;
    /** What is answered where there is no targeting, or it does not choose. */
    private final Answer otherwise;

    private final Map<String, Answer> matches = new HashMap<>();

    private Flag(
            String key,
            Map<String, Variant> variants,
            Map<String, Object> metadata,
            Bucketing bucketing,
            @Nullable Node targeting,
            Resolution otherwise) {
        this.key = key;
        this.variants = variants;
        this.metadata = metadata;
        this.bucketing = bucketing;
        this.targeting = targeting;
        this.otherwise = new Answer(otherwise);
        variants.forEach((name, variant) ->
                matches.put(name, new Answer(Resolution.of(key, variant, Reason.TARGETING_MATCH, metadata))));
    }

    static Flag fixed(
            String key,
            LinkedHashMap<String, Variant> variants,
            Optional<String> byDefault,
            Map<String, Object> metadata) {
        return new Flag(
                key,
                variants,
                metadata,
                Bucketing.TEXT,
                null,
                standing(key, variants, byDefault, Reason.STATIC, metadata));
    }

    static Flag targeted(
            String key,
            LinkedHashMap<String, Variant> variants,
            Optional<String> byDefault,
            Node targeting,
            Bucketing bucketing,
            Map<String, Object> metadata) {
        return new Flag(
                key,
                variants,
                metadata,
                bucketing,
                targeting,
                standing(key, variants, byDefault, Reason.DEFAULT, metadata));
    }

    static Flag disabled(String key, LinkedHashMap<String, Variant> variants, Map<String, Object> metadata) {
        return new Flag(
                key, variants, metadata, Bucketing.TEXT, null, Resolution.nothing(key, Reason.DISABLED, metadata));
    }

    /** It stands in the set, and whoever asks for it hears what is wrong with it. */
    static Flag broken(String key, String reason, Map<String, Object> metadata) {
        return new Flag(
                key,
                Map.of(),
                metadata,
                Bucketing.TEXT,
                null,
                Resolution.failed(key, ErrorCode.PARSE_ERROR, reason, metadata));
    }

    private static Resolution standing(
            String key,
            Map<String, Variant> variants,
            Optional<String> byDefault,
            Reason reason,
            Map<String, Object> metadata) {
        return byDefault
                .flatMap(name -> Optional.ofNullable(variants.get(name)))
                .map(variant -> Resolution.of(key, variant, reason, metadata))
                .orElseGet(() -> Resolution.nothing(key, Reason.DEFAULT, metadata));
    }

    public String key() {
        return key;
    }

    /** By name, in the order in which they are defined; empty where the definition is broken. */
    public Map<String, Variant> variants() {
        return variants;
    }

    /** @param context what is known of whoever the flag is for */
    Answer answer(Map<String, ?> context, long atSeconds) {
        if (targeting == null) return otherwise;
        @Nullable Object chosen;
        try {
            chosen = targeting.evaluate(new Scope(key, context, atSeconds, bucketing));
        } catch (StepsSpent spent) {
            return new Answer(Resolution.failed(key, ErrorCode.GENERAL, spent.reason(), metadata));
        }
        if (chosen == null) return otherwise;
        Answer match = matches.get(Values.text(chosen));
        return match != null ? match : missing(chosen);
    }

    private Answer missing(Object chosen) {
        return new Answer(Resolution.failed(
                key,
                ErrorCode.GENERAL,
                "the targeting of %s chose %s, which is none of its variants %s"
                        .formatted(key, Values.shown(chosen), String.join(", ", variants.keySet())),
                metadata));
    }
}
