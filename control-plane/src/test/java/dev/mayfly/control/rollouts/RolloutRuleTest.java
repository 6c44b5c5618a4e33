package dev.mayfly.control.rollouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mayfly.bindings.rollouts.Rollouts.Count;
import dev.mayfly.bindings.rollouts.Rollouts.Figures;
import dev.mayfly.control.rollouts.RolloutRule.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a version is called worse, and how often that is wrong. */
class RolloutRuleTest {
    private static final int REQUESTS_MIN = 50;
    private static final int MARGIN = 100;
    private static final int RUNS = 500;

    /** A step of 10,000 requests, of which the candidate has a tenth. */
    private static final int CANDIDATE_REQUESTS = 1_000;

    @Test
    void tooFewRequestsSayNothing() {
        assertThat(judge(0, 0, 49, 49)).isInstanceOf(Verdict.Unknown.class);
        assertThat(judge(450, 0, 50, 50)).isInstanceOf(Verdict.Worse.class);
    }

    @ParameterizedTest
    @CsvSource({"450,0,50,2,false", "450,0,50,3,true", "450,5,50,3,false", "90000,0,1000,10,false"})
    void intervalsDecide(int requests, int errors, int candidateRequests, int candidateErrors, boolean worse) {
        assertThat(judge(requests, errors, candidateRequests, candidateErrors) instanceof Verdict.Worse)
                .isEqualTo(worse);
    }

    @Test
    void withoutTheStableVersionsRequestsNothingIsWorse() {
        assertThat(judge(0, 0, 100, 100)).isInstanceOf(Verdict.Good.class);
    }

    @Test
    void marginIsAdded() {
        Figures figures = new Figures(new Count(9_000, 0), new Count(1_000, 30));
        assertThat(RolloutRule.judge(figures, REQUESTS_MIN, 100)).isInstanceOf(Verdict.Worse.class);
        assertThat(RolloutRule.judge(figures, REQUESTS_MIN, 300)).isInstanceOf(Verdict.Good.class);
    }

    @Test
    void reasonHasTheFigures() {
        assertThat(judge(450, 0, 50, 3))
                .isInstanceOfSatisfying(
                        Verdict.Worse.class,
                        worse -> assertThat(worse.why()).contains("3 of 50", "2.06 %", "0 of 450", "0.85 %", "1.00 %"));
    }

    /** E. B. Wilson, Probable inference, 1927; the values are those of R's {@code prop.test(x, n, correct = FALSE)}. */
    @Test
    void intervalsAreWilsons() {
        assertThat(RolloutRule.lower(new Count(50, 3))).isCloseTo(0.0206, within(0.0001));
        assertThat(RolloutRule.upper(new Count(50, 3))).isCloseTo(0.1622, within(0.0001));
        assertThat(RolloutRule.upper(new Count(450, 0))).isCloseTo(0.0085, within(0.0001));
        assertThat(RolloutRule.lower(new Count(0, 0))).isZero();
        assertThat(RolloutRule.upper(new Count(0, 0))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0.0, 0", "0.001, 1", "0.01, 2", "0.05, 2"})
    void equallyGoodVersionIsSeldomTakenBack(double rate, double percentMax) {
        long seed = Long.getLong("mayfly.seed", 20_261_127L);
        Random random = new Random(seed);
        int takenBack = 0;
        for (int run = 0; run < RUNS; run++) if (takenBackAfter(random, rate, rate) <= CANDIDATE_REQUESTS) takenBack++;
        double percent = 100.0 * takenBack / RUNS;
        System.out.printf(
                "seed %d: at %.1f %% errors %.1f %% of the rollouts are false alarms%n", seed, 100 * rate, percent);
        assertThat(percent).isLessThanOrEqualTo(percentMax);
    }

    @Test
    void fivePercentErrorsAreCaughtSoon() {
        long seed = Long.getLong("mayfly.seed", 20_261_127L);
        Random random = new Random(seed);
        long requests = 0;
        int caught = 0;
        for (int run = 0; run < RUNS; run++) {
            int after = takenBackAfter(random, 0.001, 0.05);
            if (after <= CANDIDATE_REQUESTS) caught++;
            requests += after;
        }
        System.out.printf(
                "seed %d: 5 %% errors: %d of %d caught, after %d of its requests on average%n",
                seed, caught, RUNS, requests / RUNS);
        assertThat(caught).isEqualTo(RUNS);
        assertThat(requests / RUNS).isLessThan(200);
    }

    /** Looks after each of the candidate's requests, nine of the stable version's between two of them. */
    private static int takenBackAfter(Random random, double stableRate, double rate) {
        int stableErrors = 0;
        int errors = 0;
        for (int n = 1; n <= CANDIDATE_REQUESTS; n++) {
            for (int i = 0; i < 9; i++) if (random.nextDouble() < stableRate) stableErrors++;
            if (random.nextDouble() < rate) errors++;
            if (judge(9 * n, stableErrors, n, errors) instanceof Verdict.Worse) return n;
        }
        return CANDIDATE_REQUESTS + 1;
    }

    private static Verdict judge(int requests, int errors, int candidateRequests, int candidateErrors) {
        Figures figures = new Figures(new Count(requests, errors), new Count(candidateRequests, candidateErrors));
        return RolloutRule.judge(figures, REQUESTS_MIN, MARGIN);
    }
}
