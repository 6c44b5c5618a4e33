package dev.mayfly.control.functions;

import dev.mayfly.control.ControlConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Looks in intervals whether a rollout's next step is due; one look at a time. */
@Singleton
class RolloutClock {
    private static final Logger LOG = Logger.getLogger(RolloutClock.class);

    private final RolloutKeeper keeper;
    private final Vertx vertx;
    private final ControlConfig config;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean complained;
    private volatile boolean stopped;

    RolloutClock(RolloutKeeper keeper, Vertx vertx, ControlConfig config) {
        this.keeper = keeper;
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.rolloutCheck().toMillis(), id -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void look() {
        if (stopped || !looking.compareAndSet(false, true)) return;
        keeper.advance(Instant.now())
                .onTermination()
                .invoke(() -> looking.set(false))
                .subscribe()
                .with(went -> complained = false, this::complain);
    }

    /** Once for each outage. */
    private void complain(Throwable error) {
        if (complained || stopped) return;
        complained = true;
        LOG.warnf("rollouts do not go on: %s", error.getMessage());
    }
}
