package dev.mayfly.control.v4.tail;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;

/** A reader at the other end of a WebSocket. */
final class SocketReader implements Tail.Reader {
    private final ServerWebSocket socket;
    private final Context context = Vertx.currentContext();

    SocketReader(ServerWebSocket socket) {
        this.socket = socket;
    }

    @Override
    public String address() {
        return socket.remoteAddress().hostAddress();
    }

    @Override
    public boolean isFull() {
        return socket.isClosed() || socket.writeQueueFull();
    }

    @Override
    public void send(String event) {
        socket.writeTextMessage(event);
    }

    @Override
    public void end() {
        context.runOnContext(v -> {
            if (!socket.isClosed()) socket.close();
        });
    }
}
