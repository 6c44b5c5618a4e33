package dev.mayfly.standalone.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A server that the kernel ends when this JVM ends, by {@code kill -9} too. The kernel watches the thread that spawned it, so that
 * thread is the server's own and stays until the server is gone. The server has a session of its own: Ctrl-C in the terminal
 * reaches this JVM alone, which stops its servers after its requests.
 */
final class ChildProcess {
    private final Process process;
    private final BoundedLog log;
    private volatile boolean stopped;

    private ChildProcess(Process process, BoundedLog log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param signalAtOurEnd what the kernel sends it when we are gone
     * @param input what it finds on its standard input
     */
    static ChildProcess start(
            String name, Signal signalAtOurEnd, List<String> command, Path directory, String input, BoundedLog log)
            throws IOException {
        var full = new ArrayList<>(List.of("setsid"));
        full.addAll(SystemUser.prefix());
        full.addAll(List.of("setpriv", "--pdeathsig", signalAtOurEnd.name(), "--"));
        full.addAll(command);
        var builder = new ProcessBuilder(full).directory(directory.toFile()).redirectErrorStream(true);
        SystemUser.environment(builder.environment());
        var started = new CompletableFuture<Process>();
        Thread.ofPlatform().name(name + "-parent").daemon(true).start(() -> spawnAndStay(builder, input, log, started));
        try {
            return new ChildProcess(started.get(), log);
        } catch (ExecutionException e) {
            throw new IOException("cannot start " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting " + name, e);
        }
    }

    private static void spawnAndStay(
            ProcessBuilder builder, String input, BoundedLog log, CompletableFuture<Process> started) {
        try (log) {
            var process = builder.start();
            started.complete(process);
            try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(input);
            } catch (IOException e) {
                log.add("it did not read its input: " + e.getMessage());
            }
            readAll(process, log);
            process.waitFor();
        } catch (IOException e) {
            started.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void readAll(Process process, BoundedLog log) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = out.readLine(); line != null; line = out.readLine()) log.add(line);
        } catch (IOException e) {
            log.add("its output broke off: " + e.getMessage());
        }
    }

    long pid() {
        return process.pid();
    }

    /** How it ended. */
    int exitCode() {
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The last lines that it wrote. */
    List<String> said() {
        return log.recent();
    }

    boolean endedWithin(Duration wait) {
        try {
            return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Completes when it has ended and nobody had {@link #stop} it. */
    CompletableFuture<Void> endedByItself() {
        var ended = new CompletableFuture<Void>();
        process.onExit().thenRun(() -> {
            if (!stopped) ended.complete(null);
        });
        return ended;
    }

    /** Asks it to end; kills it when it has not within that time. */
    void stop(Signal signal, Duration wait) {
        stopped = true;
        if (!process.isAlive()) return;
        signal.send(process.toHandle());
        if (!endedWithin(wait)) process.destroyForcibly();
    }
}
