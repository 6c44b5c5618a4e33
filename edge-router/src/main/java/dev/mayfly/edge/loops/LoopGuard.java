package dev.mayfly.edge.loops;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.response.ProblemAnswer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Stops functions that call each other, or themselves, without end: by depth, by the number of invocations that one request from
 * outside may lead to, and by an account's rate of such calls.
 */
@Singleton
public class LoopGuard {
    private static final int LOOP_DETECTED = 508;
    private static final int TOO_MANY = 429;
    private static final long NS = 1_000_000_000L;
    private static final int BUCKETS_MAX = 10_000;

    private final EdgeConfig.Loops config;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new HashMap<>();

    /** Calls that an account may still make at once; it fills up with time. */
    private static final class Bucket {
        private double left;
        private long atNs;
    }

    @Inject
    LoopGuard(EdgeConfig config) {
        this(config.loops(), System::nanoTime);
    }

    LoopGuard(EdgeConfig.Loops config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /** Why a request of that ancestry is not served; empty when it is. */
    public Optional<ProblemAnswer> refusal(Ancestry ancestry, String account) {
        if (ancestry.depth() == 0) return Optional.empty();
        if (ancestry.depth() > config.depthMax())
            return Optional.of(ProblemAnswer.of(
                    LOOP_DETECTED,
                    "loop-detected",
                    "Functions called each other %d deep, which is the most; this looks like a loop."
                            .formatted(config.depthMax())));
        if (ancestry.descendants().incrementAndGet() > config.callsPerRequest())
            return Optional.of(ProblemAnswer.of(
                    LOOP_DETECTED,
                    "loop-too-wide",
                    "One request led to %d calls of functions by functions, which is the most."
                            .formatted(config.callsPerRequest())));
        if (!take(account))
            return Optional.of(ProblemAnswer.of(
                    TOO_MANY,
                    "limit-loop-rate",
                    "The functions of this account may be called by functions %d times a second."
                            .formatted(config.callsPerSecond())));
        return Optional.empty();
    }

    private synchronized boolean take(String account) {
        long now = nanoTime.getAsLong();
        if (buckets.size() >= BUCKETS_MAX) buckets.values().removeIf(bucket -> now - bucket.atNs > NS);
        Bucket bucket = buckets.computeIfAbsent(account, a -> {
            Bucket full = new Bucket();
            full.left = config.callsPerSecond();
            full.atNs = now;
            return full;
        });
        double refilled = bucket.left + (now - bucket.atNs) * (double) config.callsPerSecond() / NS;
        bucket.left = Math.min(config.callsPerSecond(), refilled);
        bucket.atNs = now;
        if (bucket.left < 1) return false;
        bucket.left--;
        return true;
    }
}
