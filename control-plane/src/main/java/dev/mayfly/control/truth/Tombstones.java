package dev.mayfly.control.truth;

import dev.mayfly.bindings.deployments.Announcement.Part;
import dev.mayfly.control.ControlConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** The deleted functions, remembered for routers that ask what changed; only the last so many. */
@ApplicationScoped
public class Tombstones {
    private final int keptMax;

    Tombstones(ControlConfig config) {
        this.keptMax = config.tombstonesKept();
    }

    /** Remembers that this function is gone. */
    public Uni<Void> add(Mutiny.Session session, Change change, String id, String account, String name) {
        return session.merge(new TombstoneRow(id, account, name, change.revision(Part.deployments)))
                .call(session::flush)
                .chain(() -> forgetOldest(session, change));
    }

    /** The function is there again. */
    public Uni<Void> remove(Mutiny.Session session, String id) {
        return session.createMutationQuery("delete from TombstoneRow t where t.function = ?1")
                .setParameter(1, id)
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<List<TombstoneRow>> since(Mutiny.Session session, long revision) {
        return session.createSelectionQuery(
                        "from TombstoneRow t where t.revision > ?1 order by t.revision", TombstoneRow.class)
                .setParameter(1, revision)
                .getResultList();
    }

    private Uni<Void> forgetOldest(Mutiny.Session session, Change change) {
        return session.createSelectionQuery(
                        "select t.revision from TombstoneRow t order by t.revision desc", Long.class)
                .setFirstResult(keptMax)
                .setMaxResults(1)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transformToUni(oldest -> {
                    change.forgetUntil(oldest);
                    return session.createMutationQuery("delete from TombstoneRow t where t.revision <= ?1")
                            .setParameter(1, oldest)
                            .executeUpdate();
                })
                .replaceWithVoid();
    }
}
