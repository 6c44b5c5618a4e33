package dev.mayfly.standalone.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Looks for ports. What is free now may be taken a moment later: whoever binds it is ready to try once more. */
public final class FreePort {
    /** Below those that systems give to connections that go out (32768 on Linux, 49152 by IANA): any of these may be taken at any moment. */
    private static final int FIRST = 10_000;

    private static final int END = 32_768;
    private static final int DRAWS = 50;

    private FreePort() {}

    public static int onLoopback() throws IOException {
        var loopback = InetAddress.getByName("127.0.0.1");
        for (int i = 0; i < DRAWS; i++) {
            var drawn = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (var socket = new ServerSocket(drawn, 1, loopback)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // the next may be free
            }
        }
        try (var socket = new ServerSocket(0, 1, loopback)) {
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
