package dev.mayfly.edge.invocations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.TokenLeaks.Sighting;
import dev.mayfly.edge.invocations.Sightings.Seen;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private Instant now = Instant.EPOCH;
    private final Sightings sightings = new Sightings(() -> now);

    @Test
    void tokenIsToldOnceAnHourOfEachFunction() {
        sightings.add(seen("1", "demo/a"));
        sightings.add(seen("1", "demo/a"));
        sightings.add(seen("1", "demo/b"));
        assertThat(drained()).isEqualTo(2);
        now = now.plusSeconds(3599);
        sightings.add(seen("1", "demo/a"));
        assertThat(drained()).isZero();
        now = now.plusSeconds(1);
        sightings.add(seen("1", "demo/a"));
        assertThat(drained()).isEqualTo(1);
    }

    @Test
    void whatNobodyHeardIsToldAgain() {
        sightings.add(seen("1", "demo/a"));
        sightings.unheard(sightings.next().orElseThrow());
        sightings.add(seen("1", "demo/a"));
        assertThat(drained()).isEqualTo(1);
    }

    @Test
    void onlySoManyWait() {
        for (int i = 0; i < Sightings.WAITING_MAX + 10; i++) sightings.add(seen("" + i, "demo/a"));
        assertThat(drained()).isEqualTo(Sightings.WAITING_MAX);
    }

    @Test
    void onlySoManyAreRemembered() {
        for (int i = 0; i <= Sightings.REMEMBERED_MAX; i++) {
            sightings.add(seen("" + i, "demo/a"));
            sightings.next();
        }
        sightings.add(seen("0", "demo/a"));
        assertThat(drained()).as("the oldest is forgotten").isEqualTo(1);
        sightings.add(seen("" + Sightings.REMEMBERED_MAX, "demo/a"));
        assertThat(drained()).isZero();
    }

    private int drained() {
        int count = 0;
        while (sightings.next().isPresent()) count++;
        return count;
    }

    private static Seen seen(String hash, String function) {
        return new Seen(new Sighting(hash, "somewhere", Instant.EPOCH), function);
    }
}
