package dev.mayfly.edge.limits;

import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.edge.EdgeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * All buckets of a router. A bucket is let go only when it is full again, so nobody gets a fresh one by making others appear. When there are
 * as many as there may be, keys without a bucket share a few by their hash: a flood of keys is then held as if it were few clients.
 */
@Singleton
class Buckets {
    private static final int SHARED = 64;
    /** A bucket may be let go while it is asked; then there is a fresh one to ask. */
    private static final int TRIES = 8;

    private final int max;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Bucket> untold = new ConcurrentLinkedQueue<>();

    @Inject
    Buckets(EdgeConfig config) {
        this(config.rate().bucketsMax(), System::nanoTime);
    }

    Buckets(int max, LongSupplier nanoTime) {
        this.max = max;
        this.nanoTime = nanoTime;
    }

    /** Takes one from the bucket of that key. A bucket whose rate has changed begins anew. */
    Taken take(String key, Rate rate) {
        long now = nanoTime.getAsLong();
        for (int i = 0; i < TRIES; i++) {
            Optional<Taken> taken = of(key, rate, now).take(now);
            if (taken.isPresent()) return taken.get();
        }
        throw new IllegalStateException("a bucket is let go again and again: " + key);
    }

    /** How many the bucket of that key has; none is made for the question. */
    long left(String key, Rate rate) {
        Bucket bucket = buckets.get(own(key, rate));
        if (bucket == null && buckets.size() >= max) bucket = buckets.get(shared(key, rate));
        return bucket == null ? rate.limit() : bucket.left(nanoTime.getAsLong());
    }

    private Bucket of(String key, Rate rate, long now) {
        String own = own(key, rate);
        Bucket bucket = buckets.get(own);
        if (bucket != null) return bucket;
        if (buckets.size() < max) return buckets.computeIfAbsent(own, k -> new Bucket(k, rate, now, untold));
        return buckets.computeIfAbsent(shared(key, rate), k -> new Bucket(k, rate, now, untold));
    }

    private static String own(String key, Rate rate) {
        return key + "@" + rate;
    }

    private static String shared(String key, Rate rate) {
        return "shared " + Math.floorMod(key.hashCode(), SHARED) + "@" + rate;
    }

    /** Lets go what is full again. Not on the way of a request: it looks at every bucket. */
    void sweep() {
        long now = nanoTime.getAsLong();
        for (Iterator<Bucket> all = buckets.values().iterator(); all.hasNext(); )
            if (all.next().retire(now)) all.remove();
    }

    /** Buckets that something was taken from since they were told last, the longest waiting first. */
    List<Bucket> untold(int most) {
        List<Bucket> taken = new ArrayList<>();
        while (taken.size() < most) {
            Bucket bucket = untold.poll();
            if (bucket == null) break;
            taken.add(bucket);
        }
        return taken;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    int size() {
        return buckets.size();
    }
}
