package dev.mayfly.edge.snapshot;

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
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Hears from Redis that something changed. While Redis is away, {@link Snapshot} asks in intervals, and this subscribes anew. */
@Singleton
class ChangeFeed {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);

    private enum State {
        away,
        subscribing,
        listening,
        stopped
    }

    private final ReactiveRedisDataSource redis;
    private final Snapshot snapshot;
    private final FlagSnapshot flags;
    private final AccountOrigins origins;
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
        this.snapshot = snapshot;
        this.flags = flags;
        this.origins = origins;
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

    private void message(String revision) {
        try {
            heard(Long.parseLong(revision));
        } catch (NumberFormatException e) {
            LOG.warn("the change feed said something that is no revision");
            heard(Long.MAX_VALUE);
        }
    }

    private void heard(long announced) {
        snapshot.heard(announced);
        flags.heard(announced);
        origins.heard(announced);
    }
}
