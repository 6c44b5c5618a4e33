package dev.mayfly.edge.limits;

import dev.mayfly.bindings.rates.Rate;
import jakarta.inject.Singleton;

/** Which refusals a record is kept of: six a minute for a function, so that a flood of them does not drive out what its author looks for. */
@Singleton
class RefusalRecords {
    private static final Rate KEPT = new Rate(1, 10);
    private static final int FUNCTIONS_MAX = 10_000;

    private final Buckets functions;

    RefusalRecords() {
        this.functions = new Buckets(FUNCTIONS_MAX, System::nanoTime);
    }

    boolean mayKeep(String function) {
        return functions.take(function, KEPT) instanceof Taken.Granted;
    }

    void sweep() {
        functions.untold(FUNCTIONS_MAX).forEach(bucket -> bucket.tell(System.nanoTime()));
        functions.sweep();
    }
}
