package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.usage.Caps;
import dev.mayfly.bindings.usage.Usage;
import dev.mayfly.bindings.usage.Usage.Report;
import dev.mayfly.bindings.usage.Usage.Used;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an owner of {@link Usage} keeps to. */
public abstract class UsageContract extends ContractSuite<Usage> {
    private static final Caps SOME =
            new Caps(Optional.of(1_000L), Optional.empty(), Optional.empty(), Optional.of(0L), Optional.empty());

    /** Makes {@link #account()}; its functions never used anything. */
    protected abstract void emptyAccount();

    @BeforeEach
    void accountIsThere() {
        emptyAccount();
        call(As.OPERATOR, usage -> usage.putCaps(account(), Caps.NONE));
    }

    @Test
    void nothingIsUsedAtFirst() {
        Report report = report("day", "", "");
        assertThat(report.rows()).isEmpty();
        assertThat(report.alerts()).isEmpty();
        assertThat(report.caps()).isEqualTo(Caps.NONE);
        assertThat(report.total()).isEqualTo(new Used(0, 0, 0, 0, 0));
        assertThat(Duration.between(report.from(), report.to())).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void lastHourIsToldByMinute() {
        Report report = report("minute", "", "");
        assertThat(Duration.between(report.from(), report.to())).isEqualTo(Duration.ofHours(1));
        assertThat(report.to()).isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void rangeIsInWholeUnits() {
        Report report = report("day", "2026-11-01", "2026-11-03T09:30:00Z");
        assertThat(report.from()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(report.to()).isEqualTo(Instant.parse("2026-11-03T00:00:00Z"));
    }

    @Test
    void capsAreReplacedAsAWhole() {
        Caps put = call(As.OPERATOR, usage -> usage.putCaps(account(), SOME));
        assertThat(put).isEqualTo(SOME);
        assertThat(caps()).isEqualTo(SOME);
        assertThat(report("day", "", "").caps()).isEqualTo(SOME);
        call(As.OPERATOR, usage -> usage.putCaps(account(), Caps.NONE));
        assertThat(caps()).isEqualTo(Caps.NONE);
    }

    @Test
    void whatCannotBeIsRefused() {
        invalid("invalid-resolution", "hour", "", "");
        invalid("invalid-range", "day", "yesterday", "");
        invalid("invalid-range", "day", "2026-11-03", "2026-11-03");
        invalid("invalid-range", "minute", "2026-13-03T00:00:00Z", "");
        Caps negative =
                new Caps(Optional.of(-1L), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        var problem = refused(Problem.Invalid.class, As.OPERATOR, usage -> usage.putCaps(account(), negative));
        assertThat(problem.code()).isEqualTo("invalid-cap");
    }

    @Test
    void accountThatIsNotThereIsNotFound() {
        refused(Problem.NotFound.class, As.OPERATOR, usage -> usage.caps("never-made"));
        refused(Problem.NotFound.class, As.OPERATOR, usage -> usage.putCaps("never-made", SOME));
        refused(
                Problem.NotFound.class,
                As.OPERATOR,
                usage -> usage.usage(
                        "never-made", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void othersAreRefused() {
        refusedToOthers(usage ->
                usage.usage(account(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        refusedToOthers(usage -> usage.caps(account()));
        refusedToAllButOperators(usage -> usage.putCaps(account(), SOME));
    }

    private Caps caps() {
        return call(As.OWNER, usage -> usage.caps(account()));
    }

    private Report report(String resolution, String from, String to) {
        return call(
                As.OWNER,
                usage -> usage.usage(account(), given(from), given(to), Optional.of(resolution), Optional.empty()));
    }

    private void invalid(String code, String resolution, String from, String to) {
        var problem = refused(
                Problem.Invalid.class,
                As.OWNER,
                usage -> usage.usage(account(), given(from), given(to), Optional.of(resolution), Optional.empty()));
        assertThat(problem.code()).isEqualTo(code);
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }
}
