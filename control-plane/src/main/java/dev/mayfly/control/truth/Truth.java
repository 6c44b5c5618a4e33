package dev.mayfly.control.truth;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The only way to change what is kept. Changes happen one after the other (here by a queue, between processes by the lock of one
 * row), so what one of them checks stays true until it is kept, and the revisions that readers see have no gaps.
 */
@ApplicationScoped
public class Truth {
    /** For this transaction alone: nobody waits for ever, and what is acknowledged is on disk. */
    private static final String BOUNDS = "select set_config('lock_timeout', '5s', true),"
            + " set_config('statement_timeout', '15s', true), set_config('synchronous_commit', 'on', true)";

    private final Database database;
    private final ChangeFeed feed;
    private final WriteQueue queue;

    Truth(Database database, ChangeFeed feed, ControlConfig config) {
        this.database = database;
        this.feed = feed;
        this.queue = new WriteQueue(config.changesWaitingMax(), config.changeWait(), Clock.systemUTC());
    }

    /** One change, in one transaction. The answer comes when it is kept; then routers are told, unless no revision was taken. */
    public <T> Uni<T> change(BiFunction<Mutiny.Session, Change, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Executor context = database.context();
            return queue.inTurn(() -> inTransaction(work).runSubscriptionOn(context))
                    .emitOn(context);
        });
    }

    private <T> Uni<T> inTransaction(BiFunction<Mutiny.Session, Change, Uni<T>> work) {
        return database.transaction(session -> begin(session)
                        .chain(change -> work.apply(session, change).map(answer -> new Kept<>(answer, change))))
                .invoke(kept -> kept.change.announcement().ifPresent(feed::publish))
                .map(Kept::answer);
    }

    private static Uni<Change> begin(Mutiny.Session session) {
        return session.createNativeQuery(BOUNDS)
                .getSingleResult()
                .chain(() -> session.find(RevisionRow.class, RevisionRow.ONLY, LockMode.PESSIMISTIC_WRITE))
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.Broken("the table revision has lost its row"))
                .map(Change::new);
    }

    private record Kept<T>(T answer, Change change) {}
}
