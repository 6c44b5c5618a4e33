package dev.mayfly.control.tokens;

import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.truth.Truth;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Notes when tokens were last used: some at a time, behind the calls, in one change for all of them. */
@ApplicationScoped
class TokenUses {
    private static final int AT_A_TIME = 1_000;
    private static final Logger LOG = Logger.getLogger(TokenUses.class);

    private final Truth truth;
    private final Vertx vertx;
    private final long everyMs;
    private final RecentUses recent = new RecentUses(Clock.systemUTC());
    private final AtomicBoolean writing = new AtomicBoolean();
    private long timer;

    TokenUses(Truth truth, Vertx vertx, ControlConfig config) {
        this.truth = truth;
        this.vertx = vertx;
        this.everyMs = Math.max(1, config.tokenUsesEvery().toMillis());
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(everyMs, ignored -> writeSome());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    void used(String token) {
        recent.add(token);
    }

    private void writeSome() {
        if (!writing.compareAndSet(false, true)) return;
        List<String> tokens = recent.take(AT_A_TIME);
        Uni<?> written = tokens.isEmpty() ? Uni.createFrom().voidItem() : write(tokens);
        written.onTermination()
                .invoke(() -> writing.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warn("when tokens were last used could not be noted", failure));
    }

    private Uni<Integer> write(List<String> tokens) {
        return truth.change((session, change) -> session.createMutationQuery(
                        "update TokenRow t set t.lastUsedAt = ?1 where t.id in ?2")
                .setParameter(1, Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setParameter(2, tokens)
                .executeUpdate());
    }
}
