package dev.mayfly.bench.startup;

import com.sun.net.httpserver.HttpServer;
import dev.mayfly.bench.harness.ProcessTree;
import dev.mayfly.bench.harness.RouterProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** From the start of an edge router on its own to the first request that it passes on to a server, and to the first that it refuses; without a control plane. */
final class RouterStart implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;
    private static final String PASSED = "HTTP/1.1 200";

    private final HttpServer origin;
    private final Path home;
    private final Path log;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> cpuSeconds = new ArrayList<>();

    /** @param home of the release that it is of */
    RouterStart(Path home, Path log) throws IOException {
        this.home = home;
        this.log = log;
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        origin.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        origin.start();
    }

    void once(int port, int management) throws Exception {
        try (RouterProcess router = new RouterProcess(
                home,
                log,
                Map.of(
                        "MAYFLY_BINDINGS_PLATFORM_TOKEN",
                        "only-for-a-measurement",
                        "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                        "http://127.0.0.1:1",
                        "QUARKUS_REDIS_EDGE_HOSTS",
                        "redis://127.0.0.1:1"),
                List.of(
                        "quarkus.http.host=127.0.0.1",
                        "mayfly.edge.origins.quick.routes=quick.example.net/*",
                        "mayfly.edge.origins.quick.urls=http://127.0.0.1:"
                                + origin.getAddress().getPort()),
                port,
                management)) {
            long began = System.nanoTime();
            router.start();
            while (!answer(port).startsWith(PASSED)) {
                if (!router.isAlive() || System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS))
                    throw new IOException("the router did not start: see " + log);
                Thread.sleep(5);
            }
            seconds.add((System.nanoTime() - began) / 1e9);
            cpuSeconds.add(
                    router.all().stream().mapToDouble(ProcessTree::cpuSeconds).sum());
        }
    }

    List<Double> seconds() {
        return seconds.stream().sorted().toList();
    }

    List<Double> cpuSeconds() {
        return cpuSeconds.stream().sorted().toList();
    }

    private static String answer(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: quick.example.net\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return ""; // nobody listens yet
        }
    }

    @Override
    public void close() {
        origin.stop(0);
    }
}
