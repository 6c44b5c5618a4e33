package dev.mayfly.control.origins;

import dev.mayfly.bindings.origins.Origins;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.accounts.StoredAccounts;
import dev.mayfly.control.routes.RoutePattern;
import dev.mayfly.control.routes.StoredRoutes;
import dev.mayfly.control.temporary.TemporaryRow;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Servers of accounts, kept. */
@ApplicationScoped
public class StoredOrigins implements Origins {
    static final int ORIGINS_MAX = 100;

    private final Database database;
    private final Truth truth;
    private final OriginStore store;
    private final StoredRoutes routes;

    StoredOrigins(Database database, Truth truth, OriginStore store, StoredRoutes routes) {
        this.database = database;
        this.truth = truth;
        this.store = store;
        this.routes = routes;
    }

    @Override
    public Uni<List<Origin>> list(String account) {
        return database.read(session -> StoredAccounts.find(session, account)
                .chain(() -> store.of(session, account).map(OriginStore::told)));
    }

    @Override
    public Uni<Origin> origin(String account, String origin) {
        return database.read(session -> StoredAccounts.find(session, account)
                .chain(() -> store.of(session, account))
                .map(all -> {
                    OriginSettings settings = all.get(origin);
                    if (settings == null) throw unknown(account, origin);
                    return new Origin(origin, settings);
                }));
    }

    @Override
    public Uni<Origin> put(String account, String origin, OriginSettings settings) {
        OriginCheck.name(origin);
        OriginCheck.settings(settings);
        List<RoutePattern> patterns = routes.parse(settings.routes());
        return truth.change((session, change) -> StoredAccounts.find(session, account)
                .chain(() -> refuseTemporary(session, account))
                .chain(() -> store.of(session, account))
                .chain(all -> {
                    if (settings.equals(all.get(origin)))
                        return Uni.createFrom().voidItem();
                    all.put(origin, settings);
                    if (all.size() > ORIGINS_MAX)
                        throw new Problem.LimitReached(
                                "origins", "an account may have %d origins".formatted(ORIGINS_MAX));
                    return routes.replaceOfOrigin(session, account, origin, patterns)
                            .chain(() -> store.write(session, change, account, all));
                })
                .replaceWith(new Origin(origin, settings)));
    }

    @Override
    public Uni<Void> delete(String account, String origin) {
        return truth.change((session, change) -> StoredAccounts.find(session, account)
                .chain(() -> store.of(session, account))
                .chain(all -> {
                    if (all.remove(origin) == null) throw unknown(account, origin);
                    return routes.replaceOfOrigin(session, account, origin, List.of())
                            .chain(() -> store.write(session, change, account, all));
                }));
    }

    /** Strangers would have the platform's routers stand before servers that are not theirs. */
    private static Uni<Void> refuseTemporary(Mutiny.Session session, String account) {
        return session.find(TemporaryRow.class, account)
                .onItem()
                .ifNotNull()
                .failWith(() -> new Problem.Denied("a temporary account has functions alone; claim it first"))
                .replaceWithVoid();
    }

    private static Problem unknown(String account, String origin) {
        return new Problem.NotFound("account %s has no origin %s".formatted(account, origin));
    }
}
