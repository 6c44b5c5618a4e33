package dev.mayfly.isolates.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workers that the accounts of one trust share, and what waits for them. */
final class Pool {
    /** The share of its invocations at which a worker is no place for a crowd any more. */
    private static final double CROWDED = 0.75;

    final String name;
    final Kind kind;
    final List<Worker> workers = new ArrayList<>(2);
    final ArrayDeque<Run> queue = new ArrayDeque<>();
    final Shapes shapes = new Shapes();
    long usedNs;
    long guestCpuNs;
    long measuredFromNs;
    /** A worker would serve it, though nobody waits for one. */
    boolean wanted;

    enum Kind {
        /** All accounts of one trust. */
        shared,
        /** Those of them that run into limits often. Given up when idle. */
        loud,
        /** One account. Given up when idle. */
        own
    }

    Pool(String name, Kind kind, long nowNs) {
        this.name = name;
        this.kind = kind;
        usedNs = nowNs;
        measuredFromNs = nowNs;
    }

    /** The worker with the fewest invocations that has room for one more. */
    @Nullable
    Worker leastLoaded(int inFlightMax) {
        Worker best = null;
        for (Worker worker : workers) {
            if (!worker.takes(inFlightMax)) continue;
            if (best == null || worker.inFlight() < best.inFlight()) best = worker;
        }
        return best;
    }

    /** Whether its next worker should come: because somebody waits for one, or soon would, as workers take their time to start. */
    boolean needy(int inFlightMax) {
        Worker best = leastLoaded(inFlightMax);
        if (best == null) return wanted || !queue.isEmpty();
        return best.inFlight() >= CROWDED * inFlightMax;
    }

    /** When the one in front came; after all others where nobody waits. */
    long waitsSinceNs() {
        Run first = queue.peek();
        return first == null ? Long.MAX_VALUE : first.createdNs();
    }

    boolean idle() {
        if (!queue.isEmpty()) return false;
        for (Worker worker : workers) if (worker.inFlight() > 0) return false;
        return true;
    }
}
