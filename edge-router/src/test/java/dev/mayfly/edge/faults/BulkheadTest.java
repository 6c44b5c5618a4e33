package dev.mayfly.edge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private final Bulkhead bulkhead = new Bulkhead(2);

    @Test
    void noMoreThanItsPlacesAreTaken() {
        assertThat(bulkhead.enter("acme")).isTrue();
        assertThat(bulkhead.enter("acme")).isTrue();
        assertThat(bulkhead.enter("acme")).isFalse();
    }

    @Test
    void othersHaveTheirOwn() {
        bulkhead.enter("acme");
        bulkhead.enter("acme");

        assertThat(bulkhead.enter("zeta")).isTrue();
    }

    @Test
    void aPlaceThatIsLeftIsFree() {
        bulkhead.enter("acme");
        bulkhead.enter("acme");
        bulkhead.leave("acme");

        assertThat(bulkhead.enter("acme")).isTrue();
        assertThat(bulkhead.enter("acme")).isFalse();
    }

    @Test
    void accountsThatHaveNothingUnderWayAreForgottenBeyondABound() {
        for (int i = 0; i < 30_000; i++) {
            bulkhead.enter("account" + i);
            bulkhead.leave("account" + i);
        }

        assertThat(bulkhead.accounts()).isEqualTo(10_000);
    }

    @Test
    void underHasteThereAreNeverMore() throws InterruptedException {
        Bulkhead narrow = new Bulkhead(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++)
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 5_000; n++) {
                    if (!narrow.enter("acme")) continue;
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    narrow.leave("acme");
                }
            }));
        for (Thread thread : threads) thread.join();

        assertThat(most.get()).isBetween(1, 3);
        for (int place = 0; place < 3; place++) assertThat(narrow.enter("acme")).isTrue();
    }
}
