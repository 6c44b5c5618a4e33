package dev.mayfly.edge.regions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.place.Standing;
import org.junit.jupiter.api.Test;

class HealthTest {
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
    void failuresAreForgottenWithTheNextAnswer() {
        health.heard(Standing.well, 0);
        health.failed();
        health.heard(Standing.well, 0);

        assertThat(health.failed()).isFalse();
    }
}
