package dev.mayfly.isolates.worker.isolate;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.graalvm.polyglot.Value;

/** The timers of one isolate, and its coarse view of time. */
final class Clock {
    static final int TIMERS_MAX = 10_000;
    private static final long DELAY_MAX_MS = Integer.MAX_VALUE;

    private final Isolate isolate;
    private final Timers timers;
    private final long startedNs = System.nanoTime();
    private final Map<Integer, Future<?>> set = new HashMap<>();
    private int last;

    Clock(Isolate isolate, Timers timers) {
        this.isolate = isolate;
        this.timers = timers;
    }

    /** Calls back after so many milliseconds; the timer's number, from 1. */
    int set(double ms, Value callback) {
        long delay = ms >= 0 ? (long) Math.min(ms, DELAY_MAX_MS) : 0;
        synchronized (isolate) {
            if (set.size() >= TIMERS_MAX) {
                throw new IllegalStateException("a function may have %d timers at a time".formatted(TIMERS_MAX));
            }
            int id = ++last;
            set.put(id, timers.after(delay, () -> isolate.post(() -> fire(id, callback))));
            return id;
        }
    }

    void clear(int id) {
        synchronized (isolate) {
            var timer = set.remove(id);
            if (timer != null) timer.cancel(false);
        }
    }

    boolean ticking() {
        synchronized (isolate) {
            return !set.isEmpty();
        }
    }

    void stop() {
        synchronized (isolate) {
            for (var timer : set.values()) timer.cancel(false);
            set.clear();
        }
    }

    /** Milliseconds since the start, in whole steps. */
    long sinceStartMs() {
        return (System.nanoTime() - startedNs) / 1_000_000;
    }

    private void fire(int id, Value callback) {
        synchronized (isolate) {
            if (set.remove(id) == null) return;
        }
        callback.executeVoid();
    }
}
