package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The one form of all answers of the v4 API. */
final class Envelope {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Envelope() {}

    /** A list says that it is complete: all of it is on the first page. */
    static ObjectNode of(JsonNode result) {
        ObjectNode envelope = JSON.objectNode();
        envelope.put("success", true);
        envelope.set("errors", JSON.arrayNode());
        envelope.set("messages", JSON.arrayNode());
        envelope.set("result", result);
        if (result instanceof ArrayNode list)
            envelope.putObject("result_info")
                    .put("page", 1)
                    .put("per_page", Math.max(1, list.size()))
                    .put("count", list.size())
                    .put("total_count", list.size());
        return envelope;
    }

    static ObjectNode of(V4Problem problem) {
        ObjectNode envelope = JSON.objectNode();
        envelope.put("success", false);
        envelope.putArray("errors").addObject().put("code", problem.code()).put("message", problem.text());
        envelope.set("messages", JSON.arrayNode());
        envelope.set("result", JSON.nullNode());
        return envelope;
    }
}
