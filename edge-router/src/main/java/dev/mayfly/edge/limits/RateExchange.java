package dev.mayfly.edge.limits;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.limits.Bucket.Told;
import dev.mayfly.edge.limits.SharedCounts.Spent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells other routers in intervals what this one let in, and hears what they did. Requests never wait for it. What cannot be told is not
 * told later: by then most of it has filled in again, and this router's own buckets hold all the while.
 */
@Singleton
public class RateExchange {
    private static final Logger LOG = Logger.getLogger(RateExchange.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long SWEEP_MS = 1_000;

    private final Buckets buckets;
    private final SharedCounts counts;
    private final int most;
    private final Duration patience;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile boolean shared = true;

    @Inject
    RateExchange(Buckets buckets, SharedCounts counts, EdgeConfig config, MeterRegistry metrics) {
        this(buckets, counts, config.rate().exchangeMax(), PATIENCE);
        Gauge.builder("mayfly.edge.rate.shared", () -> shared ? 1 : 0)
                .description("Whether rates are held together with other routers (1), or by this one alone (0)")
                .register(metrics);
        Gauge.builder("mayfly.edge.rate.buckets", buckets::size)
                .description("Buckets that are not full")
                .register(metrics);
    }

    RateExchange(Buckets buckets, SharedCounts counts, int most, Duration patience) {
        this.buckets = buckets;
        this.counts = counts;
        this.most = most;
        this.patience = patience;
    }

    void start(@Observes StartupEvent event, Vertx vertx, EdgeConfig config, RefusalRecords records) {
        vertx.setPeriodic(config.rate().exchange().toMillis(), id -> exchange());
        vertx.setPeriodic(
                SWEEP_MS,
                id -> vertx.executeBlocking(() -> {
                    buckets.sweep();
                    records.sweep();
                    return true;
                }));
    }

    /** Whether other routers are heard. */
    public boolean shared() {
        return shared;
    }

    boolean isUnderWay() {
        return underWay.get();
    }

    /** Begins an exchange, unless the one before is still under way. */
    void exchange() {
        if (!underWay.compareAndSet(false, true)) return;
        List<Bucket> some = buckets.untold(most);
        if (some.isEmpty()) {
            underWay.set(false);
            return;
        }
        Map<String, List<Bucket>> groups = new TreeMap<>();
        for (Bucket bucket : some)
            groups.computeIfAbsent(counts.group(bucket.key()), g -> new ArrayList<>())
                    .add(bucket);
        List<Uni<Void>> all = new ArrayList<>();
        groups.forEach((group, members) -> all.add(exchange(group, members)));
        Uni.join()
                .all(all)
                .andCollectFailures()
                .subscribe()
                .with(done -> over(true, ""), error -> over(false, String.valueOf(error.getMessage())));
    }

    private Uni<Void> exchange(String group, List<Bucket> members) {
        long now = buckets.nanoTime();
        List<Told> told = members.stream().map(bucket -> bucket.tell(now)).toList();
        List<Spent> spent = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++)
            spent.add(new Spent(
                    members.get(i).key(), told.get(i).count() * members.get(i).intervalNs()));
        return Uni.createFrom()
                .deferred(() -> counts.add(group, spent))
                .ifNoItem()
                .after(patience)
                .fail()
                .invoke(owed -> {
                    for (int i = 0; i < members.size(); i++) members.get(i).hear(told.get(i), owed.get(i));
                })
                .replaceWithVoid();
    }

    private void over(boolean heard, String why) {
        if (shared != heard)
            LOG.warn(
                    heard
                            ? "rates are held together with other routers again"
                            : "rates are held by this router alone: " + why);
        shared = heard;
        underWay.set(false);
    }
}
