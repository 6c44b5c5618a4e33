package dev.mayfly.memory.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.memory.recall.Stored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a memory is kept under the profile's key.
 *
 * @param context what else words may meet, and is not shown
 */
public record Known(
        String summary,
        String content,
        String context,
        Optional<String> key,
        List<Stored.Source> sources,
        Set<String> entities,
        boolean suspicious,
        Map<String, JsonNode> metadata,
        List<String> acl) {}
