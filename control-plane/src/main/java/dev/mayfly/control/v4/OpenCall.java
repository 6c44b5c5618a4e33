package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A call of the v4 API that takes no token.
 *
 * @param from who asks, where that is known
 */
record OpenCall(byte[] body, @Nullable SocketAddress from, ObjectMapper json) {
    @FunctionalInterface
    interface Answering {
        Uni<JsonNode> answer(OpenCall call);
    }

    JsonNode bodyJson() {
        return V4Call.read(body, json);
    }
}
