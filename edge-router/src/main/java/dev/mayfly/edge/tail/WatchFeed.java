package dev.mayfly.edge.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.tails.Tails;
import dev.mayfly.bindings.tails.Tails.Watch;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.feed.Feed;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Hears from Redis what is watched. While Redis is away nobody watches. */
@Singleton
class WatchFeed {
    private static final Logger LOG = Logger.getLogger(WatchFeed.class);

    private final Feed feed;
    private final TailReports reports;
    private final Vertx vertx;
    private final ObjectMapper json;
    private volatile long again;

    WatchFeed(
            @RedisClientName("edge") Redis redis,
            TailReports reports,
            Vertx vertx,
            EdgeConfig config,
            ObjectMapper json) {
        this.feed = new Feed(redis, Tails.WATCHED, config.patience(), this::heard);
        this.reports = reports;
        this.vertx = vertx;
        this.json = json;
    }

    void start(@Observes StartupEvent event) {
        feed.listen();
        again = vertx.setPeriodic(Tails.REPEAT.toMillis(), id -> feed.listen());
    }

    /** What it asks is gone by the time that it would ask again. */
    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(again);
        feed.stop();
    }

    private void heard(String watch) {
        try {
            reports.watched(json.readValue(watch, Watch.class));
        } catch (JsonProcessingException e) {
            LOG.warn("what shall be watched could not be understood");
        }
    }
}
