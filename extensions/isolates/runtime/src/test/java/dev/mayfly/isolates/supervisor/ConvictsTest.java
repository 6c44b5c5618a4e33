package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConvictsTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private final Convicts convicts = new Convicts(Duration.ofHours(1), 2);

    @Test
    void strangersAreFree() {
        assertThat(convicts.convicted("a", 0)).isFalse();
        assertThat(convicts.spent("a", 0)).isFalse();
    }

    @Test
    void aConvictIsSpentForAMinuteAndConvictedForAnHour() {
        convicts.convict("a", 0);
        assertThat(convicts.spent("a", 1)).isFalse();
        convicts.convict("a", 2);
        assertThat(convicts.spent("a", 3)).isTrue();
        assertThat(convicts.spent("a", MINUTE + 3)).isFalse();
        assertThat(convicts.convicted("a", 60 * MINUTE)).isTrue();
        assertThat(convicts.convicted("a", 60 * MINUTE + 3)).isFalse();
    }

    @Test
    void onlyTheLatestAreRemembered() {
        for (int i = 0; i < 1_001; i++) convicts.convict("a" + i, 0);
        assertThat(convicts.convicted("a0", 1)).isFalse();
        assertThat(convicts.convicted("a1000", 1)).isTrue();
    }
}
