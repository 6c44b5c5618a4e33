package dev.mayfly.edge.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.tails.Tails;
import dev.mayfly.bindings.tails.Tails.Failure;
import dev.mayfly.bindings.tails.Tails.Seen;
import dev.mayfly.bindings.tails.Tails.Watch;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.invocations.CompletedInvocation;
import dev.mayfly.edge.invocations.LeakReports;
import dev.mayfly.edge.invocations.Redaction;
import dev.mayfly.isolates.Outcome;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Tells invocations of functions that are watched, on a thread of its own. What cannot be told in time is dropped and counted;
 * invocations never wait for it, and those of functions that nobody watches pay one look at an empty map.
 */
@Singleton
public class TailReports {
    private static final Logger LOG = Logger.getLogger(TailReports.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Watched watched;
    private final Channel channel;
    private final BiConsumer<TokenText, CompletedInvocation> leaks;
    private final ObjectMapper json;
    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();
    private final ThreadPoolExecutor thread;

    /** Where it is told. Comes back when that is done, or fails. */
    interface Channel {
        void tell(String seen);
    }

    @Inject
    TailReports(
            @RedisClientName("edge") ReactiveRedisDataSource redis,
            LeakReports leaks,
            ObjectMapper json,
            EdgeConfig config) {
        this(
                seen -> redis.pubsub(String.class)
                        .publish(Tails.SEEN, seen)
                        .await()
                        .atMost(PATIENCE),
                leaks::report,
                json,
                config.tails());
    }

    TailReports(
            Channel channel,
            BiConsumer<TokenText, CompletedInvocation> leaks,
            ObjectMapper json,
            EdgeConfig.Watching config) {
        this.watched = new Watched(config.functionsMax(), System::nanoTime);
        this.channel = channel;
        this.leaks = leaks;
        this.json = json;
        this.bytesMax = config.bytesMax();
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(config.queue()),
                Thread.ofPlatform().daemon().name("mayfly-edge-tails").factory());
        this.thread.allowCoreThreadTimeOut(true);
    }

    void watched(Watch watch) {
        watched.watch(watch);
    }

    Optional<Watched.Lease> lease(Watch watch) {
        return watched.find(watch);
    }

    /** Called behind the answer, on the event loop of the invocation. */
    public void offer(CompletedInvocation record, HttpServerRequest http) {
        Optional<Watched.Lease> lease = lease(new Watch(record.account(), record.function()));
        if (lease.isEmpty()) return;
        String client = http.remoteAddress() == null ? "" : http.remoteAddress().hostAddress();
        Redaction redaction = new Redaction();
        Map<String, String> headers = ShownHeaders.of(http.headers(), redaction::clean);
        redaction.tokens().forEach(token -> leaks.accept(token, record));
        offer(record, headers, client, lease.get());
    }

    void offer(CompletedInvocation record, Map<String, String> headers, String client, Watched.Lease lease) {
        long size = record.bytes();
        if (bytes.addAndGet(size) > bytesMax) {
            drop(lease, size);
            return;
        }
        try {
            thread.execute(() -> tell(record, headers, client, lease, size));
        } catch (RejectedExecutionException full) {
            drop(lease, size);
        }
    }

    private void drop(Watched.Lease lease, long size) {
        bytes.addAndGet(-size);
        lease.dropped.incrementAndGet();
    }

    private void tell(
            CompletedInvocation record, Map<String, String> headers, String client, Watched.Lease lease, long size) {
        long dropped = lease.dropped.getAndSet(0);
        try {
            Seen seen = new Seen(record.told(), failure(record.outcome()), headers, client, dropped);
            channel.tell(json.writeValueAsString(seen));
        } catch (JsonProcessingException | RuntimeException e) {
            lease.dropped.addAndGet(dropped + 1);
            LOG.debugf(e, "an invocation could not be told to who watches");
        } finally {
            bytes.addAndGet(-size);
        }
    }

    private static Optional<Failure> failure(Outcome outcome) {
        if (!(outcome instanceof Outcome.Failed failed)) return Optional.empty();
        var error = failed.error();
        return Optional.of(new Failure(error.name(), error.message(), error.stack()));
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }
}
