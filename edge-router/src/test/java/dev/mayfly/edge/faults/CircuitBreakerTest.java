package dev.mayfly.edge.faults;

import static dev.mayfly.edge.faults.Settings.MS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final FaultsConfig config = Settings.with(
            "breaker.failures",
            "3",
            "breaker.requests-min",
            "10",
            "breaker.open-for",
            "500ms",
            "breaker.open-max",
            "2s");
    private final CircuitBreaker breaker = new CircuitBreaker(config.breaker(), 0);
    private long now;

    @Test
    void staysClosedBelowItsBounds() {
        fail(2);
        breaker.ended(Result.answered, now);
        fail(2);

        assertThat(breaker.permits(now)).isTrue();
    }

    @Test
    void opensAfterFailuresInARow() {
        fail(3);

        assertThat(breaker.permits(now)).isFalse();
        assertThat(breaker.begin(now)).isFalse();
    }

    @Test
    void opensAtItsShareOfFailures() {
        for (int i = 0; i < 5; i++) {
            breaker.ended(Result.answered, now);
            assertThat(breaker.permits(now)).isTrue();
            breaker.ended(Result.failed, now);
        }

        assertThat(breaker.permits(now)).isFalse();
    }

    @Test
    void aShareOfFewSaysNothing() {
        for (int i = 0; i < 4; i++) {
            breaker.ended(Result.failed, now);
            breaker.ended(Result.answered, now);
        }

        assertThat(breaker.permits(now)).isTrue();
    }

    @Test
    void halfOpenLetsOneTry() {
        fail(3);
        now += 500 * MS;

        assertThat(breaker.permits(now)).isTrue();
        assertThat(breaker.begin(now)).isTrue();
        assertThat(breaker.permits(now)).isFalse();
        assertThat(breaker.begin(now)).isFalse();
    }

    @Test
    void anAnswerClosesItAndForgets() {
        fail(3);
        now += 500 * MS;
        breaker.begin(now);
        breaker.ended(Result.answered, now);
        fail(2);

        assertThat(breaker.permits(now)).isTrue();
    }

    @Test
    void eachFailedTryDoublesTheTimeUpToABound() {
        fail(3);
        long[] expected = {500, 1000, 2000, 2000};
        for (long ms : expected) {
            assertThat(breaker.permits(now + ms * MS - 1)).isFalse();
            now += ms * MS;
            assertThat(breaker.begin(now)).isTrue();
            breaker.ended(Result.failed, now);
        }
    }

    @Test
    void aTryThatSaysNothingLeavesItToTheNext() {
        fail(3);
        now += 500 * MS;
        breaker.begin(now);
        breaker.ended(Result.unknown, now);

        assertThat(breaker.begin(now)).isTrue();
    }

    @Test
    void aTryThatNeverEndsHoldsThePlaceForAWhileOnly() {
        fail(3);
        now += 500 * MS;
        breaker.begin(now);
        now += 1000 * MS;

        assertThat(breaker.begin(now)).isTrue();
    }

    @Test
    void lateFailuresOfAnOpenOneDoNotKeepItOpen() {
        fail(3);
        now += 400 * MS;
        fail(2);
        now += 100 * MS;

        assertThat(breaker.permits(now)).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) breaker.ended(Result.failed, now);
    }
}
