package dev.mayfly.edge.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.usage.Amounts;
import dev.mayfly.bindings.usage.Caps;
import dev.mayfly.bindings.usage.UsageReports;
import dev.mayfly.bindings.usage.UsageReports.Counted;
import dev.mayfly.bindings.usage.UsageReports.Flush;
import dev.mayfly.bindings.usage.UsageReports.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is counted once, and when an account is stopped. */
class UsageMeterTest {
    private Instant now = Instant.parse("2026-11-27T12:00:30Z");
    private final UsageMeter meter = new UsageMeter(100, () -> now);

    @Test
    void amountsAreByFunctionAndMinute() {
        use("a");
        use("a");
        use("b");
        now = now.plusSeconds(60);
        use("a");
        Flush flush = meter.flush().orElseThrow();
        assertThat(flush.counted()).extracting(Counted::function).containsExactly("a", "b", "a");
        assertThat(flush.counted().getFirst().amounts()).isEqualTo(new Amounts(2, 20, 40, 60, 8));
        assertThat(flush.counted().getLast().minute())
                .isEqualTo(flush.counted().getFirst().minute() + 1);
        assertThat(flush.accounts()).containsExactly("demo");
    }

    @Test
    void flushIsRepeatedUntilItIsAcknowledged() {
        use("a");
        Flush first = meter.flush().orElseThrow();
        use("a");
        assertThat(meter.flush()).contains(first);
        meter.acknowledged(first, List.of());
        Flush second = meter.flush().orElseThrow();
        assertThat(second.sequence()).isEqualTo(first.sequence() + 1);
        assertThat(second.counted()).extracting(c -> c.amounts().requests()).containsExactly(1L);
        meter.acknowledged(second, List.of());
        assertThat(meter.flush()).isEmpty();
    }

    @Test
    void wordThatComesLateChangesNothing() {
        use("a");
        Flush first = meter.flush().orElseThrow();
        meter.acknowledged(first, List.of());
        use("a");
        Flush second = meter.flush().orElseThrow();
        meter.acknowledged(first, List.of(standing(0, Amounts.NONE)));
        assertThat(meter.flush()).contains(second);
        assertThat(begin()).isEmpty();
    }

