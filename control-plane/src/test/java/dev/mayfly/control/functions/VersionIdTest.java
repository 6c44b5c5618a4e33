package dev.mayfly.control.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VersionIdTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void idIsAUuidOfFormSeven() {
        UUID id = UUID.fromString(VersionId.after(Optional.empty(), NOW));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void idsRiseEvenWhenTheClockStandsOrGoesBack() {
        List<String> ids = new ArrayList<>();
        Optional<String> last = Optional.empty();
        for (int i = 0; i < 1_000; i++) {
            last = Optional.of(VersionId.after(last, NOW.minusSeconds(i % 3)));
            ids.add(last.get());
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }
}
