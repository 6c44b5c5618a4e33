package dev.mayfly.edge.socket;

import java.util.Map;

/**
 * What passed over a WebSocket, as its trace shows it.
 *
 * @param heard whole messages from the peer
 * @param said whole messages to the peer
 * @param code that it was closed with; 1006: it broke
 */
public record SocketUse(long heard, long heardBytes, long said, long saidBytes, int code) {
    public Map<String, String> attributes() {
        return Map.of(
                "mayfly.socket.messages_in", Long.toString(heard),
                "mayfly.socket.bytes_in", Long.toString(heardBytes),
                "mayfly.socket.messages_out", Long.toString(said),
                "mayfly.socket.bytes_out", Long.toString(saidBytes),
                "mayfly.socket.close_code", Integer.toString(code));
    }
}
