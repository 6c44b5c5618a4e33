package dev.mayfly.edge.rollouts;

import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.rollouts.RolloutReports;
import dev.mayfly.bindings.rollouts.RolloutReports.Report;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.reports.Reports;
import dev.mayfly.edge.rollouts.RolloutCounts.Untold;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tells the control plane in intervals what was counted; what is not acknowledged is told again. */
@Singleton
class RolloutReporter {
    private final String router = UUID.randomUUID().toString();
    private final RolloutCounts counts;
    private final RolloutReports controlPlane;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final Reports reports;

    RolloutReporter(RolloutCounts counts, RolloutReports controlPlane, Vertx vertx, EdgeConfig config) {
        this.counts = counts;
        this.controlPlane = controlPlane;
        this.vertx = vertx;
        this.config = config;
        this.reports = new Reports("what was counted of rollouts", config.patience());
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(
                config.rolloutReport().toMillis(),
                id -> reports.send(this::untold, this::report, (told, taken) -> told.forEach(Untold::told)));
    }

    void stop(@Observes ShutdownEvent event) {
        reports.stop();
    }

    private Optional<List<Untold>> untold() {
        return Optional.of(counts.untold(RolloutReports.COUNTS_MAX)).filter(untold -> !untold.isEmpty());
    }

    private Uni<Void> report(List<Untold> untold) {
        Report report = new Report(router, untold.stream().map(Untold::counted).toList());
        return Callers.as(Reports.ROUTER, () -> controlPlane.report(report));
    }
}
