package dev.mayfly.edge.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.RolloutReports;
import dev.mayfly.bindings.rollouts.RolloutReports.Counted;
import dev.mayfly.bindings.rollouts.Rollouts.Count;
import dev.mayfly.edge.rollouts.RolloutCounts.Untold;
import dev.mayfly.edge.route.Split.Arm;
import dev.mayfly.edge.route.Split.Side;
import dev.mayfly.isolates.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is counted, when it is told, and when it is forgotten. */
class RolloutCountsTest {
    private static final Arm STABLE = new Arm("rollout", Side.stable);
    private static final Arm CANDIDATE = new Arm("rollout", Side.candidate);
    private static final Outcome ANSWERED = new Outcome.Answered();

    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private final RolloutCounts counts = new RolloutCounts(() -> now);

    @Test
    void errorsAreWhatTheVersionIsToBlameFor() {
        counts.add(CANDIDATE, ANSWERED, 200);
        counts.add(CANDIDATE, ANSWERED, 499);
        counts.add(CANDIDATE, ANSWERED, 500);
        counts.add(
                CANDIDATE,
                new Outcome.Failed(
                        "thrown",
                        new Outcome.GuestError(
                                "Error", "no", "", Optional.empty(), Optional.empty(), Optional.empty())),
                500);
        counts.add(CANDIDATE, new Outcome.Exhausted("cpu", 2, 1), 503);
        counts.add(CANDIDATE, new Outcome.Lost("worker"), 200);
        counts.add(CANDIDATE, new Outcome.Refused(new Problem.Unavailable("full")), 503);
        counts.add(STABLE, ANSWERED, 204);
        Counted told = untold().getFirst().counted();
        assertThat(told.candidate()).isEqualTo(new Count(6, 4));
        assertThat(told.stable()).isEqualTo(new Count(1, 0));
    }

    @Test
    void whatWasToldIsNotToldAgain() {
        counts.add(STABLE, ANSWERED, 200);
        untold().forEach(Untold::told);
        assertThat(untold()).isEmpty();
        counts.add(STABLE, ANSWERED, 200);
        assertThat(untold().getFirst().counted().stable()).isEqualTo(new Count(2, 0));
    }

    @Test
    void whatWasNotTakenIsToldAgain() {
        counts.add(STABLE, ANSWERED, 200);
        assertThat(untold()).hasSize(1);
        assertThat(untold()).hasSize(1);
    }

    @Test
    void windowsAreCountedApartAndForgotten() {
        counts.add(STABLE, ANSWERED, 200);
        now = now.plus(RolloutReports.WINDOW);
        counts.add(STABLE, ANSWERED, 200);
        assertThat(untold())
                .extracting(u -> u.counted().window())
                .doesNotHaveDuplicates()
                .hasSize(2);
        now = now.plus(RolloutReports.WINDOW);
        assertThat(untold()).hasSize(1);
        now = now.plus(RolloutReports.WINDOW);
        assertThat(untold()).isEmpty();
    }

    @Test
    void reportIsBoundedAndGoesRound() {
        for (int i = 0; i < 5; i++) counts.add(new Arm("r" + i, Side.stable), ANSWERED, 200);
        List<Untold> first = counts.untold(3);
        assertThat(first).hasSize(3);
        first.forEach(Untold::told);
        assertThat(counts.untold(3)).hasSize(2);
    }

    private List<Untold> untold() {
        return counts.untold(100);
    }
}
