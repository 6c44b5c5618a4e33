package dev.mayfly.control.origins;

import dev.mayfly.bindings.origins.OriginFeed;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.RevisionRow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Servers of accounts, told to routers. Each answer is one snapshot of the database. */
@ApplicationScoped
public class StoredOriginFeed implements OriginFeed {
    private final Database database;
    private final OriginStore store;

    StoredOriginFeed(Database database, OriginStore store) {
        this.database = database;
        this.store = store;
    }

    @Override
    public Uni<OriginChanges> changes(long since) {
        return database.snapshot(session -> session.find(RevisionRow.class, RevisionRow.ONLY)
                .chain(now -> {
                    boolean full = since <= 0 || since > now.number;
                    return store.changedSince(session, full ? 0 : since)
                            .map(accounts -> new OriginChanges(now.number, accounts, full));
                }));
    }
}
