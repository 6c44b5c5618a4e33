package dev.mayfly.edge.snapshot;

import dev.mayfly.edge.limits.RateExchange;
import dev.mayfly.edge.regions.Regions;
import dev.mayfly.edge.transport.Departure;
import dev.mayfly.isolates.IsolateHost;
import dev.mayfly.isolates.LockIn.Layer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The router is ready when it knows what to serve and a worker takes invocations, until it is told to stop. */
@Readiness
@ApplicationScoped
class SnapshotReadiness implements HealthCheck {
    private final Snapshot snapshot;
    private final IsolateHost isolates;
    private final RateExchange rates;
    private final Departure departure;
    private final Regions regions;

    SnapshotReadiness(
            Snapshot snapshot, IsolateHost isolates, RateExchange rates, Departure departure, Regions regions) {
        this.snapshot = snapshot;
        this.isolates = isolates;
        this.rates = rates;
        this.departure = departure;
        this.regions = regions;
    }

    @Override
    public HealthCheckResponse call() {
        var status = isolates.status();
        boolean serving = status.serving();
        return HealthCheckResponse.named("edge-router")
                .status(snapshot.loaded() && serving && !departure.begun())
                .withData("deployments", snapshot.loaded())
                .withData("deployments-from", snapshot.source())
                .withData("isolates", serving)
                .withData("leaving", departure.begun())
                .withData("regions", regions.isOn() ? regions.standings() : "no others")
                .withData("rates", rates.shared() ? "shared" : "of this router alone")
                .withData("lock-in", names(status.lockIn().on().stream().sorted()))
                .withData("lock-in-missing", names(status.lockIn().missing().stream()))
                .build();
    }

    private static String names(Stream<Layer> layers) {
        return layers.map(Layer::name).collect(Collectors.joining(", "));
    }
}
