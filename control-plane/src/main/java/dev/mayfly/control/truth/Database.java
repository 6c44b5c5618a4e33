package dev.mayfly.control.truth;

import dev.mayfly.bindings.problem.Problem;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Sessions of the control plane's database, each call its own: calls that share a Vert.x context may run side by side. Callable from
 * any thread.
 */
@ApplicationScoped
public class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);

    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;

    Database(@PersistenceUnit("control") Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = sessions;
        this.vertx = vertx;
    }

    /** Reads without a transaction: each query sees what is kept at its start. */
    public <T> Uni<T> read(Function<Mutiny.Session, Uni<T>> work) {
        return onEventLoop(() -> sessions.openSession()
                .chain(session ->
                        Uni.createFrom().deferred(() -> work.apply(session)).eventually(session::close)));
    }

    /** Reads in one snapshot: all queries see the same state. */
    public <T> Uni<T> snapshot(Function<Mutiny.Session, Uni<T>> work) {
        return transaction(
                session -> session.createNativeQuery("set transaction isolation level repeatable read, read only")
                        .executeUpdate()
                        .chain(() -> work.apply(session)));
    }

    <T> Uni<T> transaction(Function<Mutiny.Session, Uni<T>> work) {
        return read(session -> session.withTransaction(transaction -> work.apply(session)));
    }

    /** Runs tasks on the Vert.x context of this call when a session can live there, or else on a new one. */
    Executor context() {
        Context context = here() ? vertx.getOrCreateContext() : ownContext();
        return task -> context.runOnContext(ignored -> task.run());
    }

    private <T> Uni<T> onEventLoop(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> here()
                        ? work.get()
                        : Uni.createFrom().deferred(work::get).runSubscriptionOn(context()))
                .onFailure(Outage::is)
                .transform(failure -> {
                    LOG.warnf("the database does not answer: %s", failure);
                    return new Problem.Unavailable("the database does not answer now; try again");
                })
                .onFailure(Outage::isFullDisk)
                .transform(failure -> {
                    LOG.errorf("the database's disk is full: %s", failure);
                    return new Problem.Unavailable(
                            "the disk of the platform's database is full, so nothing can be changed; its operator must make room");
                });
    }

    private static boolean here() {
        return Context.isOnEventLoopThread() && VertxContext.isOnDuplicatedContext();
    }

    private Context ownContext() {
        Context own = VertxContext.createNewDuplicatedContext(((VertxInternal) vertx).createEventLoopContext());
        VertxContextSafetyToggle.setContextSafe(own, true);
        return own;
    }
}
