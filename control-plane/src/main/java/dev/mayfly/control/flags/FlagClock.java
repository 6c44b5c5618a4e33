package dev.mayfly.control.flags;

import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.truth.Looking;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Looks in intervals whether a planned change of a flag is due. */
@Singleton
class FlagClock {
    private final Looking looking;
    private final Vertx vertx;
    private final ControlConfig config;

    FlagClock(FlagSchedules schedules, Vertx vertx, ControlConfig config) {
        this.looking = new Looking("planned changes of flags are not made", () -> schedules.advance(Instant.now()));
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        looking.every(config.flagCheck(), vertx);
    }

    void stop(@Observes ShutdownEvent event) {
        looking.stop();
    }
}
