package dev.mayfly.control.rollouts;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.Rollouts.AutomaticRollback;
import dev.mayfly.bindings.rollouts.Rollouts.NewRollout;
import dev.mayfly.bindings.rollouts.StickyBy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, looked through: what it names is sound, what it leaves out is open.
 *
 * @param share in hundredths of a percent, as are {@code margin} and {@code steps}
 */
public record RolloutPlan(
        String version,
        int share,
        Optional<StickyBy> stickyBy,
        Optional<Guardrail> guardrail,
        Optional<List<Integer>> steps,
        Optional<Integer> stepSeconds,
        Optional<String> message) {
    private static final int STEPS_MAX = 20;
    private static final int STEP_SECONDS_MAX = 7 * 24 * 3600;
    private static final int REQUESTS_MAX = 1_000_000;

    /** When a version is taken back by itself. */
    public record Guardrail(boolean on, int requestsMin, int margin) {
        static final Guardrail DEFAULT = of(AutomaticRollback.DEFAULT);

        private static Guardrail of(AutomaticRollback asked) {
            AutomaticRollback usual = AutomaticRollback.DEFAULT;
            int requestsMin = asked.requestsMin().or(usual::requestsMin).orElseThrow();
            if (requestsMin < 1 || requestsMin > REQUESTS_MAX)
                throw new Problem.Invalid(
                        "invalid-rollback", "automaticRollback.requestsMin must lie between 1 and " + REQUESTS_MAX);
            return new Guardrail(
                    asked.mode().or(usual::mode).orElseThrow() == AutomaticRollback.Mode.on,
                    requestsMin,
                    Percentage.hundredths(
                            "automaticRollback.marginPercent",
                            asked.marginPercent().or(usual::marginPercent).orElseThrow()));
        }
    }

    public static RolloutPlan of(@Nullable NewRollout asked) {
        if (asked == null || asked.version() == null)
            throw new Problem.Invalid(
                    "invalid-body", "version is needed: the one that shall have some of the requests");
        Optional<List<Integer>> steps = asked.steps().map(RolloutPlan::steps);
        if (asked.stepSeconds().isPresent() && steps.isEmpty())
            throw new Problem.Invalid("invalid-steps", "stepSeconds says how long steps last, and there are no steps");
        return new RolloutPlan(
                asked.version(),
                share(asked, steps),
                asked.stickyBy().map(RolloutPlan::stickyBy),
                asked.automaticRollback().map(Guardrail::of),
                steps,
                asked.stepSeconds().map(RolloutPlan::seconds),
                asked.message());
    }

    private static int share(NewRollout asked, Optional<List<Integer>> steps) {
        return asked.percentage()
                .map(percentage -> Percentage.hundredths("percentage", percentage))
                .or(() -> steps.map(List::getFirst))
                .orElseThrow(() ->
                        new Problem.Invalid("invalid-percentage", "percentage is needed, unless there are steps"));
    }

    private static StickyBy stickyBy(String text) {
        return StickyBy.parse(text)
                .orElseThrow(() -> new Problem.Invalid("invalid-sticky-by", "stickyBy must be " + StickyBy.RULE));
    }

    private static List<Integer> steps(List<BigDecimal> asked) {
        if (asked.isEmpty() || asked.size() > STEPS_MAX || asked.contains(null))
            throw new Problem.Invalid("invalid-steps", "steps must be 1 to %d percentages".formatted(STEPS_MAX));
        List<Integer> steps = new ArrayList<>();
        for (BigDecimal step : asked) {
            int share = Percentage.hundredths("each step", step);
            if (share <= (steps.isEmpty() ? 0 : steps.getLast()))
                throw new Problem.Invalid(
                        "invalid-steps", "steps must rise: each more than the one before, and than 0");
            steps.add(share);
        }
        return List.copyOf(steps);
    }

    private static int seconds(int seconds) {
        if (seconds < 1 || seconds > STEP_SECONDS_MAX)
            throw new Problem.Invalid(
                    "invalid-steps", "stepSeconds must lie between 1 and %d".formatted(STEP_SECONDS_MAX));
        return seconds;
    }
}
