package dev.mayfly.memory.store;

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
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Transactions of the memory service's database, for threads that may wait. Each says first for whom it works, and PostgreSQL shows it nothing else:
 * a statement that forgot its {@code where} reads and changes one profile all the same.
 */
@ApplicationScoped
public class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Made by the migration for users that policies do not hold, such as the owner of an embedded server. */
    private static final String BOUND_ROLE = "memory_service";

    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;
    private volatile Optional<Boolean> passesPolicies = Optional.empty();

    Database(@PersistenceUnit("memory") Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = sessions;
        this.vertx = vertx;
    }

    /** Sees the namespaces and the names of the profiles of one account. */
    public <T> T ofAccount(String account, Function<Mutiny.Session, Uni<T>> work) {
        return transaction(new Sight(account, "", ""), work);
    }

    /** Sees what is remembered in one profile. */
    public <T> T ofProfile(ProfileRow profile, Function<Mutiny.Session, Uni<T>> work) {
        return transaction(new Sight(profile.account, Long.toString(profile.id), ""), work);
    }

    /** Sees which profiles and jobs there are, and nothing that is remembered. */
    <T> T rounds(Function<Mutiny.Session, Uni<T>> work) {
        return transaction(new Sight("", "", "rounds"), work);
    }

    /** What policies let a transaction see. */
    private record Sight(String account, String profile, String service) {}

    private <T> T transaction(Sight sight, Function<Mutiny.Session, Uni<T>> work) {
        String role = passesPolicies() ? BOUND_ROLE : "none";
        return await(() -> sessions.withTransaction(session -> session.createNativeQuery("""
                        select set_config('memory.account', ?1, true) || set_config('memory.profile', ?2, true)
                          || set_config('memory.service', ?3, true) || set_config('role', ?4, true)""", String.class)
                .setParameter(1, sight.account)
                .setParameter(2, sight.profile)
                .setParameter(3, sight.service)
                .setParameter(4, role)
                .getSingleResult()
                .chain(() -> work.apply(session))));
    }

    private boolean passesPolicies() {
        return passesPolicies.orElseGet(() -> {
            boolean passes = await(() -> sessions.withSession(session -> session.createNativeQuery(
                            "select rolsuper or rolbypassrls from pg_roles where rolname = current_user", Boolean.class)
                    .getSingleResult()));
            passesPolicies = Optional.of(passes);
            return passes;
        });
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
            case VALUE ->
                new Problem.Invalid(
                        "invalid-memory", "a name, an id or a reader has a character that cannot be kept: U+0000");
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
