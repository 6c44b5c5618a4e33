package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.IsolateHost.WorkerState;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How many workers should be started now, and how long each may take. One that does not start makes the next wait, longer each time; one that was
 * late gives the next more time, since a machine that is too busy for a start is not helped by beginning it anew.
 */
final class Supply {
    private static final long FIRST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_PAUSE_NS = TimeUnit.SECONDS.toNanos(30);

    private static final int PATIENCE_TIMES_MAX = 4;

    private final boolean keepsSpare;
    private final long spareDelayNs;
    private final long startTimeoutNs;
    private int patienceTimes = 1;
    private int lastNumber;
    private long firstAssignedNs;
    private long pauseNs;
    private long pausedFromNs;

    Supply(IsolateConfig config) {
        keepsSpare = config.spare();
        spareDelayNs = config.spareDelay().toNanos();
        startTimeoutNs = config.startTimeout().toNanos();
    }

    int nextNumber() {
        return ++lastNumber;
    }

    /** @param needy pools that wait for a worker */
    int missing(List<Worker> workers, int needy, long nowNs) {
        if (pauseNs > 0 && nowNs - pausedFromNs < pauseNs) return 0;
        int coming = 0, ready = 0;
        boolean anyInService = false;
        for (Worker worker : workers) {
            if (worker.pool != null) anyInService |= worker.state == WorkerState.serving;
            else if (worker.state == WorkerState.starting) coming++;
            else if (worker.state == WorkerState.serving) ready++;
        }
        boolean first = workers.isEmpty();
        boolean spareIsDue = keepsSpare && anyInService && nowNs - firstAssignedNs >= spareDelayNs;
        int wanted = needy + (first && needy == 0 || spareIsDue ? 1 : 0);
        return Math.max(0, wanted - coming - ready);
    }

    void assigned(long nowNs) {
        if (firstAssignedNs == 0) firstAssignedNs = nowNs;
    }

    void succeeded() {
        pauseNs = 0;
        patienceTimes = 1;
    }

    /** Whether a worker that has been starting since then has taken too long; the next ones have longer then. */
    boolean isLate(long createdNs, long nowNs) {
        if (nowNs - createdNs <= startTimeoutNs * patienceTimes) return false;
        patienceTimes = Math.min(patienceTimes * 2, PATIENCE_TIMES_MAX);
        return true;
    }

    void failed(long nowNs) {
        pauseNs = Math.min(Math.max(pauseNs * 2, FIRST_PAUSE_NS), LONGEST_PAUSE_NS);
        pausedFromNs = nowNs;
    }
}
