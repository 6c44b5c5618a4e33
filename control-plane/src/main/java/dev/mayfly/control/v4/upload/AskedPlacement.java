package dev.mayfly.control.v4.upload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.control.v4.V4Problem;
import java.util.Arrays;
import java.util.Set;

/** The project file's {@code placement}: {@code off}, or {@code targeted} with the names of regions. What else Workers have in it is refused. */
final class AskedPlacement {
    private AskedPlacement() {}

    static Placement read(JsonNode asked) {
        if (asked.isMissingNode() || asked.isEmpty()) return Placement.ANYWHERE;
        asked.fieldNames().forEachRemaining(key -> {
            if (!Set.of("mode", "region").contains(key))
                throw V4Problem.unsupported("Mayfly does not support placement." + key);
        });
        String mode = asked.path("mode").asText("targeted");
        if (mode.equals("off") && !asked.has("region")) return Placement.ANYWHERE;
        if (!mode.equals("targeted") || !asked.path("region").isTextual())
            throw V4Problem.unsupported(
                    "Mayfly does not support this placement; it is {\"mode\": \"off\"}, or {\"mode\": \"targeted\", \"region\": \"fra, iad\"}");
        return new Placement(
                Arrays.stream(asked.path("region").asText().split(",", -1))
                        .map(String::strip)
                        .toList(),
                null);
    }
}
