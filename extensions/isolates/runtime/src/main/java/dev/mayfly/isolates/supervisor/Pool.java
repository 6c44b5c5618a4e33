package dev.mayfly.isolates.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workers that the accounts of one trust share, and what waits for them. */
final class Pool {
    final String name;
    final boolean own;
    final List<Worker> workers = new ArrayList<>(2);
    final ArrayDeque<Run> queue = new ArrayDeque<>();
    final Shapes shapes = new Shapes();
    long usedNs;
    long guestCpuNs;
    long measuredFromNs;

    Pool(String name, boolean own, long nowNs) {
        this.name = name;
        this.own = own;
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

    boolean needy(int inFlightMax) {
        return !queue.isEmpty() && leastLoaded(inFlightMax) == null;
    }

    boolean idle() {
        if (!queue.isEmpty()) return false;
        for (Worker worker : workers) if (worker.inFlight() > 0) return false;
        return true;
    }
}
