package dev.mayfly.control.v4.upload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.v4.V4Problem;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The metadata of a script: which keys Mayfly acts upon, which it takes since they ask for nothing, and which it refuses by name. */
final class ScriptMetadata {
    private static final Predicate<JsonNode> ANYTHING = value -> true;
    private static final Predicate<JsonNode> NOTHING = value ->
            value.isNull() || (value.isContainerNode() && value.isEmpty()) || (value.isBoolean() && !value.asBoolean());

    /** By key: which values are taken. */
    private static final Map<String, Predicate<JsonNode>> TAKEN = Map.ofEntries(
            Map.entry("main_module", JsonNode::isTextual),
            Map.entry("bindings", JsonNode::isArray),
            Map.entry("keep_bindings", JsonNode::isArray),
            Map.entry("limits", JsonNode::isObject),
            Map.entry("annotations", JsonNode::isObject),
            Map.entry("compatibility_date", JsonNode::isTextual),
            Map.entry("compatibility_flags", JsonNode::isArray),
            Map.entry("mayfly", JsonNode::isObject),
            Map.entry("placement", JsonNode::isObject),
            // Logs and traces of each invocation are kept anyway.
            Map.entry("observability", ANYTHING),
            Map.entry("tags", ANYTHING),
            Map.entry("keep_assets", ANYTHING),
            // Newer wranglers say these of every script: when Durable Objects take up new code, and which packages the
            // project has.
            Map.entry("code_update_strategy", JsonNode::isObject),
            Map.entry("package_dependencies", JsonNode::isArray),
            Map.entry("logpush", NOTHING),
            Map.entry("migrations", NOTHING),
            Map.entry("containers", NOTHING),
            Map.entry("tail_consumers", NOTHING),
            Map.entry("streaming_tail_consumers", NOTHING));

    private static final Map<String, String> WHAT = Map.of(
            "migrations", "migrations (Durable Objects)",
            "body_part", "the service-worker format; export default { fetch } instead",
            "assets", "static assets",
            "cache_options", "cache",
            "capnp_schema", "capnp schemas");

    private ScriptMetadata() {}

    static void check(JsonNode metadata) {
        if (!metadata.isObject()) throw new Problem.Invalid("invalid-metadata", "metadata is an object");
        metadata.properties().forEach(entry -> check(entry.getKey(), entry.getValue()));
        Observability.check(metadata.path("observability"));
        if (!metadata.has("main_module"))
            throw new Problem.Invalid("invalid-metadata", "metadata names the main module in main_module");
    }

    private static void check(String key, JsonNode value) {
        Predicate<JsonNode> taken = TAKEN.get(key);
        if (taken == null || (taken == NOTHING && !taken.test(value)))
            throw V4Problem.unsupported("Mayfly does not support " + WHAT.getOrDefault(key, key));
        if (!taken.test(value)) throw new Problem.Invalid("invalid-metadata", "%s has the wrong form".formatted(key));
    }

    /** The text of an annotation; an annotation that means something Mayfly does not have is refused. */
    static Optional<String> annotation(JsonNode metadata, String wanted) {
        metadata.path("annotations").properties().forEach(entry -> {
            boolean known =
                    entry.getKey().equals("workers/message") || entry.getKey().equals("workers/tag");
            if (!known && !entry.getValue().isNull())
                throw V4Problem.unsupported("Mayfly does not support the annotation " + entry.getKey());
        });
        return Optional.ofNullable(metadata.path("annotations").path(wanted).textValue())
                .filter(text -> !text.isEmpty());
    }
}
