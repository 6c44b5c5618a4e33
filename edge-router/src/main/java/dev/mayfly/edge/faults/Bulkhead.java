package dev.mayfly.edge.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How much one account may have under way, so that what hangs for one leaves room for the others. Nobody waits here. */
public final class Bulkhead {
    private static final int IDLE_MAX = 10_000;
    private static final int GONE = -1;

    private final int max;
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();

    public Bulkhead(int max) {
        this.max = max;
    }

    /** Takes a place; false where none is left. */
    public boolean enter(String account) {
        while (true) {
            AtomicInteger count = underWay.computeIfAbsent(account, key -> new AtomicInteger());
            int before = count.get();
            if (before >= max) return false;
            if (before != GONE && count.compareAndSet(before, before + 1)) return true;
            if (before == GONE) underWay.remove(account, count);
        }
    }

    /** Once for each place that was taken. */
    public void leave(String account) {
        AtomicInteger count = underWay.get(account);
        if (count == null || count.decrementAndGet() > 0 || underWay.size() <= IDLE_MAX) return;
        if (count.compareAndSet(0, GONE)) underWay.remove(account, count);
    }

    int accounts() {
        return underWay.size();
    }
}
