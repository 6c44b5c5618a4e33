package dev.mayfly.control.v4.upload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.control.v4.V4Problem;

/**
 * What a script asks of its logs and traces. Those of the last invocations are kept of every function, and told to nobody else: what
 * asks for another place, or for none, is refused rather than taken and not done.
 */
public final class Observability {
    private Observability() {}

    public static void check(JsonNode asked) {
        for (String part : new String[] {"logs", "traces"}) {
            String name = "observability." + part;
            if (!asked.path(part).path("destinations").isEmpty())
                throw V4Problem.unsupported("Mayfly does not support %s.destinations".formatted(name));
            if (!asked.path(part).path("persist").asBoolean(true))
                throw V4Problem.unsupported(
                        "Mayfly does not support %s.persist: false; %s of the last invocations are always kept"
                                .formatted(name, part));
        }
    }
}
