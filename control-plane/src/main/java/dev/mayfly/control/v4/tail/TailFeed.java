package dev.mayfly.control.v4.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.tails.Tails;
import dev.mayfly.bindings.tails.Tails.Seen;
import dev.mayfly.bindings.tails.Tails.Watch;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says to the routers what is watched, again and again, and hears from them what happened; only while there are tails. */
@ApplicationScoped
class TailFeed {
    private static final Logger LOG = Logger.getLogger(TailFeed.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long NOTHING = 0;

    private final OpenTails tails;
    private final ReactivePubSubCommands<String> channel;
    private final Redis redis;
    private final Vertx vertx;
    private final ObjectMapper json;
    private final AtomicLong subscriptions = new AtomicLong();
    /** The number of the one subscription whose words are passed on. */
    private final AtomicLong current = new AtomicLong(NOTHING);

    private volatile @Nullable RedisConnection connection;
    private volatile long beating;

    TailFeed(
            OpenTails tails,
            @RedisClientName("control") ReactiveRedisDataSource dataSource,
            @RedisClientName("control") Redis redis,
            Vertx vertx,
            ObjectMapper json) {
        this.tails = tails;
        this.channel = dataSource.pubsub(String.class);
        this.redis = redis;
        this.vertx = vertx;
        this.json = json;
    }

    void start(@Observes StartupEvent event) {
        beating = vertx.setPeriodic(Tails.REPEAT.toMillis(), id -> beat());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(beating);
    }

    /** At once when a tail is opened, then in intervals. */
    void beat() {
        var watched = tails.watched();
        if (watched.isEmpty()) {
            fallSilent();
            return;
        }
        listen();
        watched.forEach(this::say);
    }

    private void say(Watch watch) {
        try {
            channel.publish(Tails.WATCHED, json.writeValueAsString(watch))
                    .ifNoItem()
                    .after(PATIENCE)
                    .fail()
                    .subscribe()
                    .with(told -> {}, error -> LOG.debugf(error, "nobody was told that %s is watched", watch));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two texts can always be written", e);
        }
    }

    /**
     * On a connection that is listened to before it subscribes. The subscription of Quarkus listens behind that: where Redis is quicker, it
     * never ends, and hears all the same.
     */
    private void listen() {
        long mine = subscriptions.incrementAndGet();
        if (!current.compareAndSet(NOTHING, mine)) return;
        redis.connect()
                .chain(opened -> subscribed(opened, mine))
                .subscribe()
                .with(opened -> keep(opened, mine), error -> lost(mine));
        vertx.setTimer(PATIENCE.toMillis(), late -> {
            if (connection == null) lost(mine);
        });
    }

    /** One that comes too late has nobody to hear it. */
    private void keep(RedisConnection opened, long mine) {
        if (current.get() == mine) {
            connection = opened;
            if (current.get() == mine) return;
            connection = null;
        }
        close(opened);
    }

    private Uni<RedisConnection> subscribed(RedisConnection opened, long mine) {
        if (current.get() != mine) return Uni.createFrom().item(opened);
        opened.handler(push -> {
            if (current.get() == mine
                    && push.size() == 3
                    && push.get(0).toString().equals("message"))
                heard(push.get(2).toString());
        });
        opened.endHandler(() -> lost(mine));
        opened.exceptionHandler(error -> close(opened));
        return opened.send(Request.cmd(Command.SUBSCRIBE).arg(Tails.SEEN))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(error -> close(opened))
                .replaceWith(opened);
    }

    private void lost(long mine) {
        if (current.compareAndSet(mine, NOTHING)) connection = null;
    }

    private void fallSilent() {
        RedisConnection listening = connection;
        if (listening == null) return;
        lost(current.get());
        close(listening);
    }

    /** One that was subscribed is not used again: closing ends it. */
    private static void close(RedisConnection opened) {
        opened.close().subscribe().with(gone -> {}, error -> LOG.debug("Redis was gone already", error));
    }

    private void heard(String seen) {
        try {
            tails.tell(json.readValue(seen, Seen.class));
        } catch (JsonProcessingException e) {
            LOG.warn("what a router saw could not be understood");
        }
    }
}
