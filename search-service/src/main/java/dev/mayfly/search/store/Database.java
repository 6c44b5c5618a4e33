package dev.mayfly.search.store;

import dev.mayfly.bindings.problem.Problem;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Sessions of the search service's database, for threads that may wait. */
@ApplicationScoped
public class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;

    Database(@PersistenceUnit("search") Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = sessions;
        this.vertx = vertx;
    }

    public <T> T read(Function<Mutiny.Session, Uni<T>> work) {
        return await(() -> sessions.withSession(work));
    }

    /** In a transaction. */
    public <T> T change(Function<Mutiny.Session, Uni<T>> work) {
        return await(() -> sessions.withTransaction(work));
    }

    /** Each call has a context of its own: sessions of different calls never meet. */
    private <T> T await(java.util.function.Supplier<Uni<? extends T>> work) {
        Context context = VertxContext.createNewDuplicatedContext(((VertxInternal) vertx).createEventLoopContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        try {
            return Uni.createFrom()
                    .deferred(work)
                    .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()))
                    .await()
                    .atMost(PATIENCE);
        } catch (RuntimeException failure) {
            throw told(failure);
        }
    }

    private static RuntimeException told(RuntimeException failure) {
        return switch (Outage.of(failure)) {
            case NONE -> failure;
            case PASSES -> {
                LOG.warnf("the database does not answer: %s", failure);
                yield new Problem.Unavailable("the database does not answer now; try again");
            }
            case DISK_FULL -> {
                LOG.errorf("the database's disk is full: %s", failure);
                yield new Problem.Unavailable(
                        "the disk of the platform's database is full, so nothing can be changed; its operator must make room");
            }
        };
    }
}
