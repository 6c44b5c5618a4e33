package dev.mayfly.standalone;

import static dev.mayfly.standalone.Eventually.soon;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.standalone.embedded.FreePort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One service as {@code mayfly serve} runs it; all it is told stands in its environment. It can be started again. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(180);
    private static final Duration STOP_MAX = Duration.ofSeconds(15);

    private final String module;
    private final Path log;
    private final Map<String, String> environment = new HashMap<>();
    private final int managementPort;
    private List<String> always = List.of();
    private Process process;

    private ServiceProcess(String module, Path log, int managementPort) {
        this.module = module;
        this.log = log;
        this.managementPort = managementPort;
    }

    /** It does not run yet. */
    static ServiceProcess of(String module, Path log, int port, Map<String, String> environment) throws IOException {
        var service = new ServiceProcess(module, log, FreePort.onLoopback());
        service.environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        service.environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        service.environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(service.managementPort));
        service.environment.put("JAVA_HOME", System.getProperty("java.home"));
        service.environment.putAll(environment);
        return service;
    }

    /** Properties that it is told at each start, beside those of that start: names that are keys of maps do not fit into an environment. */
    ServiceProcess with(List<String> properties) {
        always = List.copyOf(properties);
        return this;
    }

    /** Should this JVM be killed, the kernel ends the service too. */
    void start(String... properties) throws IOException {
        var command = List.of("setpriv", "--pdeathsig", "TERM", "--", RunningMayfly.script(), "serve", module);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment()
                .put(
                        "JAVA_OPTS",
                        RunningMayfly.JAVA_OPTS + " " + String.join(" ", always) + " " + String.join(" ", properties));
        process = builder.start();
    }

    void readySoon() throws Exception {
        var ready = soon(READY_MAX, () -> !process.isAlive() || isReady());
        assertThat(ready && process.isAlive())
                .as("%s is not ready; it said:%n%s", module, said())
                .isTrue();
    }

    /** What it says at its management port. */
    HttpResponse<String> managed(String path) throws Exception {
        return MayflyClient.get(managementPort, path);
    }

    boolean isReady() {
        return says("/q/health/ready");
    }

    /** Whether it says that it need not be restarted. */
    boolean isLive() {
        return says("/q/health/live");
    }

    private boolean says(String path) {
        try {
            return managed(path).statusCode() == 200;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            return false; // nobody listens yet
        }
    }

    /** Its log, without what each question for its readiness adds. */
    String said() throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> !line.contains("Reporting health down status"))
                    .collect(joining("\n"));
        }
    }

    /** SIGKILL; its workers end by themselves. */
    void kill() throws Exception {
        var workers = Descendants.of(process);
        process.destroyForcibly().waitFor();
        workers.areGoneSoon();
    }

    /** SIGTERM, and nobody is left. */
    @Override
    public void close() throws Exception {
        if (process == null || !process.isAlive()) return;
        var workers = new Descendants(process.descendants().toList());
        process.destroy();
        if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(module + " did not end; it said:\n" + said());
        }
        workers.areGoneSoon();
    }
}
