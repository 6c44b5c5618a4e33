package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.Rollouts;
import dev.mayfly.bindings.rollouts.Rollouts.AutomaticRollback;
import dev.mayfly.bindings.rollouts.Rollouts.NewRollout;
import dev.mayfly.bindings.rollouts.Rollouts.Rollout;
import dev.mayfly.bindings.rollouts.Rollouts.Rollout.State;
import dev.mayfly.bindings.rollouts.Rollouts.Share;
import dev.mayfly.bindings.rollouts.Rollouts.Split;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an owner of {@link Rollouts} keeps to. */
public abstract class RolloutsContract extends ContractSuite<Rollouts> {
    private static final String NAME = "hello";

    private String stable = "";
    private String next = "";

    /** Makes {@link #account()}, empties it, and deploys a function of that name; tells the active version. */
    protected abstract String deployed(String name);

    /** Keeps another version of the function and leaves it inactive; tells its id. */
    protected abstract String uploaded(String name);

    /** Makes that version the active one. */
    protected abstract void activated(String name, String version);

    @BeforeEach
    void functionHasTwoVersions() {
        stable = deployed(NAME);
        next = uploaded(NAME);
    }

    @Test
    void activeVersionHasAllRequests() {
        assertSplit(deployment(), new Share(stable, percent("100")));
        assertListed(As.OWNER, rollouts -> rollouts.rollouts(account(), NAME)).isEmpty();
    }

    @Test
    void versionHasItsShare() {
        Rollout rollout = rollOut(next, "12.25");
        assertThat(rollout.state()).isEqualTo(State.running);
        assertThat(rollout.stable()).isEqualTo(stable);
        assertThat(rollout.stickyBy()).isEqualTo("none");
        assertThat(rollout.automaticRollback()).isEqualTo(AutomaticRollback.DEFAULT);
        assertThat(rollout.startedBy()).isNotEmpty();
        assertThat(rollout.endedAt()).isEmpty();
        assertSplit(deployment(), new Share(stable, percent("87.75")), new Share(next, percent("12.25")));
        assertThat(deployment().rollout()).contains(rollout.id());
        assertListed(As.OWNER, rollouts -> rollouts.rollouts(account(), NAME)).containsExactly(rollout);
    }

    @Test
    void whatIsSaidOfItStaysUntilSomethingElseIsSaid() {
        assertThat(rollOut(next, "1").message()).isEmpty();
        assertThat(rollOutSaying("10", o("try it")).message()).contains("try it");
        assertThat(rollOutSaying("20", o()).message()).contains("try it");
        assertThat(rollOutSaying("30", o("")).message()).isEmpty();
        for (String wrong : new String[] {"x".repeat(1_001), "a\0b"})
            invalid("invalid-message", new NewRollout(next, o(percent("1")), o(), o(), o(), o(), o(wrong)));
        assertThat(rollOutSaying("40", o("x".repeat(1_000))).message()).isPresent();
    }

    private Rollout rollOutSaying(String percentage, Optional<String> message) {
        return call(
                As.OWNER,
                rollouts -> rollouts.rollOut(
                        account(), NAME, new NewRollout(next, o(percent(percentage)), o(), o(), o(), o(), message)));
    }

