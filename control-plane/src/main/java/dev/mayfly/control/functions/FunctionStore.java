package dev.mayfly.control.functions;

import dev.mayfly.bindings.deployments.Announcement.Part;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.bundles.Bundles;
import dev.mayfly.control.temporary.TemporaryLimits;
import dev.mayfly.control.temporary.TemporaryRow;
import dev.mayfly.control.truth.Change;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/** The rows of functions and versions. */
@ApplicationScoped
class FunctionStore {
    private final Bundles bundles;
    private final ControlConfig config;

    FunctionStore(Bundles bundles, ControlConfig config) {
        this.bundles = bundles;
        this.config = config;
    }

    Uni<FunctionRow> find(Mutiny.Session session, String account, String name) {
        return session.find(FunctionRow.class, FunctionRow.id(account, name))
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound("account %s has no function %s".formatted(account, name)));
    }

    Uni<List<FunctionRow>> all(Mutiny.Session session, String account) {
        return session.createSelectionQuery(
                        "from FunctionRow f where f.account = ?1 order by f.name", FunctionRow.class)
                .setParameter(1, account)
                .getResultList();
    }

    /** The row of the function, which is made when it is not there. */
    Uni<FunctionRow> findOrMake(Mutiny.Session session, Change change, String account, String name) {
        return session.find(FunctionRow.class, FunctionRow.id(account, name))
                .onItem()
                .ifNull()
                .switchTo(() -> make(session, change, account, name));
    }

    private Uni<FunctionRow> make(Mutiny.Session session, Change change, String account, String name) {
        var row = new FunctionRow(account, name, now());
        row.revision = change.revision(Part.deployments);
        return session.createSelectionQuery("select count(*) from FunctionRow f where f.account = ?1", Long.class)
                .setParameter(1, account)
                .getSingleResult()
                .call(count -> most(session, account).invoke(most -> bound(count, most)))
                .chain(() -> session.persist(row))
                .call(session::flush)
                .replaceWith(row);
    }

    private Uni<Integer> most(Mutiny.Session session, String account) {
        return session.find(TemporaryRow.class, account)
                .map(temporary -> temporary == null
                        ? config.functionsMax()
                        : Math.min(TemporaryLimits.FUNCTIONS_MAX, config.functionsMax()));
    }

    private static void bound(long there, int most) {
        if (there >= most)
            throw new Problem.LimitReached("functions", "this account may have %d functions".formatted(most));
    }

    /** Something that routers know of it has changed. */
    void touch(FunctionRow function, Change change) {
        function.revision = change.revision(Part.deployments);
        function.changedAt = now();
    }

    /** At its routes alone, or at addresses of its own as well. */
    void answersAt(FunctionRow function, Change change, boolean routesOnly) {
        if (function.routesOnly == routesOnly) return;
        function.routesOnly = routesOnly;
        touch(function, change);
    }

    Uni<VersionRow> version(Mutiny.Session session, FunctionRow function, String id) {
        return session.find(VersionRow.class, id.replace('\0', ' ')) // which PostgreSQL does not take
                .map(row -> row != null && row.function.equals(function.id) ? row : null)
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound("%s has no such version".formatted(function.id)));
    }

    Uni<Optional<VersionRow>> active(Mutiny.Session session, FunctionRow function) {
        return function.active()
                .map(id -> version(session, function, id).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** Newest first. */
    Uni<List<VersionRow>> versions(Mutiny.Session session, FunctionRow function) {
        return session.createSelectionQuery(
                        "from VersionRow v where v.function = ?1 order by v.id desc", VersionRow.class)
                .setParameter(1, function.id)
                .getResultList();
    }

    Uni<Optional<String>> newestRollout(Mutiny.Session session, FunctionRow function) {
        return session.createSelectionQuery("select max(r.id) from RolloutRow r where r.function = ?1", String.class)
                .setParameter(1, function.id)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    Uni<Optional<String>> newest(Mutiny.Session session, FunctionRow function) {
        return session.createSelectionQuery("select max(v.id) from VersionRow v where v.function = ?1", String.class)
                .setParameter(1, function.id)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    /** Deletes the oldest versions beyond the number that is kept, never one that answers or that a rollback leads to. */
    Uni<Void> prune(Mutiny.Session session, FunctionRow function, Optional<String> candidate) {
        Set<String> spared = Stream.of(function.active(), function.previous(), candidate)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return session.flush()
                .chain(() -> versions(session, function))
                .map(versions -> versions.stream()
                        .filter(version -> !spared.contains(version.id))
                        .skip(Math.max(0, config.versionsKept() - spared.size()))
                        .toList())
                .chain(old -> remove(session, old));
    }

    /** Deletes the function with all that it has. */
    Uni<Void> delete(Mutiny.Session session, FunctionRow function) {
        return versions(session, function)
                .chain(versions -> remove(session, versions))
                .chain(() -> session.remove(function))
                .call(session::flush);
    }

    private Uni<Void> remove(Mutiny.Session session, List<VersionRow> versions) {
        if (versions.isEmpty()) return Uni.createFrom().voidItem();
        Set<String> hashes = new HashSet<>();
        for (VersionRow version : versions) hashes.add(version.bundle);
        return session.removeAll(versions.toArray()).call(session::flush).chain(() -> bundles.release(session, hashes));
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
