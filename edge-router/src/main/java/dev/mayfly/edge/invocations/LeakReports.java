package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.accounts.TokenLeaks;
import dev.mayfly.bindings.accounts.TokenLeaks.Sighting;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.edge.invocations.Sightings.Seen;
import dev.mayfly.edge.reports.Reports;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells the control plane of tokens that stand in records. One after the other and ten a second at most, so that a function which
 * makes up texts in the form of tokens keeps nobody busy.
 */
@Singleton
public class LeakReports {
    private static final long PAUSE_MS = 100;
    private static final Logger LOG = Logger.getLogger(LeakReports.class);

    private final TokenLeaks leaks;
    private final Vertx vertx;
    private final Sightings sightings = new Sightings(InstantSource.system());
    private final AtomicBoolean telling = new AtomicBoolean();

    LeakReports(TokenLeaks leaks, Vertx vertx) {
        this.leaks = leaks;
        this.vertx = vertx;
    }

    /** Called on event loops: nothing here may wait. */
    public void report(TokenText token, CompletedInvocation record) {
        String function = record.account() + "/" + record.function();
        String where = "function %s, record of invocation %s".formatted(function, record.id());
        sightings.add(new Seen(
                new Sighting(HexFormat.of().formatHex(token.hash()), where, Instant.ofEpochMilli(record.startedAtMs())),
                function));
        tellNext();
    }

    private void tellNext() {
        if (!telling.compareAndSet(false, true)) return;
        sightings.next().ifPresentOrElse(this::tell, () -> telling.set(false));
    }

    private void tell(Seen seen) {
        Callers.as(Reports.ROUTER, () -> leaks.flag(seen.sighting()))
                .subscribe()
                .with(done -> pause(), failure -> {
                    LOG.warnf(
                            "a token stands in the open (%s), and the control plane could not be told: %s",
                            seen, failure);
                    sightings.unheard(seen);
                    pause();
                });
    }

    private void pause() {
        vertx.setTimer(PAUSE_MS, timer -> {
            telling.set(false);
            tellNext();
        });
    }
}
