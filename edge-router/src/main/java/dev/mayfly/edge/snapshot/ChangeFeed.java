package dev.mayfly.edge.snapshot;

import dev.mayfly.bindings.deployments.Announcement;
import dev.mayfly.bindings.deployments.Announcement.Part;
import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.flags.FlagSnapshot;
import dev.mayfly.edge.origins.AccountOrigins;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands.ReactiveRedisSubscriber;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Hears from Redis that something changed. While Redis is away, {@link Snapshot} asks in intervals, and this subscribes anew. */
@Singleton
class ChangeFeed {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);

    private static final Announcement ANYTHING = new Announcement(Long.MAX_VALUE, Set.of());
    /** What changes often costs what does not change one question in this time. */
    private static final long OTHERS_AFTER_MS = 1_000;

    private enum State {
        away,
        subscribing,
        listening,
        stopped
    }

    private final ReactiveRedisDataSource redis;
    private final Followers followers;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final AtomicReference<State> state = new AtomicReference<>(State.away);
    private volatile @Nullable ReactiveRedisSubscriber subscriber;

    ChangeFeed(
            @RedisClientName("edge") ReactiveRedisDataSource redis,
            Snapshot snapshot,
            FlagSnapshot flags,
            AccountOrigins origins,
            Vertx vertx,
            EdgeConfig config) {
        this.redis = redis;
        this.followers = new Followers(
                Map.of(Part.deployments, snapshot::heard, Part.flags, flags::heard, Part.origins, origins::heard),
                later -> vertx.setTimer(OTHERS_AFTER_MS, id -> later.run()));
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        subscribe();
        vertx.setPeriodic(config.resync().toMillis(), id -> subscribe());
    }

    void stop(@Observes ShutdownEvent event) {
        state.set(State.stopped);
    }

    private void subscribe() {
        if (!state.compareAndSet(State.away, State.subscribing)) return;
        redis.pubsub(String.class)
                .subscribe(Deployments.CHANNEL, this::message, this::lost, error -> lost())
                .ifNoItem()
                .after(config.patience())
                .fail()
                .subscribe()
                .with(
                        subscribed -> {
                            subscriber = subscribed;
                            state.compareAndSet(State.subscribing, State.listening);
                        },
                        error -> lost());
    }

    private void lost() {
        subscriber = null;
        if (state.compareAndSet(State.listening, State.away))
            LOG.warn("the change feed is lost; changes are asked for instead");
        else state.compareAndSet(State.subscribing, State.away);
    }

    private void message(String text) {
        try {
            followers.heard(Announcement.of(text));
        } catch (NumberFormatException e) {
            LOG.warn("the change feed said something that is no revision");
            followers.heard(ANYTHING);
        }
    }
}