    @Test
    void risingPercentageIsTheSameRollout() {
        Rollout first = call(
                As.OWNER,
                rollouts -> rollouts.rollOut(account(), NAME, asked(next, percent("1"), Optional.of("cookie:user"))));
        Rollout second = rollOut(next, "50");
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.stickyBy()).isEqualTo("cookie:user");
        assertThat(second.percentage()).isEqualTo(percent("50"));
    }

    @Test
    void hundredPercentMakesItTheActiveOne() {
        Rollout done = rollOut(next, "100");
        assertThat(done.state()).isEqualTo(State.completed);
        assertThat(done.endedBy()).contains(done.startedBy());
        assertSplit(deployment(), new Share(next, percent("100")));
        assertThat(deployment().rollout()).isEmpty();
    }

    @Test
    void rollbackOfARunningRolloutLeavesTheStableVersion() {
        rollOut(next, "30");
        assertSplit(rollback(), new Share(stable, percent("100")));
        Rollout ended = history().getFirst();
        assertThat(ended.state()).isEqualTo(State.rolledBack);
        assertThat(ended.percentage()).isEqualTo(percent("30"));
        assertThat(ended.reason()).isPresent();
        assertThat(ended.endedBy()).isPresent();
        assertThat(ended.endedAt()).isPresent();
    }

    @Test
    void rollbackOfACompletedRolloutLeadsToTheVersionBefore() {
        rollOut(next, "100");
        assertSplit(rollback(), new Share(stable, percent("100")));
        refused(Problem.Conflict.class, As.OWNER, rollouts -> rollouts.rollback(account(), NAME));
    }

    @Test
    void activatedVersionEndsTheRollout() {
        String another = uploaded(NAME);
        endsBy(stable, State.rolledBack);
        endsBy(another, State.replaced);
        endsBy(next, State.completed);
    }

    private void endsBy(String version, State state) {
        rollOut(next, "30");
        activated(NAME, version);
        assertThat(history().getFirst().state()).isEqualTo(state);
        assertThat(history().getFirst().reason()).contains("version %s was activated".formatted(version));
        assertSplit(deployment(), new Share(version, percent("100")));
    }

    @Test
    void oneRolloutAtATime() {
        String other = uploaded(NAME);
        rollOut(next, "30");
        refused(
                Problem.Conflict.class,
                As.OWNER,
                rollouts -> rollouts.rollOut(account(), NAME, asked(other, percent("30"), Optional.empty())));
        rollback();
        assertThat(rollOut(other, "30").state()).isEqualTo(State.running);
        assertThat(history()).extracting(Rollout::version).containsExactly(other, next);
    }

    @Test
    void firstStepIsThePercentageWhereNoneIsNamed() {
        Rollout rollout = call(
                As.OWNER, rollouts -> rollouts.rollOut(account(), NAME, stepping(List.of("1", "10.5", "100"), 60)));
        assertThat(rollout.percentage()).isEqualTo(percent("1"));
        assertThat(rollout.steps()).containsExactly(percent("1"), percent("10.5"), percent("100"));
        assertThat(rollout.stepSeconds()).contains(60);
    }

    @Test
    @SuppressWarnings("NullAway") // a body may leave out anything
    void whatCannotBeIsRefused() {
        invalid("invalid-body", new NewRollout(null, o(percent("1")), o(), o(), o(), o(), o()));
        for (String wrong : new String[] {"-0.01", "100.01", "0.001"})
            invalid("invalid-percentage", asked(next, percent(wrong), Optional.empty()));
        invalid("invalid-percentage", new NewRollout(next, o(), o(), o(), o(), o(), o()));
        for (String wrong : new String[] {"", "cookie", "cookie:", "header:a b", "account:x", "IP"})
            invalid("invalid-sticky-by", asked(next, percent("1"), Optional.of(wrong)));
        invalid("invalid-steps", stepping(List.of(), 60));
        invalid("invalid-steps", stepping(List.of("10", "10"), 60));
        invalid("invalid-steps", stepping(List.of("10", "5"), 60));
        invalid("invalid-steps", stepping(List.of("0", "5"), 60));
        invalid("invalid-steps", stepping(List.of("1"), 0));
        invalid("invalid-steps", new NewRollout(next, o(percent("1")), o(), o(), o(), o(60), o()));
        invalid("invalid-rollback", guarded(0, "1"));
        invalid("invalid-percentage", guarded(1, "100.5"));
        refused(
                Problem.Conflict.class,
                As.OWNER,
                rollouts -> rollouts.rollOut(account(), NAME, asked(stable, percent("1"), Optional.empty())));
        assertThat(history()).isEmpty();
    }

    @Test
    void unknownThingsAreNotFound() {
        NewRollout sound = asked(next, percent("1"), Optional.empty());
        NewRollout lost = asked("nothing", percent("1"), Optional.empty());
        refused(Problem.NotFound.class, As.OWNER, rollouts -> rollouts.rollOut(account(), "nothing", sound));
        refused(Problem.NotFound.class, As.OWNER, rollouts -> rollouts.rollOut(account(), NAME, lost));
        refused(Problem.NotFound.class, As.OWNER, rollouts -> rollouts.rollouts(account(), "nothing"));
        refused(Problem.NotFound.class, As.OWNER, rollouts -> rollouts.deployment(account(), "nothing"));
        refused(Problem.NotFound.class, As.OWNER, rollouts -> rollouts.rollback(account(), "nothing"));
    }

    @Test
    void othersAreRefused() {
        refusedToOthers(rollouts -> rollouts.rollOut(account(), NAME, asked(next, percent("1"), Optional.empty())));
        refusedToOthers(rollouts -> rollouts.rollouts(account(), NAME));
        refusedToOthers(rollouts -> rollouts.deployment(account(), NAME));
        refusedToOthers(rollouts -> rollouts.rollback(account(), NAME));
        assertThat(history()).isEmpty();
    }

    private Rollout rollOut(String version, String percentage) {
        return call(
                As.OWNER,
                rollouts -> rollouts.rollOut(account(), NAME, asked(version, percent(percentage), Optional.empty())));
    }

    private Split rollback() {
        return call(As.OWNER, rollouts -> rollouts.rollback(account(), NAME));
    }

    private Split deployment() {
        return call(As.OWNER, rollouts -> rollouts.deployment(account(), NAME));
    }

    private List<Rollout> history() {
        return call(As.OWNER, rollouts -> rollouts.rollouts(account(), NAME));
    }

    private void invalid(String code, NewRollout asked) {
        var problem = refused(Problem.Invalid.class, As.OWNER, rollouts -> rollouts.rollOut(account(), NAME, asked));
        assertThat(problem.code()).isEqualTo(code);
    }

    private static void assertSplit(Split split, Share... shares) {
        assertThat(split.versions()).containsExactlyElementsOf(Arrays.asList(shares));
    }

    private NewRollout asked(String version, BigDecimal percentage, Optional<String> stickyBy) {
        return new NewRollout(version, o(percentage), stickyBy, o(), o(), o(), o());
    }

    private NewRollout stepping(List<String> steps, int seconds) {
        var shares = steps.stream().map(RolloutsContract::percent).toList();
        return new NewRollout(next, o(), o(), o(), o(shares), o(seconds), o());
    }

    private NewRollout guarded(int requestsMin, String margin) {
        var guard = new AutomaticRollback(o(), o(requestsMin), o(percent(margin)));
        return new NewRollout(next, o(percent("1")), o(), o(guard), o(), o(), o());
    }

    private static BigDecimal percent(String text) {
        return new BigDecimal(text);
    }

    private static <T> Optional<T> o(T value) {
        return Optional.of(value);
    }

    private static <T> Optional<T> o() {
        return Optional.empty();
    }
}
