package dev.mayfly.control.temporary;

import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.functions.AccountFunctions;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Deletes temporary accounts whose time is over, each with all that it has in one change. What is to be done stands in the database
 * alone, so that a process which dies leaves nothing that the next does not do.
 */
@ApplicationScoped
class Sweeper {
    private static final int AT_A_TIME = 20;
    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    private final Database database;
    private final Truth truth;
    private final AccountFunctions functions;
    private final Vertx vertx;
    private final long everyMs;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private long timer;

    Sweeper(Database database, Truth truth, AccountFunctions functions, Vertx vertx, ControlConfig config) {
        this.database = database;
        this.truth = truth;
        this.functions = functions;
        this.vertx = vertx;
        this.everyMs = Math.max(1, config.temporary().sweepEvery().toMillis());
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(everyMs, ignored -> sweep());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void sweep() {
        if (!sweeping.compareAndSet(false, true)) return;
        database.read(session -> session.createSelectionQuery(
                                "select t.account from TemporaryRow t where t.expiresAt <= ?1 order by t.expiresAt",
                                String.class)
                        .setParameter(1, Instant.now())
                        .setMaxResults(AT_A_TIME)
                        .getResultList())
                .chain(ended -> Multi.createFrom()
                        .iterable(ended)
                        .onItem()
                        .transformToUniAndConcatenate(this::delete)
                        .collect()
                        .last())
                .chain(this::forgetChallenges)
                .onTermination()
                .invoke(() -> sweeping.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warn("temporary accounts could not be deleted; tried again", failure));
    }

    private Uni<Void> delete(String account) {
        return truth.change((session, change) -> session.find(TemporaryRow.class, account)
                .onItem()
                .ifNotNull()
                .call(row -> functions.deleteAll(session, change, account))
                .onItem()
                .ifNotNull()
                .transformToUni(row -> deleteAccount(session, account)));
    }

    /** Its tokens, its claim and what made it temporary go with it. */
    static Uni<Void> deleteAccount(Mutiny.Session session, String account) {
        return session.createMutationQuery("delete from AccountRow a where a.name = ?1")
                .setParameter(1, account)
                .executeUpdate()
                .replaceWithVoid();
    }

    private Uni<Void> forgetChallenges() {
        Instant now = Instant.now();
        return database.read(session -> session.createSelectionQuery(
                                "select count(*) from SpentChallengeRow c where c.expiresAt <= ?1", Long.class)
                        .setParameter(1, now)
                        .getSingleResult())
                .chain(count -> count == 0
                        ? Uni.createFrom().voidItem()
                        : truth.change((session, change) -> session.createMutationQuery(
                                        "delete from SpentChallengeRow c where c.expiresAt <= ?1")
                                .setParameter(1, now)
                                .executeUpdate()
                                .replaceWithVoid()));
    }
}
