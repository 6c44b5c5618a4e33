package dev.mayfly.control.truth;

import dev.mayfly.bindings.deployments.Announcement;
import dev.mayfly.bindings.deployments.Deployments;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Tells routers that something changed. A word that is lost costs them time, not truth: they ask on their own too. So a change never
 * fails, or waits, because of it.
 */
@ApplicationScoped
class ChangeFeed {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ReactivePubSubCommands<String> channel;

    ChangeFeed(@RedisClientName("control") ReactiveRedisDataSource redis) {
        this.channel = redis.pubsub(String.class);
    }

    void publish(Announcement announcement) {
        channel.publish(Deployments.CHANNEL, announcement.text())
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.warnf(
                                "revision %d was not published, routers find it when they ask next: %s",
                                announcement.revision(), failure));
    }
}
