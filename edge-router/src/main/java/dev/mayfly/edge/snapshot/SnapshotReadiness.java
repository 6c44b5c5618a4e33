package dev.mayfly.edge.snapshot;

import dev.mayfly.isolates.IsolateHost;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The router is ready when it knows what to serve and a worker takes invocations. */
@Readiness
@ApplicationScoped
class SnapshotReadiness implements HealthCheck {
    private final Snapshot snapshot;
    private final IsolateHost isolates;

    SnapshotReadiness(Snapshot snapshot, IsolateHost isolates) {
        this.snapshot = snapshot;
        this.isolates = isolates;
    }

    @Override
    public HealthCheckResponse call() {
        boolean serving = isolates.status().serving();
        return HealthCheckResponse.named("edge-router")
                .status(snapshot.loaded() && serving)
                .withData("deployments", snapshot.loaded())
                .withData("isolates", serving)
                .build();
    }
}
