package dev.mayfly.isolates;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The worker processes that run functions: where they come from, how many there are, and when one is given up. */
@ConfigMapping(prefix = "mayfly.isolates")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface IsolateConfig {
    /** Whether this process runs functions at all. */
    @WithDefault("true")
    boolean enabled();

    /** Where the worker and everything it loads lies: {@code lib/}, {@code interpreter.args}, {@code jit.args}. */
    Optional<Path> workerHome();

    /** The JDK that runs workers; by default the one that runs this process. */
    Optional<Path> javaHome();

    /** Where the private directory for the workers' sockets is made; by default {@code java.io.tmpdir}. Keep it short. */
    Optional<Path> socketDir();

    /** How workers run guests. */
    @WithDefault("auto")
    Engine engine();

    /** Whether workers are closed in, over and above being processes of their own. */
    @WithDefault("auto")
    LockInMode lockIn();

    /** Bytes of memory from which on the kernel ends a worker, where this host may make control groups. */
    @WithDefault("1610612736")
    long memoryMax();

    /** Threads of a worker that run guests at a time; by default one per core. */
    OptionalInt guestThreads();

    /** Workers at a time, the spare included. Each takes 0.2 to 0.5 GB. */
    @WithDefault("4")
    int workersMax();

    /** Whether a worker that belongs to no pool is kept ready, so that a pool whose worker died or that is new need not wait. */
    @WithDefault("true")
    boolean spare();

    /** How long after the first worker went into service the first spare is started, so that it does not slow down the first answers. */
    @WithDefault("2s")
    Duration spareDelay();

    /** Invocations under way in one worker, those that wait included. */
    @WithDefault("4096")
    int inFlightMax();

    /** Invocations of one pool that wait for a worker. */
    @WithDefault("1024")
    int queueMax();

    /** How long an invocation waits for a worker before it is refused. */
    @WithDefault("10s")
    Duration queueDeadline();

    /** How long a worker may take from its start to its first word; behind one that took longer twice as long, four times as long at most. */
    @WithDefault("30s")
    Duration startTimeout();

    /** How often a silent worker is asked whether it is there. */
    @WithDefault("1s")
    Duration pingEvery();

    /** How long it may take to answer. */
    @WithDefault("5s")
    Duration pingDeadline();

    /** How long the neighbours of a guest that does not obey may go on before their worker is killed. */
    @WithDefault("500ms")
    Duration condemnedGrace();

    /** How much later than the worker the host itself ends an invocation that makes no progress. */
    @WithDefault("1s")
    Duration wallGrace();

    /** How long a worker may take to carry out an order to cancel; more than the 15 s that it gives a guest without a processor itself. */
    @WithDefault("20s")
    Duration cancelDeadline();

    /** How long an invocation may go on after its answer was given or its client went away. The worker's own limit is 30 s. */
    @WithDefault("35s")
    Duration afterAnswerMax();

    /** Workers that one account may cost in a minute; then it is refused until the minute is over. */
    @WithDefault("20")
    int replacementsPerMinute();

    /** How long an account that cost a worker keeps to workers of its own. */
    @WithDefault("1h")
    Duration convictedFor();

    /**
     * So many invocations of one account that end at their limit of {@code cpuMs}, {@code heapBytes} or {@code allocatedBytes} within a
     * minute, and it shares workers only with accounts that do the same, until it has had fewer for a minute.
     */
    @WithDefault("5")
    int loudAfter();

    /** How long a pool of one account's own, or of loud ones, keeps an idle worker, and any pool one beside another. */
    @WithDefault("10m")
    Duration ownPoolIdle();

    /** Deployments that one worker is kept aware of; those used least recently are forgotten. */
    @WithDefault("500")
    int deploymentsMax();

    /** Bytes of code that one worker is kept aware of. */
    @WithDefault("67108864")
    long deploymentBytesMax();

    /** How long a stop waits for invocations under way. */
    @WithDefault("1s")
    Duration stopGrace();

    /** When a pool gets a worker with a just-in-time compiler, in engine {@code auto}. */
    Jit jit();

    /** How workers run guests. */
    enum Engine {
        /** Workers start in the interpreter; a pool whose guests burn much CPU is moved to a compiling worker, warmed before. */
        auto,
        /** Compile from the start: slow to warm, fastest in the end. */
        jit,
        /** Interpret: quick to start, small, slower for hot code. */
        interpreter
    }

    /** Whether workers are closed in. */
    enum LockInMode {
        /** As far as it works here; a warning where that is not all the way. */
        auto,
        /** All the way (but for a cap on memory, which few machines offer), or the host does not start. */
        required,
        /** Not at all: for looking at a worker with a debugger. */
        off
    }

    /** When a pool gets a worker with a just-in-time compiler, and how that is warmed. */
    interface Jit {
        /** Guest CPU of a pool that pays for a compiling worker, in cores. */
        @WithDefault("0.5")
        double fromCores();

        /** Over how long that is measured. */
        @WithDefault("30s")
        Duration window();

        /** Recorded requests that are replayed before the worker takes traffic. */
        @WithDefault("5000")
        int warmRequests();

        /** How long that may take. */
        @WithDefault("60s")
        Duration warmMax();

        /** Priority (as in {@code nice}) while it warms, where it can be raised afterwards (root, CAP_SYS_NICE); elsewhere it warms at the ordinary one. */
        @WithDefault("10")
        int warmNice();
    }

    /** The configuration that these properties and the defaults make, without Quarkus. */
    static IsolateConfig of(Map<String, String> properties) {
        return PlainConfig.of(IsolateConfig.class, "mayfly.isolates", properties);
    }
}
