package dev.mayfly.memory.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a message is kept under the profile's key.
 *
 * @param undated whether nobody said when it was said, so that it counts as said when it came
 */
public record Said(
        String role,
        Optional<String> speaker,
        String content,
        List<String> acl,
        Map<String, JsonNode> metadata,
        boolean undated) {}
