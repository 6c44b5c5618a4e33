package dev.mayfly.isolates.worker.isolate;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock behind all timers of a worker: one thread that only posts to inboxes. How many wait is bounded per isolate. */
final class Timers implements AutoCloseable {
    private final ScheduledThreadPoolExecutor clock;

    Timers() {
        clock = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "mayfly-timers");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        clock.prestartAllCoreThreads(); // not by a guest thread, whose low priority it might inherit
    }

    Future<?> after(long ms, Runnable action) {
        return clock.schedule(action, ms, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
