package dev.mayfly.control.rollouts;

import dev.mayfly.bindings.rollouts.Rollouts.AutomaticRollback;
import dev.mayfly.bindings.rollouts.Rollouts.Count;
import dev.mayfly.bindings.rollouts.Rollouts.Figures;
import dev.mayfly.bindings.rollouts.Rollouts.Rollout;
import dev.mayfly.bindings.rollouts.Rollouts.Rollout.State;
import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.control.rollouts.RolloutPlan.Guardrail;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A rollout as it is kept. It runs until it has an end; after that nothing of it changes. */
@Entity
@Table(name = "rollout")
@SuppressWarnings("NullAway.Init")
public class RolloutRow {
    private static final int WHOLE = 10_000;

    @Id
    public String id;

    @Column
    public String function;

    @Column
    public String version;

    @Column
    public String stable;

    /** Of the requests, in hundredths of a percent. */
    @Column
    public int share;

    @Column(name = "sticky_by")
    public String stickyBy;

    @Column
    boolean automatic;

    @Column(name = "requests_min")
    int requestsMin;

    @Column
    int margin;

    /** Those that are still to come and those that were, in hundredths of a percent with commas between. */
    @Column
    String steps;

    @Column(name = "step_seconds")
    int stepSeconds;

    @Column(name = "next_step_at")
    @Nullable
    Instant nextStepAt;

    @Column
    @Enumerated(EnumType.STRING)
    State state;

    /** Why, for people; may be empty. */
    @Column
    String message = "";

    @Column(name = "started_by")
    String startedBy;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "ended_by")
    String endedBy = "";

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @Column
    String reason = "";

    @Column(name = "stable_requests")
    long stableRequests;

    @Column(name = "stable_errors")
    long stableErrors;

    @Column(name = "candidate_requests")
    long candidateRequests;

    @Column(name = "candidate_errors")
    long candidateErrors;

    protected RolloutRow() {}

    RolloutRow(String id, String function, String stable, RolloutPlan plan, String by, Instant now) {
        this.id = id;
        this.function = function;
        this.version = plan.version();
        this.stable = stable;
        this.stickyBy = StickyBy.NONE.toString();
        this.steps = "";
        this.stepSeconds = RolloutStore.STEP_SECONDS;
        this.state = State.running;
        this.startedBy = by;
        this.startedAt = now;
        guard(Guardrail.DEFAULT);
        follow(plan, now);
    }

    /** Goes on as the plan says; what it leaves open stays. */
    public void follow(RolloutPlan plan, Instant now) {
        plan.stickyBy().ifPresent(by -> stickyBy = by.toString());
        plan.guardrail().ifPresent(this::guard);
        plan.steps()
                .ifPresent(
                        shares -> steps = shares.stream().map(String::valueOf).collect(Collectors.joining(",")));
        plan.stepSeconds().ifPresent(seconds -> stepSeconds = seconds);
        plan.message().ifPresent(text -> message = text);
        reach(plan.share(), now);
    }

    /** Has that share from now on. */
    public void reach(int newShare, Instant now) {
        share = newShare;
        nextStepAt = nextStep().isPresent() ? now.plusSeconds(stepSeconds) : null;
    }

    /** It is not yet known to be good. */
    public void waitUntil(Instant then) {
        nextStepAt = then;
    }

    /** The share of the step to come. */
    public OptionalInt nextStep() {
        return steps().stream()
                .mapToInt(Integer::intValue)
                .filter(step -> step > share)
                .findFirst();
    }

    public boolean isRunning() {
        return endedAt == null;
    }

    public boolean isWhole() {
        return share == WHOLE;
    }

    public boolean isGuarded() {
        return automatic;
    }

    public RolloutRule.Verdict judge(Figures figures) {
        return RolloutRule.judge(figures, requestsMin, margin);
    }

    /** How it ends when that version is activated. */
    State endBy(String activated) {
        if (activated.equals(version)) return State.completed;
        return activated.equals(stable) ? State.rolledBack : State.replaced;
    }

    void end(State how, String by, String why, Figures figures, Instant now) {
        state = how;
        endedBy = by;
        endedAt = now;
        nextStepAt = null;
        reason = why;
        stableRequests = figures.stable().requests();
        stableErrors = figures.stable().errors();
        candidateRequests = figures.candidate().requests();
        candidateErrors = figures.candidate().errors();
    }

    /** @param counted of the one that runs; an ended one has its own */
    public Rollout told(Figures counted) {
        return new Rollout(
                id,
                version,
                stable,
                Percentage.told(share),
                stickyBy,
                new AutomaticRollback(
                        Optional.of(automatic ? AutomaticRollback.Mode.on : AutomaticRollback.Mode.off),
                        Optional.of(requestsMin),
                        Optional.of(Percentage.told(margin))),
                steps().stream().map(Percentage::told).toList(),
                steps.isEmpty() ? Optional.empty() : Optional.of(stepSeconds),
                state,
                Optional.of(message).filter(text -> !text.isEmpty()),
                startedBy,
                startedAt,
                Optional.of(endedBy).filter(by -> !by.isEmpty()),
                Optional.ofNullable(endedAt),
                Optional.of(reason).filter(why -> !why.isEmpty()),
                isRunning() ? counted : figures());
    }

    private Figures figures() {
        return new Figures(new Count(stableRequests, stableErrors), new Count(candidateRequests, candidateErrors));
    }

    private void guard(Guardrail guardrail) {
        automatic = guardrail.on();
        requestsMin = guardrail.requestsMin();
        margin = guardrail.margin();
    }

    private List<Integer> steps() {
        if (steps.isEmpty()) return List.of();
        return Arrays.stream(steps.split(",")).map(Integer::valueOf).toList();
    }
}
