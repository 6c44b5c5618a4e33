package dev.mayfly.cli.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.cli.exit.Refusal;

/** Keys that are taken since nothing need be done for them, as long as they do not ask for what Mayfly does not do. */
final class WithoutEffect {
    private WithoutEffect() {}

    static void check(ObjectNode config) {
        for (String part : new String[] {"logs", "traces"}) {
            JsonNode asked = config.path("observability").path(part);
            String name = "observability." + part;
            if (!asked.path("destinations").isEmpty())
                throw new Refusal("wrangler.jsonc: %s.destinations is not supported".formatted(name));
            if (!asked.path("persist").asBoolean(true))
                throw new Refusal(
                        "wrangler.jsonc: %s.persist: false is not supported; %s of the last invocations are always kept"
                                .formatted(name, part));
        }
    }
}
