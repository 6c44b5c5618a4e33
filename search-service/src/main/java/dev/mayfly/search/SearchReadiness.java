package dev.mayfly.search;

import dev.mayfly.search.store.Indexes;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while truth can be read; an index that is being made anew holds up nobody but those who search it. */
@Readiness
@ApplicationScoped
class SearchReadiness implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Indexes indexes;
    private final Calls calls;

    SearchReadiness(Indexes indexes, Calls calls) {
        this.indexes = indexes;
        this.calls = calls;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return calls.run(() -> indexes.states(List.of(0L)).isEmpty())
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false)
                .map(up -> HealthCheckResponse.named("search-service")
                        .status(up)
                        .withData("postgresql", up ? "UP" : "DOWN")
                        .build());
    }
}
