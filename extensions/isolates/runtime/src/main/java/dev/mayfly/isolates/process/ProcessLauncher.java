package dev.mayfly.isolates.process;

import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.IsolateConfig.LockInMode;
import dev.mayfly.isolates.LockIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Starts workers as child processes of this one: {@code java @<tier>.args} in the worker's home, within a {@link Sandbox}. */
public final class ProcessLauncher implements Launcher {
    private static final Logger log = Logger.getLogger(ProcessLauncher.class);
    private static final String MAIN = "dev.mayfly.isolates.worker.WorkerMain";

    private final Path home;
    private final Path readableHome;
    private final Path javaHome;
    private final int guestThreads;
    private final int niceness;
    private final Sandbox sandbox;
    private final Optional<ControlGroups> groups;
    private final RunDirectory directory;
    private final Map<Integer, WorkerProcess> running = new ConcurrentHashMap<>();

    /** Finds out what closes workers in here, which takes a moment: not for event loops. */
    public ProcessLauncher(IsolateConfig config) {
        home = config.workerHome()
                .map(Path::toAbsolutePath)
                .orElseThrow(() -> new IllegalStateException("mayfly.isolates.worker-home is not set"));
        if (!Files.isRegularFile(home.resolve(Tier.interpreter + ".args"))
                && !Files.isRegularFile(home.resolve(Tier.jit + ".args")))
            throw new IllegalStateException(
                    "there is no worker in %s: mayfly.isolates.worker-home should name the folder".formatted(home)
                            + " that holds interpreter.args and jit.args");
        javaHome = config.javaHome()
                .orElseGet(() -> Path.of(System.getProperty("java.home")))
                .toAbsolutePath();
        guestThreads =
                config.guestThreads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
        niceness = warmNice(config.jit().warmNice());
        groups = config.lockIn() == LockInMode.off ? Optional.empty() : ControlGroups.find(config.memoryMax());
        sandbox = sandbox(config, javaHome, home, groups);
        if (config.lockIn() == LockInMode.required) require(sandbox.lockIn());
        try {
            directory = RunDirectory.make(
                    config.socketDir().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"))),
                    sandbox.uid().isPresent() ? "rwx--x--x" : "rwx------");
            readableHome = sandbox.uid().isPresent() ? HomeCopy.readable(home, directory.path()) : home;
        } catch (IOException e) {
            throw new UncheckedIOException("no place for the workers' sockets", e);
        }
        tellWhatHolds(config.lockIn());
    }

    /** What would close workers in here, for {@code mayfly doctor}; starts none. */
    public static LockIn survey(IsolateConfig config, Path javaHome, Path home) {
        return sandbox(config, javaHome, home, ControlGroups.find(config.memoryMax()))
                .lockIn();
    }

    /** None where it would stay: a worker that serves at a low priority would starve beside busy ones. */
    private static int warmNice(int wanted) {
        if (wanted == 0 || Priorities.canBeRaised()) return wanted;
        log.info("workers warm at ordinary priority: only root, or who has CAP_SYS_NICE, may raise it again");
        return 0;
    }

    private static Sandbox sandbox(IsolateConfig config, Path javaHome, Path home, Optional<ControlGroups> groups) {
        return config.lockIn() == LockInMode.off ? Sandbox.NONE : Sandbox.detect(javaHome, home, groups);
    }

    static void require(LockIn lockIn) {
        if (lockIn.weak().isEmpty()) return;
        throw new IllegalStateException(
                "mayfly.isolates.lock-in=required, but workers would not be locked in fully, missing %s: %s"
                        .formatted(lockIn.weak(), String.join("; ", lockIn.remarks())));
    }

    private void tellWhatHolds(LockInMode mode) {
        LockIn lockIn = sandbox.lockIn();
        if (lockIn.weak().isEmpty()) log.infof("workers are locked in: %s %s", lockIn.on(), lockIn.remarks());
        else if (mode == LockInMode.off) log.infof("workers are not locked in from outside: %s", lockIn.remarks());
        else log.warnf("workers are NOT fully locked in, missing %s: %s", lockIn.missing(), lockIn.remarks());
    }

    @Override
    public Path socket(int worker) throws IOException {
        return directory.folder(worker, sandbox.uid()).resolve("s");
    }

    @Override
    public Running launch(Launch launch, Consumer<String> exited) {
        int nice = launch.priority() == Priority.background ? niceness : 0;
        WorkerProcess process =
                new WorkerProcess(launch.worker(), command(launch, nice), readableHome, nice, reason -> {
                    running.remove(launch.worker());
                    exited.accept(reason);
                    groups.ifPresent(g -> g.remove(launch.worker()));
                });
        running.put(launch.worker(), process);
        process.start(() -> {
            if (groups.isPresent()) groups.get().make(launch.worker());
            if (sandbox.uid().isPresent())
                Files.setAttribute(launch.socket(), "unix:uid", sandbox.uid().get());
        });
        return process;
    }

    private List<String> command(Launch launch, int nice) {
        List<String> java = new ArrayList<>();
        if (nice > 0) java.addAll(List.of("nice", "-n", Integer.toString(nice)));
        List<String> worker = List.of(
                javaHome.resolve("bin").resolve("java").toString(),
                "@" + launch.tier() + ".args",
                MAIN,
                "--socket",
                launch.socket().toString(),
                "--guest-threads",
                Integer.toString(guestThreads),
                "--tier",
                launch.tier().name(),
                "--sealed",
                sandbox.sealing() ? "yes" : "no");
        List<Path> readable = new ArrayList<>(List.of(javaHome));
        Path folder = launch.socket().toAbsolutePath().getParent();
        if (folder != null) readable.add(folder);
        var view = new Sandbox.View(readableHome, home, readable);
        java.addAll(sandbox.wrap(worker, view, groups.map(g -> g.path(launch.worker()))));
        return java;
    }

    @Override
    public void release(int worker) {
        directory.remove(worker);
    }

    @Override
    public LockIn lockIn() {
        return sandbox.lockIn();
    }

    @Override
    public void close() {
        List<WorkerProcess> left = List.copyOf(running.values());
        left.forEach(WorkerProcess::kill);
        left.forEach(WorkerProcess::awaitEnd);
        directory.close();
    }
}