    @Test
    void capCountsWhatWasToldAndWhatWasUsedSince() {
        use("a");
        acknowledge(10, new Amounts(7, 0, 0, 0, 0));
        for (int i = 0; i < 3; i++) assertThat(begin()).isEmpty();
        assertThat(begin()).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo("limit-requests-per-day");
            assertThat(problem.status()).isEqualTo(429);
            assertThat(problem.retryAfter()).contains(Duration.ofHours(12).minusSeconds(30));
        });
        assertThat(meter.begin("other", "a")).isEmpty();
    }

    @Test
    void whatIsUnderWayIsNeitherLostNorCountedTwice() {
        use("a");
        Flush flush = meter.flush().orElseThrow();
        assertThat(begin()).isEmpty();
        meter.acknowledged(flush, List.of(standing(3, new Amounts(1, 0, 0, 0, 0))));
        assertThat(begin()).isEmpty();
        assertThat(begin()).isPresent();
    }

    @Test
    void accountThatIsNotInTheFlushKeepsItsCount() {
        use("a");
        acknowledge(5, new Amounts(1, 0, 0, 0, 0));
        meter.begin("other", "a");
        Flush others = meter.flush().orElseThrow();
        for (int i = 0; i < 3; i++) assertThat(begin()).isEmpty();
        meter.acknowledged(others, List.of());
        assertThat(begin()).isEmpty();
        assertThat(begin()).isPresent();
    }

    @Test
    void everyCapIsHeld() {
        Amounts used = new Amounts(1, 1_000, 1, 1, 1);
        List<Caps> all = List.of(
                new Caps(o(1), o(), o(), o(), o()),
                new Caps(o(), o(1), o(), o(), o()),
                new Caps(o(), o(), o(1), o(), o()),
                new Caps(o(), o(), o(), o(1), o()),
                new Caps(o(), o(), o(), o(), o(1)));
        for (Caps caps : all) {
            assertThat(caps.levels(used)).hasSize(1).allMatch(Caps.Level::isReached);
            assertThat(caps.levels(Amounts.NONE)).noneMatch(Caps.Level::isReached);
        }
    }

    @Test
    void newDayBeginsWithNothingUsed() {
        use("a");
        acknowledge(2, new Amounts(2, 0, 0, 0, 0));
        assertThat(begin()).isPresent();
        now = now.plus(Duration.ofHours(12));
        assertThat(begin()).isEmpty();
        assertThat(begin()).isEmpty();
        assertThat(begin()).isPresent();
    }

    @Test
    void capsThatWereTakenAwayHoldNoLonger() {
        use("a");
        acknowledge(1, new Amounts(1, 0, 0, 0, 0));
        assertThat(begin()).isPresent();
        meter.end("demo", "a", 1, 1, 1, 1);
        meter.acknowledged(meter.flush().orElseThrow(), List.of());
        assertThat(begin()).isEmpty();
    }

    @Test
    void capsOfAnAccountAreAskedForAtOnce() {
        assertThat(meter.hasUnknown()).isFalse();
        begin();
        assertThat(meter.hasUnknown()).isTrue();
        meter.flush();
        assertThat(meter.hasUnknown()).isFalse();
    }

    @Test
    void capsThatChangedAreAskedForAgainByThoseThatUseAnything() {
        use("a");
        acknowledge(10, Amounts.NONE);
        meter.capsChanged(List.of("demo", "nobody"));
        assertThat(meter.hasUnknown()).isTrue();
        Flush asking = meter.flush().orElseThrow();
        assertThat(asking.accounts()).containsExactly("demo");
        meter.capsChanged(List.of("demo"));
        meter.acknowledged(asking, List.of(standing(10, Amounts.NONE)));
        assertThat(meter.hasUnknown())
                .as("they changed again while they were asked for")
                .isTrue();
    }

    @Test
    void whenItIsNotKnownWhoseCapsChangedAllAreAskedFor() {
        meter.begin("one", "a");
        meter.begin("two", "a");
        meter.acknowledged(meter.flush().orElseThrow(), List.of());
        meter.capsChanged();
        assertThat(meter.flush().orElseThrow().accounts()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void whatAccountsWithCapsUseIsToldSooner() {
        use("a");
        assertThat(meter.drawsOnCaps()).isFalse();
        acknowledge(10, Amounts.NONE);
        assertThat(meter.drawsOnCaps()).isFalse();
        begin();
        assertThat(meter.drawsOnCaps()).isTrue();
        meter.flush();
        assertThat(meter.drawsOnCaps()).isFalse();
        meter.end("demo", "a", 1, 1, 1, 1);
        assertThat(meter.drawsOnCaps()).isTrue();
    }

    @Test
    void minutesAreMergedWhereTheyAreTooMany() {
        for (int i = 0; i < 250; i++) {
            use("a");
            now = now.plusSeconds(60);
        }
        assertThat(meter.entries()).isLessThanOrEqualTo(100);
        assertThat(meter.flush().orElseThrow().counted().stream()
                        .mapToLong(c -> c.amounts().requests())
                        .sum())
                .isEqualTo(250);
    }

    @Test
    void flushIsBounded() {
        UsageMeter large = new UsageMeter(100_000, () -> now);
        for (int i = 0; i < UsageReports.ENTRIES_MAX + 10; i++) large.begin("demo", "f" + i);
        Flush first = large.flush().orElseThrow();
        assertThat(first.counted()).hasSize(UsageReports.ENTRIES_MAX);
        large.acknowledged(first, List.of());
        assertThat(large.flush().orElseThrow().counted()).hasSize(10);
    }

    private void use(String function) {
        meter.begin("demo", function);
        meter.end("demo", function, 10_000, 20, 30, 4);
    }

    private Optional<Problem> begin() {
        return meter.begin("demo", "a");
    }

    private void acknowledge(long requestsPerDay, Amounts used) {
        meter.acknowledged(meter.flush().orElseThrow(), List.of(standing(requestsPerDay, used)));
    }

    private Standing standing(long requestsPerDay, Amounts used) {
        return new Standing(
                "demo", now.getEpochSecond() / 86_400, new Caps(o(requestsPerDay), o(), o(), o(), o()), used);
    }

    private static Optional<Long> o(long value) {
        return Optional.of(value);
    }

    private static Optional<Long> o() {
        return Optional.empty();
    }
}
