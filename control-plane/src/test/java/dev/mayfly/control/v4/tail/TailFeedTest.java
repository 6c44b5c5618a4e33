package dev.mayfly.control.v4.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.tails.Tails;
import dev.mayfly.bindings.tails.Tails.Seen;
import dev.mayfly.bindings.tails.Tails.Watch;
import dev.mayfly.control.Eventually;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The way from Redis to those who watch. */
@QuarkusTest
class TailFeedTest {
    private static final int ROUNDS = 3;

    @Inject
    TailFeed feed;

    @Inject
    OpenTails tails;

    @Inject
    ObjectMapper json;

    @Inject
    @RedisClientName("control")
    RedisDataSource redis;

    @Test
    void whatARouterSawIsToldOnceAndNothingIsHeardWhenNobodyWatches() throws Exception {
        String seen = json.writeValueAsString(WatchedCalls.answered());
        Seen told = WatchedCalls.answered();
        Watch watch = new Watch(told.invocation().account(), told.invocation().function());
        // Nobody is to watch but this test: others leave tails open.
        for (Watch others : tails.watched()) tails.of(others.account()).forEach(tail -> tails.close(tail.id));
        for (int round = 0; round < ROUNDS; round++) {
            AtomicInteger events = new AtomicInteger();
            Tail tail = tails.open(watch, new TailFilter(List.of()));
            tail.connect(reader(events));
            feed.beat();
            Eventually.eventually(() -> subscribers() == 1);
            assertThat(redis.execute("PUBLISH", Tails.SEEN, seen).toInteger()).isOne();
            Eventually.eventually(() -> events.get() > 0);
            assertThat(events).hasValue(1);
            tails.close(tail.id);
            Eventually.eventually(() -> {
                feed.beat();
                return subscribers() == 0;
            });
        }
    }

    private int subscribers() {
        return redis.execute("PUBSUB", "NUMSUB", Tails.SEEN).get(1).toInteger();
    }

    private static Tail.Reader reader(AtomicInteger events) {
        return new Tail.Reader() {
            @Override
            public String address() {
                return "192.0.2.1";
            }

            @Override
            public boolean isFull() {
                return false;
            }

            @Override
            public void send(String event) {
                events.incrementAndGet();
            }

            @Override
            public void end() {}
        };
    }
}
