package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code ./mayfly dev} as a user runs it: a process of its own. */
final class RunningMayfly implements AutoCloseable {
    private static final Pattern READY = Pattern.compile(
            "^Mayfly is ready at (\\S+), API http://localhost:(\\d+)/v1 .* management http://127\\.0\\.0\\.1:(\\d+)/q, .*");
    private static final Duration START_MAX = Duration.ofSeconds(180);
    /** What Java is told of each Mayfly that tests start: none lives long enough for the second compiler to pay. */
    static final String JAVA_OPTS = "-XX:TieredStopAtLevel=1";

    private final Process process;
    final String readyLine;
    final int port;
    final int managementPort;
    final MayflyClient client;

    private RunningMayfly(Process process, Path data, String readyLine) throws IOException {
        this.process = process;
        this.readyLine = readyLine;
        var ready = READY.matcher(readyLine);
        assertThat(ready.matches()).as(readyLine).isTrue();
        port = Integer.parseInt(ready.group(2));
        managementPort = Integer.parseInt(ready.group(3));
        client = new MayflyClient(
                port,
                List.of(port),
                "demo",
                Files.readString(data.resolve("token")).strip());
    }

    static RunningMayfly start(Path data, String... more) throws Exception {
        return startIn(Path.of(""), data, more);
    }

    /** As if somebody had gone into that folder first. */
    static RunningMayfly startIn(Path folder, Path data, String... more) throws Exception {
        return ready(spawn(List.of(), folder, data, more), data);
    }

    /** It tells a collector of its spans. */
    static RunningMayfly toldTo(OtlpReceiver collector, Path data) throws Exception {
        return ready(spawn(collector.environment(), List.of(), Path.of(""), data), data);
    }

    /** It leads a process group, and hears Ctrl-C whatever the process that runs the tests was told about that. */
    static RunningMayfly startAsInATerminal(Path data, String... more) throws Exception {
        return ready(spawn(List.of("setsid", "env", "--default-signal=INT"), Path.of(""), data, more), data);
    }

    private static RunningMayfly ready(Process process, Path data) throws IOException {
        var said = new ArrayList<String>();
        var reader = process.inputReader();
        var killer = Thread.ofPlatform().daemon().start(() -> killLater(process));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            said.add(line);
            if (line.startsWith("Mayfly is ready")) {
                killer.interrupt();
                return new RunningMayfly(process, data, line);
            }
        }
        throw new AssertionError("it did not start: " + String.join("\n", said));
    }

    /** A start that does not lead to a running Mayfly: what it said, and how it ended. */
    static Refusal refused(Path data, String... more) throws Exception {
        var process = spawn(List.of(), Path.of(""), data, more);
        var killer = Thread.ofPlatform().daemon().start(() -> killLater(process));
        var said = ofMayfly(process.getInputStream().readAllBytes());
        var code = process.waitFor();
        killer.interrupt();
        return new Refusal(said, code);
    }

    record Refusal(String said, int code) {}

    /** Without the line with which the JDK begins: that it computes with vectors of the processor. */
    static String ofMayfly(byte[] said) {
        return new String(said).replaceFirst("^WARNING: Using incubator modules: jdk\\.incubator\\.vector\\R", "");
    }

    /** SIGTERM while services start: the database is there, and nothing answers. */
    static Refusal brokenOff(Path data) throws Exception {
        var postmaster = data.resolve("postgres/postmaster.pid");
        var process = spawn(List.of(), Path.of(""), data, "--no-example");
        var killer = Thread.ofPlatform().daemon().start(() -> killLater(process));
        Eventually.eventually(
                START_MAX,
                () -> Files.exists(postmaster) && Files.readString(postmaster).contains("ready"));
        var children = Descendants.of(process);
        process.toHandle().destroy(); // destroy() of a Process closes what it said
        var said = ofMayfly(process.getInputStream().readAllBytes());
        var code = process.waitFor();
        killer.interrupt();
        children.areGoneSoon();
        return new Refusal(said, code);
    }

    private static Process spawn(List<String> by, Path folder, Path data, String... more) throws IOException {
        return spawn(Map.of(), by, folder, data, more);
    }

    private static Process spawn(
            Map<String, String> environment, List<String> by, Path folder, Path data, String... more)
            throws IOException {
        var command = new ArrayList<>(by);
        command.addAll(List.of(script(), "dev", "--no-build", "--data-dir", data.toString()));
        if (!List.of(more).contains("--port")) command.addAll(List.of("--port", "0"));
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_OPTS", JAVA_OPTS);
        builder.environment().putAll(environment);
        return builder.start();
    }

    static String script() {
        return Path.of(System.getProperty("mayfly.root"), "mayfly").toString();
    }

    private static void killLater(Process process) {
        try {
            if (!process.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long pid() {
        return process.pid();
    }

    /** How it ended when it was asked to, and that nobody is left. */
    record End(Duration took, int code) {}

    /** SIGTERM. */
    End stop() throws Exception {
        return end(process::destroy);
    }

    /** Ctrl-C, where it was started as in a terminal: SIGINT to all of its group. */
    End interrupt() throws Exception {
        return end(() -> new ProcessBuilder("sh", "-c", "kill -s INT -- -$0", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor());
    }

    /** SIGKILL to its database alone. */
    End killDatabase(Path data) throws Exception {
        var pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
        return end(() ->
                ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow().destroyForcibly());
    }

    private interface Asking {
        void ask() throws Exception;
    }

    private End end(Asking asking) throws Exception {
        var children = Descendants.of(process);
        var begun = Instant.now();
        asking.ask();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        children.areGoneSoon();
        return new End(Duration.between(begun, Instant.now()), process.exitValue());
    }

    /** SIGKILL; all children end by themselves. */
    void kill() throws Exception {
        var children = Descendants.of(process);
        process.destroyForcibly().waitFor();
        children.areGoneSoon();
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
    }
}
