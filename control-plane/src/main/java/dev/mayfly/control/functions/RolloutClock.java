package dev.mayfly.control.functions;

import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.truth.Looking;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Looks in intervals whether a rollout's next step is due. */
@Singleton
class RolloutClock {
    private final Looking looking;
    private final Vertx vertx;
    private final ControlConfig config;

    RolloutClock(RolloutKeeper keeper, Vertx vertx, ControlConfig config) {
        this.looking = new Looking("rollouts do not go on", () -> keeper.advance(Instant.now()));
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        looking.every(config.rolloutCheck(), vertx);
    }

    void stop(@Observes ShutdownEvent event) {
        looking.stop();
    }
}
