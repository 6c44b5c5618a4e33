package dev.mayfly.edge.flags;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What was given to a function, as OpenTelemetry's semantic conventions for feature flags name it on a span. */
@Singleton
public class Exposures {
    /** @param details as a function gets them */
    public Map<String, String> of(String details) {
        JsonNode given = Contexts.tree(details).orElseThrow(() -> new IllegalStateException("details are JSON"));
        Map<String, String> attributes = new HashMap<>();
        attributes.put("feature_flag.key", given.path("flagKey").asText());
        attributes.put("feature_flag.provider.name", "mayfly");
        attributes.put(
                "feature_flag.result.reason", given.path("reason").asText().toLowerCase(Locale.ROOT));
        if (given.has("variant"))
            attributes.put("feature_flag.result.variant", given.path("variant").asText());
        if (given.has("errorCode"))
            attributes.put("error.type", given.path("errorCode").asText().toLowerCase(Locale.ROOT));
        if (given.path("flagMetadata").has("flagSetId"))
            attributes.put(
                    "feature_flag.set.id", given.at("/flagMetadata/flagSetId").asText());
        return attributes;
    }
}
