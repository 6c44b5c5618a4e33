package dev.mayfly.standalone.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks for ports. What is free now may be taken a moment later: whoever binds it is ready to try once more. */
public final class FreePort {
    private FreePort() {}

    public static int onLoopback() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Fails as a server would that listens there. */
    public static void check(InetSocketAddress address) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address, 1);
        }
    }
}
