package dev.mayfly.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.rates.Rate;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Several routers that hold a rate together, with a clock and a store that do what the test says. */
class RateExchangeTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND_NS = 1_000 * MS;
    private static final int RUNS = 40;

    private long nowNs;

    /** Adds up as Redis does; answers when it is told to. */
    private final class Store implements SharedCounts {
        private final Map<String, Long> fullAt = new HashMap<>();
        private final List<Runnable> answers = new ArrayList<>();
        private boolean away;
        private int largest;

        @Override
        public String group(String bucket) {
            return bucket.substring(0, 1);
        }

        @Override
        public Uni<List<Long>> add(String group, List<Spent> spent) {
            largest = Math.max(largest, spent.size());
            if (away) return Uni.createFrom().failure(new IllegalStateException("away"));
            List<Long> owed = new ArrayList<>();
            for (Spent one : spent)
                owed.add(fullAt.merge(
                                one.bucket(),
                                nowNs + one.owedNs(),
                                (full, fresh) -> Math.max(full, nowNs) + one.owedNs())
                        - nowNs);
            return Uni.createFrom()
                    .emitter((UniEmitter<? super List<Long>> to) -> answers.add(() -> to.complete(owed)));
        }

        void answer() {
            List<Runnable> now = List.copyOf(answers);
            answers.clear();
            now.forEach(Runnable::run);
        }
    }

    private final Store store = new Store();

    private final class Router {
        private final Buckets buckets = new Buckets(1_000, () -> nowNs);
        private final RateExchange exchange = new RateExchange(buckets, store, 64, Duration.ofHours(1));

        boolean letsIn(String key, Rate rate) {
            return buckets.take(key, rate) instanceof Taken.Granted;
        }
    }

    /** The guarantee: the limit, what fills in, and what each other router lets in within an interval and its answer's way. */
    @Test
    void allTogetherLetInNoMoreThanIsPromised() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        System.out.println("RateExchangeTest: -Dmayfly.seed=" + seed);
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(seed + run);
            Rate rate = new Rate(1 + random.nextInt(200), 1 + random.nextInt(10));
            List<Router> routers = new ArrayList<>();
            for (int i = 0; i < 2 + random.nextInt(4); i++) routers.add(new Router());
            store.fullAt.clear();
            long start = nowNs;
            int let = 0;
            int seconds = 20;
            for (int ms = 0; ms < seconds * 1_000; ms += 10) {
                nowNs += 10 * MS;
                for (Router router : routers)
                    for (int i = random.nextInt(20); i > 0; i--) if (router.letsIn("key", rate)) let++;
                if (ms % 100 == 0) routers.forEach(router -> router.exchange.exchange());
                if (ms % 100 == 20) store.answer();
            }
            long filled = Math.ceilDiv((nowNs - start) * rate.limit(), rate.period() * SECOND_NS);
            long others = (routers.size() - 1L) * rate.limit();
            assertThat(let)
                    .as("%d routers, %s, seed %d", routers.size(), rate, seed + run)
                    .isLessThanOrEqualTo((int) (rate.limit() + filled + others));
            store.answers.clear();
        }
    }

    @Test
    void whatOneRouterLetInIsMissingAtTheOther() {
        Rate rate = new Rate(10, 60);
        Router a = new Router();
        Router b = new Router();
        for (int i = 0; i < 6; i++) assertThat(a.letsIn("key", rate)).isTrue();
        assertThat(b.letsIn("key", rate)).isTrue();
        a.exchange.exchange();
        b.exchange.exchange();
        store.answer();
        int let = 0;
        for (int i = 0; i < 10; i++) if (b.letsIn("key", rate)) let++;
        assertThat(let).isEqualTo(3);
    }

    @Test
    void whatWasLetInWhileTheAnswerWasUnderWayIsKept() {
        Rate rate = new Rate(10, 60);
        Router a = new Router();
        for (int i = 0; i < 4; i++) a.letsIn("key", rate);
        a.exchange.exchange();
        for (int i = 0; i < 5; i++) assertThat(a.letsIn("key", rate)).isTrue();
        store.answer();
        assertThat(a.letsIn("key", rate)).isTrue();
        assertThat(a.letsIn("key", rate)).isFalse();
    }

    @Test
    void storeThatForgotFillsNoBucket() {
        Rate rate = new Rate(2, 60);
        Router a = new Router();
        a.letsIn("key", rate);
        a.exchange.exchange();
        store.answer();
        a.letsIn("key", rate);
        store.fullAt.clear();
        a.exchange.exchange();
        store.answer();
        assertThat(a.letsIn("key", rate)).isFalse();
    }

    @Test
    void clockThatJumpedHoldsNobodyForEver() {
        Rate rate = new Rate(2, 1);
        Router a = new Router();
        a.letsIn("key", rate);
        store.fullAt.put("key@" + rate, nowNs + 1_000_000 * SECOND_NS);
        a.exchange.exchange();
        store.answer();
        assertThat(a.letsIn("key", rate)).isFalse();
        nowNs += 101 * SECOND_NS;
        assertThat(a.letsIn("key", rate)).isTrue();
    }

    @Test
    void withoutTheStoreEachHoldsItsOwnAndSaysSo() {
        Rate rate = new Rate(5, 60);
        Router a = new Router();
        store.away = true;
        int let = 0;
        for (int i = 0; i < 20; i++) {
            if (a.letsIn("key", rate)) let++;
            a.exchange.exchange();
        }
        assertThat(let).isEqualTo(5);
        assertThat(a.exchange.shared()).isFalse();
        store.away = false;
        nowNs += 60 * SECOND_NS;
        a.letsIn("key", rate);
        a.exchange.exchange();
        store.answer();
        assertThat(a.exchange.shared()).isTrue();
        assertThat(store.fullAt.get("key@" + rate) - nowNs)
                .as("what could not be told is not told later")
                .isEqualTo(12 * SECOND_NS);
    }

    @Test
    void exchangeIsBoundedAndTheRestComesNext() {
        Rate rate = new Rate(5, 60);
        Router a = new Router();
        for (int i = 0; i < 200; i++) a.letsIn("k" + i, rate);
        a.exchange.exchange();
        a.exchange.exchange();
        assertThat(store.fullAt).as("the second waits for the first").hasSize(64);
        for (int i = 0; i < 3; i++) {
            store.answer();
            a.exchange.exchange();
        }
        assertThat(store.largest).isEqualTo(64);
        assertThat(store.fullAt).hasSize(200);
    }
}
