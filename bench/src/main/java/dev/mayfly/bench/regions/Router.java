package dev.mayfly.bench.regions;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The router of one region, at an address of its own, and how it goes away. */
final class Router implements AutoCloseable {
    static final int HTTP = 24080;
    static final int PEERS = 24443;
    private static final int MANAGEMENT = 24090;
    private static final int PATIENCE_MS = 60_000;

    private final Path root;
    private final Path scratch;
    private final int index;
    private final Map<String, String> environment;
    private final String properties;
    private final boolean ownNetwork;
    private Optional<Process> process = Optional.empty();

    Router(Path root, Path scratch, int index, String token, int controlPort, List<String> settings)
            throws IOException {
        this.root = root;
        this.scratch = scratch;
        this.index = index;
        this.environment = Map.of(
                "MAYFLY_BINDINGS_PLATFORM_TOKEN",
                token,
                "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                "http://127.0.0.1:" + controlPort,
                "QUARKUS_REDIS_EDGE_HOSTS",
                "redis://127.0.0.1:1",
                "JAVA_HOME",
                System.getProperty("java.home"));
        StringBuilder java = new StringBuilder();
        for (String setting : settings) java.append("-D").append(setting).append(' ');
        java.append(
                "-Dquarkus.http.host=%s -Dquarkus.http.port=%d -Dquarkus.management.port=%d -Dmayfly.isolates.spare=false"
                        .formatted(address(index), HTTP, MANAGEMENT + index));
        this.properties = java.toString();
        this.ownNetwork = isAlone();
    }

    static String address(int index) {
        return "127.0.0." + (index + 2);
    }

    String address() {
        return address(index);
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        "--",
                        root.resolve("mayfly").toString(),
                        "serve",
                        "edge-router")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        scratch.resolve(World.NAMES.get(index) + ".log").toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_OPTS", properties);
        process = Optional.of(builder.start());
    }

    /** Ready, and in the know of the other two. */
    void awaitReady() throws Exception {
        await(() -> health().contains("\"status\": \"UP\"") && !health().matches("(?s).*\"regions\": \"[^\"]*away.*"));
    }

    /** Waits until this one says of a region how it stands. */
    void awaitKnown(String region, String standing) throws Exception {
        await(() -> health().contains(region + " " + standing));
    }

    private void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0)
                throw new IllegalStateException("%s: %s".formatted(World.NAMES.get(index), health()));
            Thread.sleep(50);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private String health() {
        try (Socket socket = new Socket("127.0.0.1", MANAGEMENT + index)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream()
                    .write("GET /q/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "nobody answers: " + e.getMessage();
        }
    }

    void kill() throws Exception {
        List<ProcessHandle> all = all();
        process.orElseThrow().destroyForcibly().waitFor();
        for (ProcessHandle handle : all) handle.destroyForcibly();
    }

    /** Its packets are dropped and its sockets stay open, or, without a network of our own, it stands still. Tells which. */
    String cutOff() throws Exception {
        if (ownNetwork) {
            run("ip", "route", "add", "blackhole", address(), "table", "local");
            return "its packets are dropped";
        }
        signal("-STOP");
        return "its processes are stopped";
    }

    void joinAgain() throws Exception {
        if (ownNetwork) run("ip", "route", "del", "blackhole", address(), "table", "local");
        else signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        for (ProcessHandle handle : all()) command.add(Long.toString(handle.pid()));
        run(command.toArray(String[]::new));
    }

    private List<ProcessHandle> all() {
        ProcessHandle own = process.orElseThrow().toHandle();
        List<ProcessHandle> all = new ArrayList<>(own.descendants().toList());
        all.add(own);
        return all;
    }

    private static void run(String... command) throws Exception {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0)
            throw new IllegalStateException(String.join(" ", command) + " failed");
    }

    /** Whether this process is in a network of its own, where routes harm nobody else: its only device is the loopback. */
    private static boolean isAlone() throws IOException {
        var devices = NetworkInterface.networkInterfaces().toList();
        return devices.size() == 1
                && devices.getFirst().isLoopback()
                && ProcessHandle.current().info().user().filter("root"::equals).isPresent();
    }

    @Override
    public void close() throws Exception {
        if (!process.map(Process::isAlive).orElse(false)) return;
        List<ProcessHandle> all = all();
        Process own = process.orElseThrow();
        own.destroy();
        if (!own.waitFor(15, TimeUnit.SECONDS)) own.destroyForcibly();
        for (ProcessHandle handle : all) handle.destroyForcibly();
    }
}
