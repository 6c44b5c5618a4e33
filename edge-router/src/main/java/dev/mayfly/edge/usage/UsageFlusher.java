package dev.mayfly.edge.usage;

import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.usage.UsageReports;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.reports.Reports;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells the control plane in intervals what was used, at once when an account's caps are not known. */
@Singleton
class UsageFlusher {
    private static final int LOOK_MS = 100;

    private final UsageMeter meter;
    private final UsageReports controlPlane;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final Reports reports;
    private volatile long nextNs = System.nanoTime();

    UsageFlusher(UsageMeter meter, UsageReports controlPlane, Vertx vertx, EdgeConfig config) {
        this.meter = meter;
        this.controlPlane = controlPlane;
        this.vertx = vertx;
        this.config = config;
        this.reports = new Reports("what was used", config.patience());
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(LOOK_MS, id -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        reports.stop();
    }

    private void look() {
        if (System.nanoTime() - nextNs < 0 && (!meter.hasUnknown() || reports.areRefused())) return;
        reports.send(
                () -> {
                    nextNs = System.nanoTime() + config.usage().flush().toNanos();
                    return meter.flush();
                },
                flush -> Callers.as(Reports.ROUTER, () -> controlPlane.flush(flush)),
                (flush, standings) -> meter.acknowledged(flush, standings.accounts()));
    }
}
