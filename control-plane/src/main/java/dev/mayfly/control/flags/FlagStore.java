package dev.mayfly.control.flags;

import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.flags.Flags;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** The rows of flags. */
@ApplicationScoped
class FlagStore {
    static final int ITEMS_MAX = 5_000;

    Uni<List<FlagPlace>> places(Mutiny.Session session, String account) {
        return session.createSelectionQuery(
                        "select distinct f.app, f.environment from FlagItemRow f"
                                + " where f.account = ?1 and f.definition is not null order by f.app, f.environment",
                        Object[].class)
                .setParameter(1, account)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new FlagPlace((String) row[0], (String) row[1]))
                        .toList());
    }

    /** Those that are not archived. */
    Uni<List<FlagItemRow>> standing(Mutiny.Session session, String account, FlagPlace place) {
        return session.createSelectionQuery(
                        "from FlagItemRow f where f.account = ?1 and f.app = ?2 and f.environment = ?3"
                                + " and f.definition is not null order by f.key",
                        FlagItemRow.class)
                .setParameter(1, account)
                .setParameter(2, place.app())
                .setParameter(3, place.environment())
                .getResultList();
    }

    /** What a change of that one takes part in: a flag names segments, and is perhaps asked for by others; a segment is named by flags. */
    Uni<List<FlagItemRow>> around(
            Mutiny.Session session, String account, FlagPlace place, Kind kind, Optional<FlagItemRow> itself) {
        if (kind == Kind.segment) return standing(session, account, place);
        return session.createSelectionQuery(
                        "from FlagItemRow f where f.account = ?1 and f.app = ?2 and f.environment = ?3"
                                + " and f.takesPart order by f.key",
                        FlagItemRow.class)
                .setParameter(1, account)
                .setParameter(2, place.app())
                .setParameter(3, place.environment())
                .getResultList()
                .chain(some -> some.stream().anyMatch(FlagItemRow::asksForOthers)
                        ? standing(session, account, place)
                        : Uni.createFrom().item(with(itself, some)));
    }

    private static List<FlagItemRow> with(Optional<FlagItemRow> itself, List<FlagItemRow> others) {
        List<FlagItemRow> all = new ArrayList<>(others);
        itself.filter(item -> item.definition().isPresent()).ifPresent(all::add);
        return all;
    }

    /** Fails where there are as many as there may be. */
    Uni<Void> checkRoom(Mutiny.Session session, FlagItemRow next) {
        return session.createSelectionQuery(
                        "select count(f) from FlagItemRow f where f.account = ?1 and f.app = ?2 and f.environment = ?3"
                                + " and f.definition is not null and f.kind = ?4 and f.id <> ?5",
                        Long.class)
                .setParameter(1, next.account)
                .setParameter(2, next.app)
                .setParameter(3, next.environment)
                .setParameter(4, next.kind)
                .setParameter(5, next.id)
                .getSingleResult()
                .invoke(others -> {
                    if (next.definition().isPresent() && others >= ITEMS_MAX)
                        throw new Problem.LimitReached(
                                "flags", "an app has at most %,d %ss".formatted(ITEMS_MAX, next.kind));
                })
                .replaceWithVoid();
    }

    Uni<List<FlagItemRow>> changedSince(Mutiny.Session session, long revision) {
        String standing = revision == 0 ? " and f.definition is not null" : "";
        return session.createSelectionQuery(
                        "from FlagItemRow f where f.revision > ?1" + standing + " order by f.revision, f.id",
                        FlagItemRow.class)
                .setParameter(1, revision)
                .getResultList();
    }

    Uni<Optional<FlagItemRow>> find(Mutiny.Session session, String account, FlagPlace place, Kind kind, String key) {
        return session.find(FlagItemRow.class, FlagItemRow.id(account, place, kind, key))
                .map(Optional::ofNullable);
    }

    /** Newest first. */
    Uni<List<FlagVersionRow>> history(Mutiny.Session session, FlagItemRow item) {
        return session.createSelectionQuery(
                        "from FlagVersionRow v where v.item = ?1 order by v.version desc", FlagVersionRow.class)
                .setParameter(1, item.id)
                .getResultList();
    }

    Uni<Void> keep(
            Mutiny.Session session,
            Optional<FlagItemRow> present,
            FlagItemRow next,
            FlagVersionRow made,
            long revision) {
        next.revision = revision;
        Uni<?> kept = present.<Uni<?>>map(row -> {
                    row.become(next.definition(), revision);
                    return Uni.createFrom().voidItem();
                })
                .orElseGet(() -> session.persist(next));
        return kept.chain(session::flush)
                .chain(() -> session.persist(made))
                .chain(session::flush)
                .chain(() -> session.createMutationQuery(
                                "delete from FlagVersionRow v where v.item = ?1 and v.version <= ?2")
                        .setParameter(1, next.id)
                        .setParameter(2, made.version - Flags.HISTORY_MAX)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
