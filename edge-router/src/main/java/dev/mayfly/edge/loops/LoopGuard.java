package dev.mayfly.edge.loops;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.response.ProblemAnswer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Stops functions that call each other, or themselves, without end: by depth, by the number of invocations that one request from
 * outside may lead to, and by an account's rate of such calls. What comes faster than that waits for its turn: one request may become
 * hundreds in no time, and all that is under way on an event loop is waited for by everybody else there.
 */
@Singleton
public class LoopGuard {
    private static final int LOOP_DETECTED = 508;
    private static final int TOO_MANY = 429;
    private static final long NS = 1_000_000_000L;
    private static final int BUCKETS_MAX = 10_000;

    private static final long WAIT_MAX_NS = NS;
    /** Calls that come at the same moment and go on at once, as a share of those of a second. */
    private static final int BURST = 10;

    private static final int CALLS_OF_A_PROCESSOR = 100;

    private final EdgeConfig.Loops config;
    private final int perSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new HashMap<>();

    /** Calls that an account may still make at once; it fills up with time. Below zero: those that wait. */
    private static final class Bucket {
        private double left;
        private long atNs;
    }

    /** What becomes of a request. */
    public sealed interface Verdict {
        /** @param afterNs how long it waits before it is served; mostly 0 */
        record Served(long afterNs) implements Verdict {}

        record Refused(ProblemAnswer answer) implements Verdict {}
    }

    @Inject
    LoopGuard(EdgeConfig config) {
        this(config.loops(), System::nanoTime);
    }

    LoopGuard(EdgeConfig.Loops config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.perSecond = config.callsPerSecond()
                .orElseGet(() -> CALLS_OF_A_PROCESSOR * Runtime.getRuntime().availableProcessors());
    }

    public Verdict judge(Ancestry ancestry, String account) {
        if (ancestry.depth() == 0) return new Verdict.Served(0);
        if (ancestry.depth() > config.depthMax())
            return new Verdict.Refused(ProblemAnswer.of(
                    LOOP_DETECTED,
                    "loop-detected",
                    "Functions called each other %d deep, which is the most; this looks like a loop."
                            .formatted(config.depthMax())));
        if (ancestry.descendants().incrementAndGet() > config.callsPerRequest())
            return new Verdict.Refused(ProblemAnswer.of(
                    LOOP_DETECTED,
                    "loop-too-wide",
                    "One request led to %d calls of functions by functions, which is the most."
                            .formatted(config.callsPerRequest())));
        OptionalLong wait = take(account);
        if (wait.isEmpty())
            return new Verdict.Refused(ProblemAnswer.of(
                    TOO_MANY,
                    "limit-loop-rate",
                    "The functions of this account may be called by functions %d times a second."
                            .formatted(perSecond)));
        return new Verdict.Served(wait.getAsLong());
    }

    /** How long the next call waits; empty where that would be too long. */
    private synchronized OptionalLong take(String account) {
        long now = nanoTime.getAsLong();
        if (buckets.size() >= BUCKETS_MAX) buckets.values().removeIf(bucket -> now - bucket.atNs > NS);
        double full = Math.max(1, perSecond / BURST);
        Bucket bucket = buckets.computeIfAbsent(account, a -> {
            Bucket made = new Bucket();
            made.left = full;
            made.atNs = now;
            return made;
        });
        bucket.left = Math.min(full, bucket.left + (now - bucket.atNs) * (double) perSecond / NS);
        bucket.atNs = now;
        long wait = (long) (Math.max(0, 1 - bucket.left) * NS / perSecond);
        if (wait > WAIT_MAX_NS) return OptionalLong.empty();
        bucket.left--;
        return OptionalLong.of(wait);
    }
}
