package dev.mayfly.edge.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.Edge;
import dev.mayfly.edge.EdgeResources;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class FeedTest {
    private static final String CHANNEL = "told-by-a-test";
    private static final int ROUNDS = 5;

    @Inject
    Vertx vertx;

    @Inject
    @RedisClientName("edge")
    Redis client;

    @Inject
    @RedisClientName("edge")
    RedisDataSource redis;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final AtomicInteger losses = new AtomicInteger();

    @Test
    void eachWordIsHeardOnceHoweverOftenTheConnectionIsLost() {
        Feed feed = new Feed(client, CHANNEL, Duration.ofSeconds(5), new Feed.Listener() {
            @Override
            public void heard(String text) {
                heard.add(text);
            }

            @Override
            public void lost() {
                losses.incrementAndGet();
            }
        });
        for (int round = 0; round < ROUNDS; round++) {
            feed.listen();
            feed.listen();
            Edge.await(() -> subscribers() == 1);
            String word = "word " + round;
            redis.execute("PUBLISH", CHANNEL, word);
            Edge.await(() -> heard.contains(word));
            redis.execute("CLIENT", "KILL", "TYPE", "pubsub");
            int lost = round + 1;
            Edge.await(() -> losses.get() == lost);
        }
        assertThat(heard).containsExactly("word 0", "word 1", "word 2", "word 3", "word 4");
        feed.listen();
        Edge.await(() -> subscribers() == 1);
        feed.stop();
        Edge.await(() -> subscribers() == 0);
        feed.listen();
        redis.execute("PUBLISH", CHANNEL, "to nobody");
        assertThat(heard).hasSize(ROUNDS);
        assertThat(losses).hasValue(ROUNDS);
    }

    /** Redis that takes connections and says nothing is given up, and asked anew. */
    @Test
    void silentRedisIsAskedAgain() throws Exception {
        List<Socket> taken = new CopyOnWriteArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!silent.isClosed()) {
                    try {
                        taken.add(silent.accept());
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            Redis mute = Redis.createClient(vertx, "redis://127.0.0.1:" + silent.getLocalPort());
            Feed feed = new Feed(mute, CHANNEL, Duration.ofMillis(50), text -> heard.add(text));
            Edge.await(() -> {
                feed.listen();
                return taken.size() >= 3;
            });
            feed.stop();
            mute.close();
        }
        for (Socket socket : taken) socket.close();
        assertThat(heard).isEmpty();
    }

    private int subscribers() {
        return redis.execute("PUBSUB", "NUMSUB", CHANNEL).get(1).toInteger();
    }
}
