package dev.mayfly.edge.forward;

import dev.mayfly.edge.socket.FunctionEnd;
import dev.mayfly.edge.socket.OpenSockets;
import dev.mayfly.edge.socket.Socket;
import dev.mayfly.edge.socket.SocketUse;
import dev.mayfly.isolates.frames.Frames;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;

/**
 * A client's WebSocket and a server's, each the other's other end: what is said to one is heard by the other, no faster than that takes it. So both
 * have the bounds of WebSockets, and hear of a stop.
 */
final class Joined {
    private final Socket client;
    private final Socket server;

    /** @param over is told what the client and the server said, when the client's is closed */
    Joined(OpenSockets open, Consumer<SocketUse> over) {
        client = new Socket(
                Socket.Role.SERVER,
                new Other() {
                    @Override
                    Socket other() {
                        return theServers();
                    }

                    @Override
                    public void over(SocketUse use) {
                        over.accept(use);
                    }
                },
                open);
        server = new Socket(
                Socket.Role.CLIENT,
                new Other() {
                    @Override
                    Socket other() {
                        return theClients();
                    }
                },
                open);
    }

    void opened(NetSocket toClient, NetSocket toServer) {
        client.opened(toClient);
        server.opened(toServer);
        client.granted(Frames.INITIAL_CREDIT);
        server.granted(Frames.INITIAL_CREDIT);
    }

    private Socket theClients() {
        return client;
    }

    private Socket theServers() {
        return server;
    }

    private abstract static class Other implements FunctionEnd {
        abstract Socket other();

        @Override
        public void heard(byte[] frames) {
            other().said(frames);
        }

        @Override
        public void ended() {
            other().ended();
        }

        @Override
        public void broken() {
            other().abandoned();
        }

        @Override
        public void taken(int bytes) {
            other().granted(bytes);
        }

        @Override
        public void over(SocketUse use) {}
    }
}
