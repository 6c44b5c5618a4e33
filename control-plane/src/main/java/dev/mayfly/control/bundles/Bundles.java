package dev.mayfly.control.bundles;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.truth.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.hibernate.reactive.mutiny.Mutiny;

/** Bundles, kept under the hash of their content, for as long as a version has them. */
@ApplicationScoped
public class Bundles {
    private final Database database;
    private final Vertx vertx;

    Bundles(Database database, Vertx vertx) {
        this.database = database;
        this.vertx = vertx;
    }

    /** Packs and hashes; ten megabytes take tens of milliseconds, so not on the event loop. */
    public Uni<PackedBundle> pack(Bundle bundle) {
        return aside(() -> PackedBundle.of(bundle));
    }

    /** Keeps it, unless it is there already. */
    public Uni<Void> keep(Mutiny.Session session, PackedBundle packed) {
        return session.createSelectionQuery("select count(*) from BundleRow b where b.sha256 = ?1", Long.class)
                .setParameter(1, packed.sha256())
                .getSingleResult()
                .chain(there -> there > 0
                        ? Uni.createFrom().voidItem()
                        : session.persist(new BundleRow(packed, Instant.now())).call(session::flush));
    }

    /** Forgets those of them that no version has any more. */
    public Uni<Void> release(Mutiny.Session session, Collection<String> sha256s) {
        if (sha256s.isEmpty()) return Uni.createFrom().voidItem();
        return session.createMutationQuery("delete from BundleRow b where b.sha256 in ?1"
                        + " and not exists (select 1 from VersionRow v where v.bundle = b.sha256)")
                .setParameter(1, sha256s)
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<Bundle> find(String sha256) {
        return database.read(session ->
                        session.find(BundleRow.class, sha256.replace('\0', ' '))) // which PostgreSQL does not take
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound("there is no bundle of this hash"))
                .chain(row -> aside(() -> PackedBundle.unpack(row.content)));
    }

    private <T> Uni<T> aside(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }
}
