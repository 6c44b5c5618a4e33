package dev.mayfly.standalone;

import dev.mayfly.standalone.embedded.FreePort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** Where this Mayfly answers. Looked at before anything heavy starts, so that a taken port is told at once. */
record Ports(int http, int management) {
    private static final String LOOPBACK = "127.0.0.1";

    static Ports of(Options options) throws IOException {
        var http = options.port() == 0 ? FreePort.onLoopback() : options.port();
        require("--port", options.host(), http);
        if (options.managementPort().isEmpty()) return new Ports(http, managementAfter(http));
        var asked = options.managementPort().getAsInt();
        if (asked == 0) return new Ports(http, FreePort.onLoopback());
        if (asked == http) throw new Options.Misused("--port and --management-port must differ");
        require("--management-port", LOOPBACK, asked);
        return new Ports(http, asked);
    }

    /** The port after it, or any when that one is taken. */
    static int managementAfter(int http) throws IOException {
        return isFree(http + 1) ? http + 1 : FreePort.onLoopback();
    }

    private static boolean isFree(int port) {
        if (port > 65_535) return false;
        try {
            FreePort.check(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void require(String option, String host, int port) throws IOException {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) throw new StartRefused("--host %s is no address of this machine.".formatted(host));
        try {
            FreePort.check(address);
        } catch (BindException e) {
            throw new StartRefused(explain(option, host, port, String.valueOf(e.getMessage())), e);
        } catch (SocketException e) {
            throw new StartRefused("Mayfly cannot listen on %s:%d: %s.".formatted(host, port, e.getMessage()), e);
        }
    }

    private static String explain(String option, String host, int port, String message) {
        if (message.contains("Permission denied"))
            return "Port %d is for administrators: choose one from 1024 up with %s.".formatted(port, option);
        if (message.contains("assign requested address"))
            return "--host %s is no address of this machine.".formatted(host);
        return "Port %d is in use: stop the program that listens there, or choose another one with %s."
                .formatted(port, option);
    }
}
