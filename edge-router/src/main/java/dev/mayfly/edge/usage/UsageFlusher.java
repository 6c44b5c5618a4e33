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
import java.time.Duration;

/**
 * Tells the control plane in intervals what was used: sooner while accounts with caps use something, since other routers hold them against
 * it, and at once when an account's caps are not known.
 */
@Singleton
class UsageFlusher {
    private static final int LOOK_MS = 100;

    private final UsageMeter meter;
    private final UsageReports controlPlane;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final Reports reports;
    private volatile long lastNs = System.nanoTime();

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
        if (!isDue(Duration.ofNanos(System.nanoTime() - lastNs))) return;
        reports.send(
                () -> {
                    lastNs = System.nanoTime();
                    return meter.flush();
                },
                flush -> Callers.as(Reports.ROUTER, () -> controlPlane.flush(flush)),
                (flush, standings) -> meter.acknowledged(flush, standings.accounts()));
    }

    private boolean isDue(Duration silence) {
        if (silence.compareTo(config.usage().flush()) >= 0) return true;
        if (reports.areRefused()) return false;
        return meter.hasUnknown()
                || (meter.drawsOnCaps() && silence.compareTo(config.usage().flushCapped()) >= 0);
    }
}
