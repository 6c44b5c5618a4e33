package dev.mayfly.edge.usage;

import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.usage.UsageReports;
import dev.mayfly.bindings.usage.UsageReports.Flush;
import dev.mayfly.edge.EdgeConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Tells the control plane in intervals what was used, at once when an account's caps are not known. One flush at a time. */
@Singleton
class UsageFlusher {
    private static final Logger LOG = Logger.getLogger(UsageFlusher.class);
    private static final Caller.Platform ROUTER = new Caller.Platform("edge-router");
    private static final int LOOK_MS = 100;

    private final UsageMeter meter;
    private final UsageReports reports;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile long nextNs = System.nanoTime();
    private volatile boolean complained;
    private volatile boolean stopped;

    UsageFlusher(UsageMeter meter, UsageReports reports, Vertx vertx, EdgeConfig config) {
        this.meter = meter;
        this.reports = reports;
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(LOOK_MS, id -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void look() {
        boolean due = System.nanoTime() - nextNs >= 0 || (meter.hasUnknown() && !complained);
        if (stopped || !due || !telling.compareAndSet(false, true)) return;
        nextNs = System.nanoTime() + config.usage().flush().toNanos();
        meter.flush().ifPresentOrElse(this::tell, () -> telling.set(false));
    }

    private void tell(Flush flush) {
        Callers.as(ROUTER, () -> reports.flush(flush))
                .ifNoItem()
                .after(config.patience())
                .fail()
                .onTermination()
                .invoke(() -> telling.set(false))
                .subscribe()
                .with(
                        standings -> {
                            meter.acknowledged(flush, standings.accounts());
                            complained = false;
                        },
                        this::complain);
    }

    /** Once for each outage. */
    private void complain(Throwable error) {
        if (complained) return;
        complained = true;
        LOG.warnf("the control plane does not take what was used, it is kept and told again: %s", error.getMessage());
    }
}
