package dev.mayfly.edge.snapshot;

import dev.mayfly.bindings.deployments.Announcement;
import dev.mayfly.bindings.deployments.Announcement.Part;
import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.feed.Feed;
import dev.mayfly.edge.flags.FlagSnapshot;
import dev.mayfly.edge.origins.AccountOrigins;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** Hears from Redis that something changed. While Redis is away, {@link Snapshot} asks in intervals, and this subscribes anew. */
@Singleton
class ChangeFeed {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);

    private static final Announcement ANYTHING = new Announcement(Long.MAX_VALUE, Set.of());
    /** What changes often costs what does not change one question in this time. */
    private static final long OTHERS_AFTER_MS = 1_000;

    private final Feed feed;
    private final Followers followers;
    private final Vertx vertx;
    private final EdgeConfig config;
    private volatile long again;

    ChangeFeed(
            @RedisClientName("edge") Redis redis,
            Snapshot snapshot,
            FlagSnapshot flags,
            AccountOrigins origins,
            Vertx vertx,
            EdgeConfig config) {
        this.feed = new Feed(redis, Deployments.CHANNEL, config.patience(), new Feed.Listener() {
            @Override
            public void heard(String text) {
                message(text);
            }

            @Override
            public void lost() {
                LOG.warn("the change feed is lost; changes are asked for instead");
            }
        });
        this.followers = new Followers(
                Map.of(Part.deployments, snapshot::heard, Part.flags, flags::heard, Part.origins, origins::heard),
                later -> vertx.setTimer(OTHERS_AFTER_MS, id -> later.run()));
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        feed.listen();
        again = vertx.setPeriodic(config.resync().toMillis(), id -> feed.listen());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(again);
        feed.stop();
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
