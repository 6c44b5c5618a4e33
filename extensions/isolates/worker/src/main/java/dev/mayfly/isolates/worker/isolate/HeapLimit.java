package dev.mayfly.isolates.worker.isolate;

import java.util.function.LongSupplier;

/**
 * When to measure an isolate's live heap: only after it allocated as much as it would need to be over its limit, since measuring
 * costs time for each object. Guarded by its isolate.
 */
final class HeapLimit {
    private static final long UNANSWERED_NS = 100_000_000;
    /** Bytes that a guest which does little else allocates in a nanosecond. */
    private static final long ALLOCATED_A_NS = 1;

    private final long limit;
    private long nextLook;
    private long askedNs;

    HeapLimit(long limit) {
        this.limit = limit;
        this.nextLook = limit;
    }

    enum Due {
        NOT_YET,
        LOOK,
        /** It was asked for and not done while the guest went on allocating, inside one long builtin. */
        OUT_OF_REACH
    }

    /** What is due at so many bytes allocated; LOOK only once until {@link #looked}. */
    Due due(long allocated, long nowNs) {
        if (allocated < nextLook) return Due.NOT_YET;
        if (askedNs == 0) {
            askedNs = nowNs;
            return Due.LOOK;
        }
        boolean late = nowNs - askedNs > UNANSWERED_NS && allocated > nextLook + 2 * limit;
        return late ? Due.OUT_OF_REACH : Due.NOT_YET;
    }

    /** Whether a look is due, asked for or not: between two slices of the guest's there is nothing to wait for. */
    boolean owed(long allocated) {
        return allocated >= nextLook;
    }

    /**
     * The next one follows when the limit can be reached, or, close below it, when the guest has allocated for about as long as this one took:
     * few large things are measured in no time and held to their limit closely; many small ones may go half beyond it.
     *
     * @param tookNs CPU of the measurement
     */
    void looked(long allocated, long live, long tookNs) {
        askedNs = 0;
        long pause = Math.clamp(tookNs * ALLOCATED_A_NS, limit / 32, limit / 2);
        nextLook = allocated + Math.max(limit - live, pause);
    }

    /** What a measurement found, and the CPU that nobody is billed for. */
    record Measured(long live, long cpuNs) {}

    /**
     * Runs a measurement on the guest's own thread, and takes its cost off the guest's bill: what was billed meanwhile, since a measurement
     * that was asked for may begin within another one, and takes off its own.
     */
    static Measured unbilled(Usage usage, LongSupplier measurement) {
        long cpu = usage.cpuNs();
        long bytes = usage.allocated();
        try {
            long live = measurement.getAsLong();
            return new Measured(live, usage.cpuNs() - cpu);
        } finally {
            usage.discount(usage.cpuNs() - cpu, usage.allocated() - bytes);
        }
    }
}
