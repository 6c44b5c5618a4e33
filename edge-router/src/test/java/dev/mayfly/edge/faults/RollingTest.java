package dev.mayfly.edge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RollingTest {
    private static final long S = 1_000_000_000L;

    private final Rolling rolling = new Rolling(Duration.ofSeconds(10), -5);

    @Test
    void countsBothKinds() {
        rolling.first(0);
        rolling.first(S);
        rolling.second(2 * S);

        assertThat(rolling.totals(2 * S)).isEqualTo(new Rolling.Totals(2, 1));
    }

    @Test
    void forgetsWhatIsOlderThanItsSpan() {
        rolling.first(0);
        rolling.second(5 * S);

        assertThat(rolling.totals(9 * S)).isEqualTo(new Rolling.Totals(1, 1));
        assertThat(rolling.totals(11 * S)).isEqualTo(new Rolling.Totals(0, 1));
        assertThat(rolling.totals(16 * S)).isEqualTo(new Rolling.Totals(0, 0));
    }

    @Test
    void aSlotThatIsUsedAgainBeginsAtNothing() {
        rolling.first(0);
        rolling.first(100 * S);

        assertThat(rolling.totals(100 * S)).isEqualTo(new Rolling.Totals(1, 0));
    }

    @Test
    void clocksMayBeginBelowZero() {
        Rolling early = new Rolling(Duration.ofSeconds(1), -50 * S);
        early.second(-50 * S);

        assertThat(early.totals(-50 * S)).isEqualTo(new Rolling.Totals(0, 1));
        assertThat(early.totals(-48 * S)).isEqualTo(new Rolling.Totals(0, 0));
    }

    @Test
    void ofSeveralAtATimeNoMoreAreCountedThanAllowed() throws InterruptedException {
        AtomicInteger counted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++)
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 1000; n++)
                    if (rolling.secondIf(0, totals -> totals.second() < 500)) counted.incrementAndGet();
            }));
        for (Thread thread : threads) thread.join();

        assertThat(counted).hasValue(500);
        assertThat(rolling.totals(0)).isEqualTo(new Rolling.Totals(0, 500));
    }
}
