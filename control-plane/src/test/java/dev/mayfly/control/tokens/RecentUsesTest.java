package dev.mayfly.control.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RecentUsesTest {
    private final SetClock clock = new SetClock();
    private final RecentUses uses = new RecentUses(clock);

    @Test
    void usedTokenComesUpOnce() {
        uses.add("a");
        uses.add("b");
        uses.add("a");
        assertThat(uses.take(10)).containsExactly("a", "b");
        assertThat(uses.take(10)).isEmpty();
    }

    @Test
    void tokenComesUpOnceAMinute() {
        uses.add("a");
        assertThat(uses.take(10)).containsExactly("a");
        clock.now = clock.now.plusSeconds(59);
        uses.add("a");
        assertThat(uses.take(10)).isEmpty();
        clock.now = clock.now.plusSeconds(1);
        uses.add("a");
        assertThat(uses.take(10)).containsExactly("a");
    }

    @Test
    void noMoreThanAskedForComeUpAtATime() {
        for (int i = 0; i < 5; i++) uses.add("t" + i);
        assertThat(uses.take(3)).hasSize(3);
        assertThat(uses.take(3)).hasSize(2);
    }

    @Test
    void onlySoManyAreRemembered() {
        for (int i = 0; i < RecentUses.MAX + 500; i++) uses.add("t" + i);
        assertThat(uses.take(Integer.MAX_VALUE)).hasSize(RecentUses.MAX);
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.EPOCH.plus(Duration.ofDays(1));

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
