package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuietTest {
    private long now = TimeUnit.SECONDS.toNanos(7);
    private final Quiet quiet = new Quiet(() -> now);

    private void pass(long ms) {
        now += TimeUnit.MILLISECONDS.toNanos(ms);
    }

    @Test
    void aWorkerThatHasJustStartedIsLeftAlone() {
        assertThat(quiet.untilQuiet()).isZero();
    }

    @Test
    void workIsAwaited() {
        quiet.disturbed();
        assertThat(quiet.untilQuiet()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(Quiet.QUIET_MS));
        pass(Quiet.QUIET_MS - 1);
        assertThat(quiet.untilQuiet()).isPositive();
        pass(1);
        assertThat(quiet.untilQuiet()).isZero();
    }

    @Test
    void eachWorkBeginsTheWaitAnew() {
        quiet.disturbed();
        pass(Quiet.QUIET_MS - 1);
        quiet.disturbed();
        pass(Quiet.QUIET_MS - 1);
        assertThat(quiet.untilQuiet()).isPositive();
    }
}
