package dev.mayfly.edge.rollouts;

import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.rollouts.RolloutReports;
import dev.mayfly.bindings.rollouts.RolloutReports.Report;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.rollouts.RolloutCounts.Untold;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Tells the control plane in intervals what was counted; one report at a time. What is not acknowledged is told again. */
@Singleton
class RolloutReporter {
    private static final Logger LOG = Logger.getLogger(RolloutReporter.class);
    private static final Caller.Platform ROUTER = new Caller.Platform("edge-router");

    private final String router = UUID.randomUUID().toString();
    private final RolloutCounts counts;
    private final RolloutReports reports;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile boolean complained;
    private volatile boolean stopped;

    RolloutReporter(RolloutCounts counts, RolloutReports reports, Vertx vertx, EdgeConfig config) {
        this.counts = counts;
        this.reports = reports;
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.rolloutReport().toMillis(), id -> tell());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void tell() {
        if (stopped || !telling.compareAndSet(false, true)) return;
        List<Untold> untold = counts.untold(RolloutReports.COUNTS_MAX);
        if (untold.isEmpty()) {
            telling.set(false);
            return;
        }
        Report report = new Report(router, untold.stream().map(Untold::counted).toList());
        Callers.as(ROUTER, () -> reports.report(report))
                .ifNoItem()
                .after(config.patience())
                .fail()
                .onTermination()
                .invoke(() -> telling.set(false))
                .subscribe()
                .with(
                        taken -> {
                            untold.forEach(Untold::told);
                            complained = false;
                        },
                        this::complain);
    }

    /** Once for each outage. */
    private void complain(Throwable error) {
        if (complained) return;
        complained = true;
        LOG.warnf("the control plane does not take what was counted of rollouts: %s", error.getMessage());
    }
}
