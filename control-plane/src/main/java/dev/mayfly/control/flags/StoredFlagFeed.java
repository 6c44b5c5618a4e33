package dev.mayfly.control.flags;

import dev.mayfly.bindings.flags.FlagFeed;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.RevisionRow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Flags, told to routers. Each answer is one snapshot of the database. */
@ApplicationScoped
public class StoredFlagFeed implements FlagFeed {
    private final Database database;
    private final FlagStore store;

    StoredFlagFeed(Database database, FlagStore store) {
        this.database = database;
        this.store = store;
    }

    @Override
    public Uni<FlagChanges> changes(long since) {
        return database.snapshot(session -> session.find(RevisionRow.class, RevisionRow.ONLY)
                .chain(now -> {
                    boolean full = since <= 0 || since > now.number;
                    return store.changedSince(session, full ? 0 : since)
                            .map(rows -> new FlagChanges(
                                    now.number,
                                    rows.stream().map(StoredFlagFeed::told).toList(),
                                    full));
                }));
    }

    private static Item told(FlagItemRow row) {
        return new Item(
                row.account, row.place(), row.kind, row.key, row.definition().map(Definitions::json));
    }
}
