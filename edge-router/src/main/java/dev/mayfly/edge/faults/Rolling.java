package dev.mayfly.edge.faults;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;

/**
 * Two counts over the last moments: ten slots, of which the oldest goes as time does. A slot is one number, so that both counts and the time
 * they belong to change at once; nobody waits for anybody.
 */
final class Rolling {
    private static final int SLOTS = 10;
    private static final int COUNT_BITS = 20;
    private static final long COUNT_MAX = (1L << COUNT_BITS) - 1;
    private static final long TICK_MAX = (1L << (Long.SIZE - 2 * COUNT_BITS)) - 1;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);
    private final long slotNs;
    private final long startNs;

    /** What happened within the time. */
    record Totals(long first, long second) {
        long all() {
            return first + second;
        }
    }

    Rolling(Duration span, long nowNs) {
        this.slotNs = Math.max(1, span.toNanos() / SLOTS);
        // So far back that no slot is of a time that counts, and none is of the tick 0, which an empty one has.
        this.startNs = nowNs - 2 * SLOTS * slotNs;
    }

    void first(long nowNs) {
        long now = tick(nowNs);
        boolean added = false;
        while (!added) added = add(now, slots.get(at(now)), 1, 0);
    }

    void second(long nowNs) {
        long now = tick(nowNs);
        boolean added = false;
        while (!added) added = add(now, slots.get(at(now)), 0, 1);
    }

    /** Counts one of the second kind if the totals before it allow that: of several at a time, no more than they allow. */
    boolean secondIf(long nowNs, Predicate<Totals> allowed) {
        long now = tick(nowNs);
        while (true) {
            // Read before the totals: who counts meanwhile is seen.
            long before = slots.get(at(now));
            if (!allowed.test(totals(nowNs))) return false;
            if (add(now, before, 0, 1)) return true;
        }
    }

    Totals totals(long nowNs) {
        long now = tick(nowNs);
        long first = 0;
        long second = 0;
        for (int i = 0; i < SLOTS; i++) {
            long slot = slots.get(i);
            if (!counts(slot, now)) continue;
            first += firstOf(slot);
            second += secondOf(slot);
        }
        return new Totals(first, second);
    }

    void clear() {
        for (int i = 0; i < SLOTS; i++) slots.set(i, 0);
    }

    /** False where the slot is not any more as it was. */
    private boolean add(long now, long before, int first, int second) {
        long kept = tickOf(before) == now ? before : now << (2 * COUNT_BITS);
        long after = (now << (2 * COUNT_BITS))
                | (Math.min(COUNT_MAX, firstOf(kept) + first) << COUNT_BITS)
                | Math.min(COUNT_MAX, secondOf(kept) + second);
        return slots.compareAndSet(at(now), before, after);
    }

    private static int at(long tick) {
        return (int) (tick % SLOTS);
    }

    private static boolean counts(long slot, long now) {
        return slot != 0 && ((now - tickOf(slot)) & TICK_MAX) < SLOTS;
    }

    private long tick(long nowNs) {
        return ((nowNs - startNs) / slotNs) & TICK_MAX;
    }

    private static long tickOf(long slot) {
        return slot >>> (2 * COUNT_BITS);
    }

    private static long firstOf(long slot) {
        return (slot >>> COUNT_BITS) & COUNT_MAX;
    }

    private static long secondOf(long slot) {
        return slot & COUNT_MAX;
    }
}
