package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.cli.exit.Refusal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({
        "30m, 2026-01-02T03:34:05Z",
        "12h, 2026-01-02T15:04:05Z",
        "90d, 2026-04-02T03:04:05Z",
        "2027-01-31T00:00:00Z, 2027-01-31T00:00:00Z"
    })
    void timesAreWrittenInManyWays(String text, Instant end) {
        assertThat(Expiry.of(text, NOW)).contains(end);
    }

    @Test
    void neverIsNoTime() {
        assertThat(Expiry.of("never", NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0d", "d", "90", "-1d", "90 d", "tomorrow", "2027-01-31", "99999999d"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Expiry.of(text, NOW))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'%s'".formatted(text));
    }
}
