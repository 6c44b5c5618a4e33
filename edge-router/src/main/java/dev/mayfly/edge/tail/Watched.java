package dev.mayfly.edge.tail;

import dev.mayfly.bindings.tails.Tails;
import dev.mayfly.bindings.tails.Tails.Watch;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The functions that are watched now; read after each invocation. */
final class Watched {
    private final int functionsMax;
    private final LongSupplier nanoTime;
    private final Map<Watch, Lease> leases = new ConcurrentHashMap<>();

    /** That a function is watched, and how many of its invocations were not told. */
    static final class Lease {
        private volatile long untilNs;
        final AtomicLong dropped = new AtomicLong();

        private Lease(long untilNs) {
            this.untilNs = untilNs;
        }
    }

    Watched(int functionsMax, LongSupplier nanoTime) {
        this.functionsMax = functionsMax;
        this.nanoTime = nanoTime;
    }

    /** From now on, for a while. Where too many are watched, the new one is not. */
    void watch(Watch watch) {
        long now = nanoTime.getAsLong();
        leases.values().removeIf(lease -> lease.untilNs - now <= 0);
        long until = now + Tails.LEASE.toNanos();
        Lease known = leases.get(watch);
        if (known != null) known.untilNs = until;
        else if (leases.size() < functionsMax) leases.put(watch, new Lease(until));
    }

    Optional<Lease> find(Watch watch) {
        return Optional.ofNullable(leases.get(watch)).filter(lease -> lease.untilNs - nanoTime.getAsLong() > 0);
    }
}
