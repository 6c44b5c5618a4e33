package dev.mayfly.isolates.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One worker process and the thread that stands by it. The process dies with the thread that started it (that is what the kernel
 * binds it to), so the thread stays until the process has ended; meanwhile it carries what the worker prints into the log.
 */
final class WorkerProcess implements Launcher.Running {
    private static final Logger log = Logger.getLogger("dev.mayfly.isolates.worker");
    private static final int LINES_MAX = 500;
    private static final int LINE_LENGTH_MAX = 2_000;
    private static final int SIGNALLED = 128;
    /** By SIGKILL. */
    private static final int KILLED = SIGNALLED + 9;
    /** For the end of a process whose socket has ended already. */
    private static final int LAST_WORDS_MS = 1_000;

    private final int worker;
    private final List<String> command;
    private final Path workingDirectory;
    private final int niceness;
    private final Consumer<String> exited;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Process process;
    private volatile boolean killed;

    /** @param niceness that the command starts with */
    WorkerProcess(int worker, List<String> command, Path workingDirectory, int niceness, Consumer<String> exited) {
        this.worker = worker;
        this.command = command;
        this.workingDirectory = workingDirectory;
        this.niceness = niceness;
        this.exited = exited;
    }

    /** Something that may block and has to happen before the process starts. */
    interface Preparation {
        void run() throws IOException;
    }

    void start(Preparation before) {
        Thread.ofPlatform().daemon().name("mayfly-worker-" + worker).start(() -> {
            String reason = "it never started";
            try {
                before.run();
                reason = live();
            } catch (IOException e) {
                reason = "it could not be started: " + e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                ended.countDown();
                exited.accept(reason);
            }
        });
    }

    private String live() throws IOException, InterruptedException {
        if (killed) return "killed before it started";
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        if (path != null) builder.environment().put("PATH", path);
        Process started = builder.start();
        process = started;
        if (killed) started.destroyForcibly();
        carryOutput(started);
        int code = started.waitFor();
        if (killed && (code == 0 || code == KILLED)) return "killed";
        String how = code > SIGNALLED ? "ended by signal " + (code - SIGNALLED) : "exited with " + code;
        if (code != 0) log.warnf("worker %d %s", worker, how);
        return "it " + how;
    }

    private void carryOutput(Process started) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            int told = 0;
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                if (c != '\n') {
                    if (line.length() < LINE_LENGTH_MAX)
                        line.append(Character.isISOControl(c) && c != '\t' ? '?' : (char) c);
                    continue;
                }
                if (told < LINES_MAX) log.warnf("worker %d: %s", worker, line);
                else if (told == LINES_MAX) log.warnf("worker %d prints too much; the rest is not logged", worker);
                told = Math.min(told + 1, LINES_MAX + 1);
                line.setLength(0);
            }
            if (!line.isEmpty() && told < LINES_MAX) log.warnf("worker %d: %s", worker, line);
        } catch (IOException closed) {
            log.debugf(closed, "worker %d: its output ended", worker);
        }
    }

    @Override
    public long pid() {
        Process p = process;
        return p == null ? 0 : p.pid();
    }

    @Override
    public void kill() {
        killed = true;
        Process p = process;
        if (p != null) p.destroyForcibly();
    }

    @Override
    public void expectEnd() {
        Thread.ofVirtual().name("mayfly-worker-" + worker + "-end").start(() -> {
            try {
                if (!ended.await(LAST_WORDS_MS, TimeUnit.MILLISECONDS)) kill();
            } catch (InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Waits a bounded time for the end of a process that was killed. */
    void awaitEnd() {
        try {
            if (!ended.await(2, TimeUnit.SECONDS)) log.warnf("worker %d (pid %d) did not end", worker, pid());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void raisePriority() {
        Process p = process;
        if (p == null || niceness == 0) return;
        Thread.ofVirtual().name("mayfly-worker-" + worker + "-priority").start(() -> {
            if (!Priorities.raise(p.toHandle(), niceness))
                log.warnf("worker %d keeps its low priority, which could be raised before", worker);
        });
    }
}
