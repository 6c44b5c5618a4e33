package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SupplyTest {
    private final Supply supply = new Supply(Bench.config("start-timeout", "30s"));

    @Test
    void eachStartThatWasLateGivesTheNextTwiceAsLongAndFourTimesAtMost() {
        assertThat(isLateAfter(30)).isFalse();
        assertThat(isLateAfter(31)).isTrue();
        assertThat(isLateAfter(60)).isFalse();
        assertThat(isLateAfter(61)).isTrue();
        assertThat(isLateAfter(120)).isFalse();
        assertThat(isLateAfter(121)).isTrue();
        assertThat(isLateAfter(120)).isFalse();
        assertThat(isLateAfter(121)).isTrue();
    }

    @Test
    void aWorkerThatStartsEndsThat() {
        assertThat(isLateAfter(31)).isTrue();
        supply.succeeded();
        assertThat(isLateAfter(31)).isTrue();
    }

    @Test
    void oneThatEndsByItselfGivesNobodyMoreTime() {
        supply.failed(0);
        assertThat(isLateAfter(31)).isTrue();
    }

    private boolean isLateAfter(int seconds) {
        return supply.isLate(7, 7 + TimeUnit.SECONDS.toNanos(seconds));
    }
}
