package dev.mayfly.isolates.worker;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether a worker has been left alone for {@value #QUIET_MS} ms. */
final class Quiet {
    static final long QUIET_MS = 500;

    private final LongSupplier clock;
    private volatile long freeAt;

    Quiet() {
        this(System::nanoTime);
    }

    /** @param clock in ns */
    Quiet(LongSupplier clock) {
        this.clock = clock;
        this.freeAt = clock.getAsLong();
    }

    void disturbed() {
        freeAt = clock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(QUIET_MS);
    }

    /** How long it takes, in ns, until it is quiet when nothing more happens; 0 when it is. */
    long untilQuiet() {
        return Math.max(0, freeAt - clock.getAsLong());
    }

    /** Returns when it is quiet. */
    void await() throws InterruptedException {
        for (long rest = untilQuiet(); rest > 0; rest = untilQuiet()) TimeUnit.NANOSECONDS.sleep(rest);
    }
}
