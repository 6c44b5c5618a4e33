package dev.mayfly.bench.harness;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An edge router as operators run it, with its workers, which ends with this process. */
public final class RouterProcess implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;
    private static final int HEALTH_MS = 2_000;
    private static final int STOP_S = 15;

    private final Path root;
    private final Path log;
    private final Map<String, String> environment;
    private final String properties;
    private final int port;
    private final int management;
    private Optional<Process> process = Optional.empty();

    /**
     * @param root of the checkout or of the release that it is of
     * @param settings {@code key=value} each
     */
    public RouterProcess(
            Path root, Path log, Map<String, String> environment, List<String> settings, int port, int management) {
        this.root = root;
        this.log = log;
        this.environment = environment;
        this.port = port;
        this.management = management;
        StringBuilder java = new StringBuilder();
        for (String setting : settings) java.append("-D").append(setting).append(' ');
        this.properties = java.append("-Dquarkus.http.port=%d -Dquarkus.management.port=%d".formatted(port, management))
                .toString();
    }

    public void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        "--",
                        root.resolve("mayfly").toString(),
                        "serve",
                        "edge-router")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", properties);
        process = Optional.of(builder.start());
    }

    /** Where it answers. */
    public int port() {
        return port;
    }

    public boolean isAlive() {
        return process.map(Process::isAlive).orElse(false);
    }

    /** Waits until what it says of its health is so. */
    public void await(Predicate<String> health) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        for (String said = health(); !health.test(said); said = health()) {
            if (System.nanoTime() - deadline > 0)
                throw new IllegalStateException("%s: %s".formatted(log.getFileName(), said));
            Thread.sleep(50);
        }
    }

    public static boolean isUp(String health) {
        return health.contains("\"status\": \"UP\"");
    }

    /** What it says of its health, or that it says nothing. */
    public String health() {
        try (Socket socket = new Socket("127.0.0.1", management)) {
            socket.setSoTimeout(HEALTH_MS);
            socket.getOutputStream()
                    .write("GET /q/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "nobody answers: " + e.getMessage();
        }
    }

    /** It, and its workers. */
    public List<ProcessHandle> all() {
        ProcessHandle own = process.orElseThrow().toHandle();
        List<ProcessHandle> all = new ArrayList<>(own.descendants().toList());
        all.add(own);
        return all;
    }

    public void kill() throws Exception {
        List<ProcessHandle> all = all();
        process.orElseThrow().destroyForcibly().waitFor();
        for (ProcessHandle handle : all) handle.destroyForcibly();
    }

    /** Told to stop, as by its operator. */
    @Override
    public void close() throws Exception {
        if (!isAlive()) return;
        List<ProcessHandle> all = all();
        Process own = process.orElseThrow();
        own.destroy();
        if (!own.waitFor(STOP_S, TimeUnit.SECONDS)) own.destroyForcibly();
        for (ProcessHandle handle : all) handle.destroyForcibly();
    }
}
