package dev.mayfly.edge.faults;

import static dev.mayfly.edge.faults.Settings.MS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreakersTest {
    private final FaultsConfig config =
            Settings.with("breaker.failures", "2", "breaker.open-for", "500ms", "breaker.window", "10s");
    private long now;
    private final Breakers breakers = new Breakers(config.breaker(), () -> now);

    @Test
    void whoFailsIsLeftAloneAndNobodyElse() {
        fail("a", 2);

        assertThat(breakers.begin("a")).isFalse();
        assertThat(breakers.begin("b")).isTrue();
    }

    @Test
    void oneTriesAgainAndIsForgottenWhenItIsWell() {
        fail("a", 2);
        now += 500 * MS;

        assertThat(breakers.begin("a")).isTrue();
        assertThat(breakers.begin("a")).isFalse();
        breakers.ended("a", Result.answered);
        assertThat(breakers.begin("a")).isTrue();
        assertThat(breakers.kept()).isZero();
    }

    @Test
    void whoNeverFailsTakesNoRoom() {
        breakers.begin("a");
        breakers.ended("a", Result.answered);
        breakers.ended("a", Result.unknown);

        assertThat(breakers.kept()).isZero();
    }

    @Test
    void thereAreNoMoreThanItsBoundAndOldOnesMakeRoom() {
        for (int i = 0; i <= Breakers.KEPT_MAX; i++) fail("f" + i, 1);
        assertThat(breakers.kept()).isEqualTo(Breakers.KEPT_MAX);

        now += 11_000 * MS;
        fail("late", 2);
        assertThat(breakers.begin("late")).isFalse();
        assertThat(breakers.kept()).isOne();
    }

    private void fail(String key, int times) {
        for (int i = 0; i < times; i++) {
            breakers.begin(key);
            breakers.ended(key, Result.failed);
        }
    }
}
