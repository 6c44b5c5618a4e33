package dev.mayfly.isolates.worker.isolate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.worker.isolate.HeapLimit.Due;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeapLimitTest {
    private static final long LIMIT = 64 << 20;
    private static final long LATER = TimeUnit.SECONDS.toNanos(1);

    private final HeapLimit heap = new HeapLimit(LIMIT);
    private long now = 1;

    private Due due(long allocated) {
        return heap.due(allocated, now);
    }

    @Test
    void nothingIsLookedAtBeforeTheLimitCouldBeReached() {
        assertThat(due(LIMIT - 1)).isEqualTo(Due.NOT_YET);
        assertThat(heap.owed(LIMIT - 1)).isFalse();
        assertThat(heap.owed(LIMIT)).isTrue();
    }

    @Test
    void aLookIsAskedForOnce() {
        assertThat(due(LIMIT)).isEqualTo(Due.LOOK);
        assertThat(due(LIMIT + 1)).isEqualTo(Due.NOT_YET);
    }

    @Test
    void whoAllocatesOnWithoutBeingLookedAtIsOutOfReach() {
        due(LIMIT);
        now += LATER;
        assertThat(due(3 * LIMIT)).isEqualTo(Due.NOT_YET);
        assertThat(due(3 * LIMIT + 1)).isEqualTo(Due.OUT_OF_REACH);
    }

    @Test
    void aLookThatTheGuestOutranIsMadeUpForBetweenItsSlices() {
        due(LIMIT);
        assertThat(heap.owed(LIMIT + 5)).as("asked for and not done").isTrue();
        heap.looked(LIMIT + 5, 1000, LIMIT);
        now += LATER;
        assertThat(heap.owed(2 * LIMIT - 1000)).isFalse();
        assertThat(due(4 * LIMIT)).as("the next look, and no late one").isEqualTo(Due.LOOK);
    }

    @Test
    void closeBelowTheLimitWhatIsMeasuredQuicklyIsMeasuredOften() {
        heap.looked(LIMIT, LIMIT - 1, 10_000);
        assertThat(heap.owed(LIMIT + LIMIT / 32 - 1)).isFalse();
        assertThat(heap.owed(LIMIT + LIMIT / 32)).isTrue();
    }

    @Test
    void closeBelowTheLimitWhatTakesLongIsMeasuredAtEachHalfOfIt() {
        heap.looked(LIMIT, LIMIT - 1, 10 * LIMIT);
        assertThat(heap.owed(LIMIT + LIMIT / 2 - 1)).isFalse();
        assertThat(heap.owed(LIMIT + LIMIT / 2)).isTrue();
    }

    /** The watchdog asks for one while the guest's thread makes one of its own accord. */
    @Test
    void aMeasurementWithinAMeasurementIsTakenOffOnce() {
        var usage = new Usage();
        usage.open();
        var sum = HeapLimit.unbilled(
                usage,
                () -> HeapLimit.unbilled(usage, HeapLimitTest::measurement).live());
        usage.close();
        assertThat(sum.live()).isPositive();
        assertThat(sum.cpuNs()).isNotNegative();
        assertThat(usage.cpuNs()).isNotNegative();
        assertThat(usage.allocated()).isNotNegative();
    }

    private static long measurement() {
        long sum = 0;
        for (int i = 1; i < 200_000; i++) sum += new int[i % 64 + 1].length;
        return sum;
    }
}
