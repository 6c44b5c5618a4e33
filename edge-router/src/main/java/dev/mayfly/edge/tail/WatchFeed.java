package dev.mayfly.edge.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.tails.Tails;
import dev.mayfly.bindings.tails.Tails.Watch;
import dev.mayfly.edge.EdgeConfig;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Hears from Redis what is watched. While Redis is away nobody watches. */
@Singleton
class WatchFeed {
    private static final Logger LOG = Logger.getLogger(WatchFeed.class);

    private final ReactiveRedisDataSource redis;
    private final TailReports reports;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final ObjectMapper json;
    private final AtomicBoolean listening = new AtomicBoolean();
    private volatile long again;

    WatchFeed(
            @RedisClientName("edge") ReactiveRedisDataSource redis,
            TailReports reports,
            Vertx vertx,
            EdgeConfig config,
            ObjectMapper json) {
        this.redis = redis;
        this.reports = reports;
        this.vertx = vertx;
        this.config = config;
        this.json = json;
    }

    void start(@Observes StartupEvent event) {
        listen();
        again = vertx.setPeriodic(Tails.REPEAT.toMillis(), id -> listen());
    }

    /** What it asks is gone by the time that it would ask again. */
    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(again);
    }

    private void listen() {
        if (!listening.compareAndSet(false, true)) return;
        redis.pubsub(String.class)
                .subscribe(Tails.WATCHED, this::heard, this::lost, error -> lost())
                .ifNoItem()
                .after(config.patience())
                .fail()
                .subscribe()
                .with(subscriber -> {}, error -> lost());
    }

    private void lost() {
        listening.set(false);
    }

    private void heard(String watch) {
        try {
            reports.watched(json.readValue(watch, Watch.class));
        } catch (JsonProcessingException e) {
            LOG.warn("what shall be watched could not be understood");
        }
    }
}
