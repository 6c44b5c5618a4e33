package dev.mayfly.control;

import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.RevisionRow;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while truth can be read. Without Redis routers hear of changes later, so its state is told and decides nothing. */
@Readiness
@ApplicationScoped
class ControlReadiness implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final ReactiveRedisDataSource redis;

    ControlReadiness(Database database, @RedisClientName("control") ReactiveRedisDataSource redis) {
        this.database = database;
        this.redis = redis;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.combine()
                .all()
                .unis(
                        answers(database.read(session -> session.find(RevisionRow.class, RevisionRow.ONLY))),
                        answers(redis.execute("PING")))
                .with((postgres, cache) -> HealthCheckResponse.named("control-plane")
                        .status(postgres)
                        .withData("postgresql", state(postgres))
                        .withData("redis", state(cache))
                        .build());
    }

    private static Uni<Boolean> answers(Uni<?> question) {
        return question.map(answer -> answer != null)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }

    private static String state(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
