package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OffendersTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private final Offenders offenders = new Offenders(Duration.ofHours(1), 2);

    @Test
    void strangersAreFree() {
        assertThat(offenders.lately("a", 0)).isFalse();
        assertThat(offenders.often("a", 0)).isFalse();
    }

    @Test
    void oftenEndsAfterAMinuteAndLatelyAfterAnHour() {
        offenders.offended("a", 0);
        assertThat(offenders.often("a", 1)).isFalse();
        offenders.offended("a", 2);
        assertThat(offenders.often("a", 3)).isTrue();
        assertThat(offenders.often("a", MINUTE + 3)).isFalse();
        assertThat(offenders.lately("a", 60 * MINUTE)).isTrue();
        assertThat(offenders.lately("a", 60 * MINUTE + 3)).isFalse();
    }

    @Test
    void onlyTheLatestAreRemembered() {
        for (int i = 0; i < 1_001; i++) offenders.offended("a" + i, 0);
        assertThat(offenders.lately("a0", 1)).isFalse();
        assertThat(offenders.lately("a1000", 1)).isTrue();
    }
}
