package dev.mayfly.isolates.supervisor;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.isolates.IsolateHost.WorkerState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may have a worker more. One place is kept for each pool that accounts share by their trust while it has no worker, as far as there
 * are places: whoever holds workers with streams that do not end holds up their like, and nobody else.
 */
final class Room {
    private static final List<String> SHARED = List.of(Trust.standard.name(), Trust.newcomers.name());

    private final List<Worker> workers;
    private final int places;

    /** @param workers those that there are at any time */
    Room(List<Worker> workers, int places) {
        this.workers = workers;
        this.places = places;
    }

    boolean holdsOneFor(String pool) {
        return holdsOne(pool, null);
    }

    /** If that worker were not there. */
    boolean wouldHoldOneFor(String pool, Worker gone) {
        return holdsOne(pool, gone);
    }

    private boolean holdsOne(String pool, @Nullable Worker gone) {
        int free = places;
        for (Worker worker : workers) if (worker != gone && serves(worker)) free--;
        int kept = 0;
        for (String shared : SHARED) if (!shared.equals(pool) && !has(shared, gone)) kept++;
        return free > Math.min(kept, places - 1);
    }

    private boolean has(String pool, @Nullable Worker gone) {
        for (Worker worker : workers)
            if (worker != gone && serves(worker) && worker.pool != null && worker.pool.name.equals(pool)) return true;
        return false;
    }

    /** A spare is for whoever needs it; one that is condemned is on its way out. */
    private static boolean serves(Worker worker) {
        return worker.pool != null && worker.state != WorkerState.condemned;
    }
}
