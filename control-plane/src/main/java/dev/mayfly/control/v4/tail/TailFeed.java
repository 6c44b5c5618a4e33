package dev.mayfly.control.v4.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.tails.Tails;
import dev.mayfly.bindings.tails.Tails.Seen;
import dev.mayfly.bindings.tails.Tails.Watch;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands.ReactiveRedisSubscriber;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says to the routers what is watched, again and again, and hears from them what happened; only while there are tails. */
@ApplicationScoped
class TailFeed {
    private static final Logger LOG = Logger.getLogger(TailFeed.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private enum State {
        idle,
        subscribing,
        listening
    }

    private final OpenTails tails;
    private final ReactivePubSubCommands<String> channel;
    private final Vertx vertx;
    private final ObjectMapper json;
    private final AtomicReference<State> state = new AtomicReference<>(State.idle);
    private volatile @Nullable ReactiveRedisSubscriber subscriber;
    private volatile long beating;

    TailFeed(
            OpenTails tails,
            @RedisClientName("control") ReactiveRedisDataSource redis,
            Vertx vertx,
            ObjectMapper json) {
        this.tails = tails;
        this.channel = redis.pubsub(String.class);
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

    private void listen() {
        if (!state.compareAndSet(State.idle, State.subscribing)) return;
        channel.subscribe(Tails.SEEN, this::heard, this::lost, error -> lost())
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .subscribe()
                .with(
                        subscribed -> {
                            subscriber = subscribed;
                            state.set(State.listening);
                        },
                        error -> lost());
    }

    private void lost() {
        subscriber = null;
        state.set(State.idle);
    }

    private void fallSilent() {
        ReactiveRedisSubscriber listening = subscriber;
        if (listening == null || !state.compareAndSet(State.listening, State.idle)) return;
        subscriber = null;
        listening.unsubscribe().subscribe().with(gone -> {}, error -> LOG.debug("Redis was gone already", error));
    }

    private void heard(String seen) {
        try {
            tails.tell(json.readValue(seen, Seen.class));
        } catch (JsonProcessingException e) {
            LOG.warn("what a router saw could not be understood");
        }
    }
}
