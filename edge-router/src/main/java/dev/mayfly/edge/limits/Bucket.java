package dev.mayfly.edge.limits;

import dev.mayfly.bindings.rates.Rate;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of tokens as one number: when it will be full again (GCRA). Taking one moves that moment away by the time that one takes to
 * fill in; it must not lie farther away than an empty bucket takes. Whoever takes never waits: a lost race is tried again, and each
 * race is lost to somebody who took.
 */
final class Bucket {
    private static final long SECOND_NS = 1_000_000_000L;
    /** Empty buckets that all routers together may owe: beyond that it is no count, but a clock that jumped. */
    private static final long DEBTS_MAX = 100;
    /** Of a bucket that its table has let go: whoever still holds it asks the table again. */
    private static final long RETIRED = Long.MAX_VALUE;

    private final String key;
    private final Rate rate;
    private final long intervalNs;
    private final long capacityNs;
    private final Queue<Bucket> waiting;
    private final AtomicLong fullAtNs;
    /** Taken, and not told to other routers yet. */
    private final AtomicLong untold = new AtomicLong();

    /** @param waiting where it says that it has something to tell */
    Bucket(String key, Rate rate, long nowNs, Queue<Bucket> waiting) {
        this.key = key;
        this.waiting = waiting;
        this.rate = rate;
        // Rounded up, so that a period never fills in more than the limit.
        this.intervalNs = Math.ceilDiv(rate.period() * SECOND_NS, rate.limit());
        this.capacityNs = intervalNs * rate.limit();
        this.fullAtNs = new AtomicLong(nowNs);
    }

    String key() {
        return key;
    }

    /** How long one takes to fill in. */
    long intervalNs() {
        return intervalNs;
    }

    /** Takes one if there is one. Empty: the bucket is no more, and its table has another. */
    Optional<Taken> take(long nowNs) {
        while (true) {
            long fullAt = fullAtNs.get();
            if (fullAt == RETIRED) return Optional.empty();
            long owed = Math.max(0, fullAt - nowNs);
            long then = owed + intervalNs;
            if (then > capacityNs) return Optional.of(new Taken.Refused(rate, then - capacityNs));
            if (!fullAtNs.compareAndSet(fullAt, nowNs + then)) continue;
            if (untold.getAndIncrement() == 0) waiting.add(this);
            return Optional.of(new Taken.Granted(rate, (capacityNs - then) / intervalNs, then));
        }
    }

    /** How many could be taken now. */
    long left(long nowNs) {
        long fullAt = fullAtNs.get();
        long owed = fullAt == RETIRED ? 0 : Math.max(0, fullAt - nowNs);
        return Math.max(0, capacityNs - owed) / intervalNs;
    }

    /** Takes what is to be told; it stands at the moment beside it. */
    Told tell(long nowNs) {
        long count = untold.getAndSet(0);
        return new Told(count, nowNs, Math.max(fullAtNs.get(), nowNs));
    }

    /**
     * All routers together had taken so much, when {@code told} was. What others took is added; what this one took since stays. It is never
     * less than what this one knows: a store that forgot fills no bucket.
     *
     * @param owedNs how long the bucket would have taken to be full
     */
    void hear(Told told, long owedNs) {
        long others = told.atNs + Math.min(owedNs, DEBTS_MAX * capacityNs) - told.fullAtNs;
        if (others <= 0) return;
        fullAtNs.updateAndGet(fullAt -> fullAt == RETIRED ? RETIRED : Math.max(fullAt, told.fullAtNs) + others);
    }

    /** Lets it go if it is full and has nothing to tell: such a bucket knows nothing that a fresh one does not. */
    boolean retire(long nowNs) {
        long fullAt = fullAtNs.get();
        return fullAt <= nowNs && untold.get() == 0 && fullAtNs.compareAndSet(fullAt, RETIRED);
    }

    /** What was told of a bucket, and how it stood then. */
    record Told(long count, long atNs, long fullAtNs) {}
}
