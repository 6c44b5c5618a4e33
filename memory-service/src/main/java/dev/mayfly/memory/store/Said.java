package dev.mayfly.memory.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a message is kept under the profile's key. */
public record Said(
        String role, Optional<String> speaker, String content, List<String> acl, Map<String, JsonNode> metadata) {}
