package dev.mayfly.edge.regions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.place.Standing;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final long MS = 1_000_000;

    private final Health health = new Health();

    @Test
    void whoHasSaidNothingIsAway() {
        assertThat(health.now().standing()).isEqualTo(Standing.away);
    }

    @Test
    void whatIsSaidIsBelieved() {
        assertThat(health.heard(Standing.well, 0.25)).isEqualTo(Standing.away);
        assertThat(health.heard(Standing.leaving, 0.5)).isEqualTo(Standing.well);
        assertThat(health.now().standing()).isEqualTo(Standing.leaving);
        assertThat(health.now().load()).isEqualTo(0.5);
    }

    @Test
    void silenceOnceIsEnough() {
        health.heard(Standing.well, 0);

        assertThat(health.silent()).isTrue();
        assertThat(health.silent()).isFalse();
        assertThat(health.now().standing()).isEqualTo(Standing.away);
    }

    @Test
    void oneFailureIsForgiven() {
        health.heard(Standing.well, 0);

        assertThat(health.failed()).isFalse();
        assertThat(health.now().standing()).isEqualTo(Standing.well);
        assertThat(health.failed()).isTrue();
        assertThat(health.failed()).isFalse();
        assertThat(health.now().standing()).isEqualTo(Standing.away);
    }

    @Test
    void anAnswerIsLateWhenOthersTookMuchLess() {
        for (int i = 0; i < 100; i++) {
            health.asked(i * 1_000 * MS);
            health.waitedFor(i * 1_000 * MS + 80 * MS);
        }
        assertThat(health.isLate(1_000_000 * MS)).isFalse();

        health.asked(0);
        assertThat(health.isLate(200 * MS)).isFalse();
        assertThat(health.isLate(250 * MS)).isTrue();
        health.waitedFor(250 * MS);
        assertThat(health.isLate(1_000_000 * MS)).isFalse();
    }

    @Test
    void nobodyIsLateAtOnce() {
        health.asked(0);

        assertThat(health.isLate(100 * MS)).isFalse();
        assertThat(health.isLate(101 * MS)).isTrue();
    }

    @Test
    void failuresAreForgottenWithTheNextAnswer() {
        health.heard(Standing.well, 0);
        health.failed();
        health.heard(Standing.well, 0);

        assertThat(health.failed()).isFalse();
    }
}
