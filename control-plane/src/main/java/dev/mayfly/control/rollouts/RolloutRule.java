package dev.mayfly.control.rollouts;

import dev.mayfly.bindings.rollouts.Rollouts.Count;
import dev.mayfly.bindings.rollouts.Rollouts.Figures;
import java.util.Locale;

/**
 * Whether a version is worse than the stable one. Of both rates of errors only an interval is known (Wilson's, 95 %): few requests
 * make it wide. The version is worse when even the best that it may be lies above the worst that the stable one may be, by more than
 * a margin.
 */
public final class RolloutRule {
    /** Of the normal distribution, for an interval of 95 %. */
    private static final double Z = 1.96;

    private RolloutRule() {}

    /** What the figures say. */
    public sealed interface Verdict {
        /** Too few requests to say. */
        record Unknown() implements Verdict {}

        /** Nothing speaks against it. */
        record Good() implements Verdict {}

        /** @param why with the figures */
        record Worse(String why) implements Verdict {}
    }

    /** @param margin in hundredths of a percent */
    public static Verdict judge(Figures figures, int requestsMin, int margin) {
        Count stable = figures.stable();
        Count candidate = figures.candidate();
        if (candidate.requests() < requestsMin) return new Verdict.Unknown();
        double atBest = lower(candidate);
        double bar = upper(stable) + margin / 10_000.0;
        return atBest > bar ? new Verdict.Worse(why(figures, atBest, margin)) : new Verdict.Good();
    }

    private static String why(Figures figures, double atBest, int margin) {
        Count stable = figures.stable();
        Count candidate = figures.candidate();
        return String.format(
                Locale.ROOT,
                "%d of %d requests failed, at least %.2f %% at 95 %%; of the stable version's %d of %d, at most %.2f %%;"
                        + " the margin is %.2f %%",
                candidate.errors(),
                candidate.requests(),
                100 * atBest,
                stable.errors(),
                stable.requests(),
                100 * upper(stable),
                margin / 100.0);
    }

    static double lower(Count count) {
        return Math.max(0, middle(count) - half(count));
    }

    static double upper(Count count) {
        return Math.min(1, middle(count) + half(count));
    }

    /** Where nothing was seen, the interval is all there is: 0 to 1. */
    private static double middle(Count count) {
        double n = count.requests();
        return n == 0 ? 0.5 : (count.errors() / n + Z * Z / (2 * n)) / (1 + Z * Z / n);
    }

    private static double half(Count count) {
        double n = count.requests();
        if (n == 0) return 0.5;
        double rate = count.errors() / n;
        return Z / (1 + Z * Z / n) * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
    }
}
