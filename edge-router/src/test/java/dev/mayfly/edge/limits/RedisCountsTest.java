package dev.mayfly.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.edge.Edge;
import dev.mayfly.edge.EdgeResources;
import dev.mayfly.edge.limits.SharedCounts.Spent;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two routers over the real Redis. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class RedisCountsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long HOUR_NS = 3_600_000_000_000L;

    @Inject
    RedisCounts counts;

    @Inject
    @RedisClientName("edge")
    ReactiveRedisDataSource redis;

    private final String key = "key " + UUID.randomUUID();

    private final class Router {
        private final Buckets buckets = new Buckets(1_000, System::nanoTime);
        private final RateExchange exchange = new RateExchange(buckets, counts, 512, PATIENCE);

        int letsIn(Rate rate, int asked) {
            int let = 0;
            for (int i = 0; i < asked; i++) if (buckets.take(key, rate) instanceof Taken.Granted) let++;
            return let;
        }
    }

    @Test
    void whatWasTakenAddsUpAndLivesUntilItHasFilledIn() {
        String group = counts.group(key);
        assertThat(add(group, HOUR_NS)).isBetween(HOUR_NS - 1_000_000_000L, HOUR_NS + 1_000);
        assertThat(add(group, HOUR_NS)).isBetween(2 * HOUR_NS - PATIENCE.toNanos(), 2 * HOUR_NS + 2_000);
        String stored = "mayfly:rate:{" + group + "}*";
        List<Long> lives = new ArrayList<>();
        for (String one : redis.key().keys(stored).await().atMost(PATIENCE))
            lives.add(redis.key().pttl(one).await().atMost(PATIENCE));
        assertThat(lives).as("none lives for ever").doesNotContain(-1L);
        assertThat(lives).anySatisfy(ttl -> assertThat(ttl).isBetween(3_600_000L, 7_200_000L));
    }

    @Test
    void answersComeInTheOrderOfWhatWasAsked() {
        String group = counts.group(key);
        List<Spent> many = new ArrayList<>();
        for (int i = 1; i <= 50; i++) many.add(new Spent(key + i, i * HOUR_NS));
        List<Long> owed = counts.add(group, many).await().atMost(PATIENCE);
        for (int i = 1; i <= 50; i++)
            assertThat(owed.get(i - 1)).isBetween(i * HOUR_NS - PATIENCE.toNanos(), i * HOUR_NS + 1_000);
    }

    @Test
    void keysAreHashes() {
        add(counts.group(key), HOUR_NS);
        assertThat(redis.key().keys("*" + key + "*").await().atMost(PATIENCE)).isEmpty();
    }

    /** The rate fills in one in six minutes, so that no time of the test's own counts. */
    @Test
    void twoRoutersHoldOneRateAsSoonAsTheyHaveHeardOfEachOther() {
        Rate rate = new Rate(10, 3_600);
        Router a = new Router();
        Router b = new Router();
        assertThat(a.letsIn(rate, 6)).isEqualTo(6);
        assertThat(b.letsIn(rate, 1)).isEqualTo(1);
        for (Router router : List.of(a, b)) {
            router.exchange.exchange();
            Edge.await(() -> !router.exchange.isUnderWay());
        }
        assertThat(b.letsIn(rate, 20)).isEqualTo(3);
        assertThat(a.exchange.shared()).isTrue();
    }

    private long add(String group, long owedNs) {
        return counts.add(group, List.of(new Spent(key, owedNs)))
                .await()
                .atMost(PATIENCE)
                .getFirst();
    }
}
