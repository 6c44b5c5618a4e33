package dev.mayfly.bindings.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for tests that must know one before the application starts. */
final class Ports {
    private Ports() {}

    /** The same for all copies of a test class: Quarkus loads it once outside of the application and once inside. */
    static int shared(String name) {
        String key = "test-port." + name;
        if (Integer.getInteger(key) == null) System.setProperty(key, String.valueOf(free()));
        return Integer.getInteger(key);
    }

    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
