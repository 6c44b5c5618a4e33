package dev.mayfly.edge.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One channel of Redis, heard on a connection of its own that is listened to before it subscribes. The subscription of Quarkus listens behind that:
 * where Redis is quicker it never ends and hears all the same, and each further one takes another connection.
 */
public final class Feed {
    private static final Logger LOG = Logger.getLogger(Feed.class);

    private static final long NOTHING = 0;
    private static final long STOPPED = -1;

    /** Whoever is told. */
    public interface Listener {
        void heard(String text);

        /** It was heard, and is no more: what was said since then is not known. */
        default void lost() {}
    }

    private final Redis redis;
    private final String channel;
    private final Duration patience;
    private final Listener listener;
    private final AtomicLong subscriptions = new AtomicLong();
    /** The number of the one subscription whose words are passed on. */
    private final AtomicLong current = new AtomicLong(NOTHING);

    private volatile @Nullable RedisConnection connection;

    /** @param patience how long Redis may take to connect, and to subscribe */
    public Feed(Redis redis, String channel, Duration patience, Listener listener) {
        this.redis = redis;
        this.channel = channel;
        this.patience = patience;
        this.listener = listener;
    }

    /** Does nothing while it listens already, or tries to. */
    public void listen() {
        long mine = subscriptions.incrementAndGet();
        if (!current.compareAndSet(NOTHING, mine)) return;
        redis.connect()
                .chain(opened -> subscribed(opened, mine))
                .subscribe()
                .with(opened -> keep(opened, mine), error -> {
                    LOG.debugf(error, "%s could not be heard", channel);
                    lost(mine);
                });
        Uni.createFrom().voidItem().onItem().delayIt().by(patience).subscribe().with(late -> {
            if (connection == null) lost(mine);
        });
    }

    /** A connection that comes too late has nobody to hear it. */
    private Uni<RedisConnection> subscribed(RedisConnection opened, long mine) {
        if (current.get() != mine) return Uni.createFrom().item(opened);
        opened.handler(push -> {
            if (current.get() == mine && isMessage(push))
                listener.heard(push.get(2).toString());
        });
        opened.endHandler(() -> lost(mine));
        opened.exceptionHandler(error -> close(opened));
        return opened.send(Request.cmd(Command.SUBSCRIBE).arg(channel))
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure()
                .invoke(error -> close(opened))
                .replaceWith(opened);
    }

    private static boolean isMessage(Response push) {
        return push.size() == 3 && push.get(0).toString().equals("message");
    }

    private void keep(RedisConnection opened, long mine) {
        if (current.get() == mine) {
            connection = opened;
            if (current.get() == mine) return;
            connection = null;
        }
        close(opened);
    }

    private void lost(long mine) {
        if (!current.compareAndSet(mine, NOTHING)) return;
        boolean heard = connection != null;
        connection = null;
        if (heard) listener.lost();
    }

    /** For good. */
    public void stop() {
        current.set(STOPPED);
        RedisConnection listening = connection;
        connection = null;
        if (listening != null) close(listening);
    }

    /** One that was subscribed is not used again: closing ends it. */
    private static void close(RedisConnection opened) {
        opened.close().subscribe().with(gone -> {}, error -> LOG.debug("Redis was gone already", error));
    }
}
