package dev.mayfly.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.rates.Rate;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Buckets of one router: against a model, under contention, and at their bounds. */
class BucketsTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int STEPS = 20_000;

    private long nowNs = -5 * SECOND_NS;
    private final Buckets buckets = new Buckets(100, () -> nowNs);

    /** Counts in whole tokens times the limit's interval, without overflow and without the trick of the one number. */
    private static final class Model {
        private final BigInteger capacity;
        private final BigInteger one;
        private BigInteger left;
        private long atNs;

        Model(Rate rate, long atNs) {
            this.one = BigInteger.valueOf(Math.ceilDiv(rate.period() * SECOND_NS, rate.limit()));
            this.capacity = one.multiply(BigInteger.valueOf(rate.limit()));
            this.left = capacity;
            this.atNs = atNs;
        }

        boolean take(long nowNs) {
            left = left.add(BigInteger.valueOf(nowNs - atNs)).min(capacity);
            atNs = nowNs;
            if (left.compareTo(one) < 0) return false;
            left = left.subtract(one);
            return true;
        }

        long whole() {
            return left.divide(one).longValueExact();
        }
    }

    @Test
    void bucketDoesWhatItsModelDoes() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        System.out.println("BucketsTest: -Dmayfly.seed=" + seed);
        Random random = new Random(seed);
        Map<String, Model> models = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            nowNs += random.nextInt(4) == 0 ? random.nextLong(3 * SECOND_NS) : random.nextLong(SECOND_NS / 100);
            if (random.nextInt(50) == 0) buckets.sweep();
            int kind = random.nextInt(8);
            Rate rate = new Rate(1 + kind * kind * 7, 1 + kind * 3);
            String key = "key " + random.nextInt(3);
            Model model = models.computeIfAbsent(key + rate, k -> new Model(rate, nowNs));
            boolean expected = model.take(nowNs);
            switch (buckets.take(key, rate)) {
                case Taken.Granted granted -> {
                    assertThat(expected).as("step %d, seed %d", i, seed).isTrue();
                    assertThat(granted.left()).as("step %d, seed %d", i, seed).isEqualTo(model.whole());
                }
                case Taken.Refused refused -> {
                    assertThat(expected).as("step %d, seed %d", i, seed).isFalse();
                    assertThat(refused.nextInNs()).isPositive();
                    Model then = model;
                    long before = nowNs + refused.nextInNs() - 1;
                    assertThat(then.left.add(BigInteger.valueOf(before - then.atNs)))
                            .isLessThan(then.one);
                }
            }
        }
    }

    /** Its interval is no whole number of nanoseconds; cut off, it would let in one more. */
    @Test
    void periodNeverFillsInMoreThanTheLimit() {
        Rate rate = new Rate(999_999, 1);
        takeAll(rate);
        nowNs += SECOND_NS / 2;
        int half = takeAll(rate);
        nowNs += SECOND_NS / 2;
        assertThat(half + takeAll(rate)).isBetween(990_000, 999_999);
    }

    private int takeAll(Rate rate) {
        int taken = 0;
        while (buckets.take("all", rate) instanceof Taken.Granted) taken++;
        return taken;
    }

    @Test
    void allThreadsTogetherGetTheLimitAndNoMore() throws InterruptedException {
        Rate rate = new Rate(10_000, 60);
        AtomicInteger granted = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        var threads = IntStream.range(0, 4)
                .mapToObj(t -> Thread.ofPlatform().start(() -> {
                    awaitUninterruptibly(go);
                    for (int i = 0; i < 5_000; i++)
                        if (buckets.take("hot", rate) instanceof Taken.Granted) granted.incrementAndGet();
                }))
                .toList();
        go.countDown();
        for (Thread thread : threads) thread.join();
        assertThat(granted).hasValue(10_000);
    }

    @Test
    void floodOfKeysNeitherResetsABucketNorGrowsTheTable() {
        Rate rate = new Rate(3, 60);
        for (int i = 0; i < 3; i++) assertThat(buckets.take("mallory", rate)).isInstanceOf(Taken.Granted.class);
        int granted = 0;
        for (int i = 0; i < 10_000; i++) {
            if (buckets.take("flood " + i, rate) instanceof Taken.Granted) granted++;
            if (i % 1_000 == 0) buckets.sweep();
        }
        assertThat(buckets.take("mallory", rate)).isInstanceOf(Taken.Refused.class);
        assertThat(buckets.size()).isLessThanOrEqualTo(100 + 64);
        assertThat(granted).as("99 of their own once each, 64 shared ones").isLessThanOrEqualTo(99 + 64 * 3);
    }

    @Test
    void bucketIsLetGoWhenItIsFullAndToldAndNotBefore() {
        Rate rate = new Rate(2, 10);
        buckets.take("once", rate);
        nowNs += 4 * SECOND_NS;
        buckets.untold(10).forEach(bucket -> bucket.tell(nowNs));
        buckets.sweep();
        assertThat(buckets.size()).as("it is not full yet").isEqualTo(1);
        buckets.take("once", rate);
        nowNs += 20 * SECOND_NS;
        buckets.sweep();
        assertThat(buckets.size()).as("it has something to tell").isEqualTo(1);
        buckets.untold(10).forEach(bucket -> bucket.tell(nowNs));
        buckets.sweep();
        assertThat(buckets.size()).isZero();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
