package dev.mayfly.edge.flags;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.flags.rule.JsonValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what somebody says of whoever a flag is for. */
final class Contexts {
    private static final int DEPTH_MAX = 64;
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .build());

    private Contexts() {}

    /** Of a JSON object; empty where it is none. */
    static Optional<Map<String, @Nullable Object>> read(String text) {
        return tree(text).filter(JsonNode::isObject).map(JsonValues::map);
    }

    /** Of a whole definition. */
    static Optional<ObjectNode> whole(String text) {
        return tree(text).filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
    }

    static Optional<JsonNode> tree(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What is said, over what is known. */
    static Map<String, ?> over(Map<String, String> known, Map<String, @Nullable Object> said) {
        if (known.isEmpty()) return said;
        Map<String, @Nullable Object> merged = new HashMap<>(known);
        merged.putAll(said);
        return merged;
    }
}
