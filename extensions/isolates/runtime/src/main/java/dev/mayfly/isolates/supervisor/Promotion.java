package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.IsolateHost.WorkerState;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.process.Launcher.Priority;
import dev.mayfly.isolates.process.Tier;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives a pool that burns much guest CPU a worker that compiles. It is warmed with recorded requests first, at low priority and one
 * at a time; their calls are refused and their answers thrown away.
 */
final class Promotion {
    private static final Logger log = Logger.getLogger(Promotion.class);
    private static final long AFTER_FAILURE_NS = TimeUnit.MINUTES.toNanos(10);

    private final Supervisor supervisor;
    private final IsolateConfig.Jit config;
    private long notBeforeNs = System.nanoTime();

    Promotion(Supervisor supervisor, IsolateConfig config) {
        this.supervisor = supervisor;
        this.config = config.jit();
    }

    /** Looks at a pool at the end of each window. */
    void consider(Pool pool, boolean roomForOne, long nowNs) {
        long window = nowNs - pool.measuredFromNs;
        if (window < config.window().toNanos()) return;
        double cores = (double) pool.guestCpuNs / window;
        pool.guestCpuNs = 0;
        pool.measuredFromNs = nowNs;
        boolean compiles = pool.workers.stream().anyMatch(w -> w.tier == Tier.jit);
        if (compiles || cores < config.fromCores() || !roomForOne || nowNs < notBeforeNs) return;
        if (pool.shapes.all().isEmpty()) return;
        log.infof("pool %s uses %.1f cores: a compiling worker is warmed for it", pool.name, cores);
        supervisor.launch(Tier.jit, Priority.background, pool);
    }

    void failed(Worker worker, long nowNs) {
        if (worker.tier == Tier.jit) notBeforeNs = nowNs + AFTER_FAILURE_NS;
    }

    /** Replays until it is warm by number or by time, then lets it take over. */
    void warm(Worker worker, Pool pool) {
        new Warming(worker, pool, pool.shapes.all()).next();
    }

    private final class Warming implements InvocationClient {
        private final Worker worker;
        private final Pool pool;
        private final List<InvocationRequest> shapes;
        private final long untilNs = System.nanoTime() + config.warmMax().toNanos();
        private int replayed;
        private @Nullable Run current;

        Warming(Worker worker, Pool pool, List<InvocationRequest> shapes) {
            this.worker = worker;
            this.pool = pool;
            this.shapes = shapes;
        }

        void next() {
            if (worker.state != WorkerState.warming) return;
            if (shapes.isEmpty() || replayed >= config.warmRequests() || System.nanoTime() > untilNs) {
                supervisor.takeOver(worker, pool);
                return;
            }
            InvocationRequest shape = shapes.get(replayed++ % shapes.size());
            current = new Run(supervisor, supervisor.context(), shape, Message.Purpose.FETCH, this);
            worker.start(current);
        }

        @Override
        public void ended(Outcome outcome, Usage usage) {
            next();
        }

        @Override
        public void fetch(Message.Call.Fetch fetch, Reply reply) {
            reply.refused("replayed", "a replayed request reaches nothing");
        }

        @Override
        public void call(Message.Call.Method method, Reply reply) {
            reply.refused("replayed", "a replayed request reaches nothing");
        }

        @Override
        public void head(int status, String statusText, String[] headers, BodyComing body) {}

        @Override
        public void responseBody(byte[] piece) {
            if (current != null) current.responseConsumed(piece.length);
        }

        @Override
        public void responseBodyEnd() {}

        @Override
        public void responseBodyBroken() {}

        @Override
        public void wantsRequestBody(int bytes) {}

        @Override
        public void log(Message.Log line) {}
    }
}
