package dev.mayfly.bench.edge;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.ProcessTree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A proxy under measurement, or the server behind them all: a process that listens on a port. */
record Proxy(String name, Process process, int port) implements AutoCloseable {
    static final String HOST = "shop.example.com";
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final String EVENT_LOOPS = "2";

    static Proxy origin(Path root, Path scratch) throws IOException, InterruptedException {
        int port = freePort();
        return started(
                "origin",
                scratch,
                port,
                List.of(
                        java(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        root.resolve("bench/target/classes").toString(),
                        QuickOrigin.class.getName(),
                        "" + port),
                Map.of());
    }

    /** The router alone, with rules for crawlers, rates and the database of addresses: whatever a request may meet is on. */
    static Proxy mayfly(Path root, Path scratch, int origin) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC"));
        Map<String, String> settings = Map.ofEntries(
                Map.entry("quarkus.http.host", "127.0.0.1"),
                Map.entry("quarkus.http.port", "" + port),
                Map.entry("quarkus.management.port", "" + freePort()),
                Map.entry("mayfly.isolates.enabled", "false"),
                Map.entry("mayfly.bindings.platform-token", "a-token-that-nobody-asks-for"),
                Map.entry("mayfly.bindings.services.control-plane.url", "http://127.0.0.1:1"),
                Map.entry("quarkus.redis.edge.hosts", "redis://127.0.0.1:1"),
                Map.entry("mayfly.edge.origins.shop.urls", "http://127.0.0.1:" + origin),
                Map.entry("mayfly.edge.origins.shop.routes", HOST + "/*"),
                Map.entry("mayfly.edge.rate.client", "1000000/1s"),
                Map.entry("mayfly.edge.rate.route", "1000000/1s"),
                Map.entry("mayfly.edge.geography.local-country", "NL"),
                Map.entry("mayfly.edge.bots.rules[0].host", HOST),
                Map.entry("mayfly.edge.bots.rules[0].purpose", "train"),
                Map.entry("mayfly.edge.bots.rules[0].answer", "403"));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-jar");
        command.add(
                root.resolve("edge-router/target/quarkus-app/quarkus-run.jar").toString());
        return started("mayfly", scratch, port, command, Map.of());
    }

    static Proxy vertx(Path root, Path scratch, int origin) throws IOException, InterruptedException {
        int port = freePort();
        return started(
                "vert.x, bare",
                scratch,
                port,
                List.of(
                        java(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        root.resolve("edge-router/target/quarkus-app/lib/main") + "/*",
                        root.resolve("bench/edge/BareProxy.java").toString(),
                        "" + port,
                        "" + origin,
                        EVENT_LOOPS),
                Map.of());
    }

    static Optional<Proxy> haproxy(Path scratch, int origin) throws IOException, InterruptedException {
        Optional<Path> binary = installed("haproxy");
        if (binary.isEmpty()) return Optional.empty();
        int port = freePort();
        Path config = scratch.resolve("haproxy.cfg");
        Files.writeString(config, """
                global
                  nbthread %s
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 60s
                  timeout server 60s
                  option forwardfor
                frontend front
                  bind 127.0.0.1:%d
                  default_backend origin
                backend origin
                  http-reuse always
                  server one 127.0.0.1:%d
                """.formatted(EVENT_LOOPS, port, origin));
        return Optional.of(
                started("haproxy", scratch, port, List.of(binary.get().toString(), "-f", config.toString()), Map.of()));
    }

    static Optional<Proxy> caddy(Path scratch, int origin) throws IOException, InterruptedException {
        Optional<Path> binary = installed("caddy");
        if (binary.isEmpty()) return Optional.empty();
        int port = freePort();
        Path config = scratch.resolve("Caddyfile");
        Files.writeString(config, """
                {
                  admin off
                  auto_https off
                }
                http://:%d {
                  reverse_proxy 127.0.0.1:%d
                }
                """.formatted(port, origin));
        return Optional.of(started(
                "caddy",
                scratch,
                port,
                List.of(binary.get().toString(), "run", "--adapter", "caddyfile", "--config", config.toString()),
                Map.of("XDG_DATA_HOME", scratch.toString(), "XDG_CONFIG_HOME", scratch.toString())));
    }

    Load.Target target() {
        return new Load.Target(List.of(port), HOST, "/page", Path.of("-"));
    }

    double cpuSeconds() {
        return new ProcessTree(process.toHandle()).cpuSeconds();
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static Proxy started(
            String name, Path scratch, int port, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(scratch.resolve("log").toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0)
                throw new IOException(
                        "%s does not listen; its words are in %s".formatted(name, scratch.resolve("log")));
            LockSupport.parkNanos(50_000_000);
        }
        return new Proxy(name, process, port);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> installed(String name) {
        return List.of("/usr/sbin", "/usr/bin", "/usr/local/bin").stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
