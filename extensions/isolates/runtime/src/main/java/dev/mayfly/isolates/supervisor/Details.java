package dev.mayfly.isolates.supervisor;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.isolates.Outcome.GuestError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a worker tells in JSON at the end of an invocation. */
final class Details {
    static final GuestError CANCELLED = plain("the invocation was cancelled");
    static final GuestError NOWHERE = plain("");

    private static final ObjectMapper json = new ObjectMapper();
    private static final int HANDLERS_MAX = 100;

    private Details() {}

    /** Text that is not the expected JSON is kept as the message: it came from a failure, and its author should see it. */
    static GuestError error(String detail) {
        if (detail.isEmpty()) return NOWHERE;
        try {
            JsonNode node = json.readTree(detail);
            return new GuestError(
                    node.path("name").asText(),
                    node.path("message").asText(),
                    node.path("stack").asText(),
                    Optional.of(node.path("file").asText()).filter(f -> !f.isEmpty()),
                    position(node.path("line")),
                    position(node.path("column")));
        } catch (JacksonException e) {
            return plain(detail);
        }
    }

    static List<String> handlers(String detail) {
        try {
            JsonNode handlers = json.readTree(detail).path("handlers");
            Violation.when(!handlers.isArray(), "an inspection without a result");
            List<String> names = new ArrayList<>();
            for (JsonNode name : handlers) names.add(name.asText());
            Violation.when(names.size() > HANDLERS_MAX, "more handlers than a module has");
            return List.copyOf(names);
        } catch (JacksonException e) {
            throw new Violation("an inspection without a result");
        }
    }

    private static GuestError plain(String message) {
        return new GuestError("", message, "", Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Optional<Integer> position(JsonNode node) {
        return node.canConvertToInt() && node.asInt() > 0 ? Optional.of(node.asInt()) : Optional.empty();
    }
}
