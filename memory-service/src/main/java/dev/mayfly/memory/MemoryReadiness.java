package dev.mayfly.memory;

import dev.mayfly.memory.store.Profiles;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while truth can be read; jobs that wait hold up nobody but those who wait for them. */
@Readiness
@ApplicationScoped
class MemoryReadiness implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Profiles profiles;
    private final Calls calls;

    MemoryReadiness(Profiles profiles, Calls calls) {
        this.profiles = profiles;
        this.calls = calls;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return calls.run(profiles::answers)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false)
                .map(up -> HealthCheckResponse.named("memory-service")
                        .status(up)
                        .withData("postgresql", up ? "UP" : "DOWN")
                        .build());
    }
}
