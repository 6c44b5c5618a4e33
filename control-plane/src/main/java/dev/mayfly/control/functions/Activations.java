package dev.mayfly.control.functions;

import dev.mayfly.bindings.functions.Functions.Activation;
import dev.mayfly.control.rollouts.RolloutStore;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Tombstones;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Makes versions the active ones, and remembers when that was; only the last so many of a function. */
@ApplicationScoped
class Activations {
    static final int KEPT = 100;

    private final FunctionStore functions;
    private final RolloutStore rollouts;
    private final Tombstones tombstones;

    Activations(FunctionStore functions, RolloutStore rollouts, Tombstones tombstones) {
        this.functions = functions;
        this.rollouts = rollouts;
        this.tombstones = tombstones;
    }

    /** For all requests: a rollout that runs ends with that. */
    Uni<Void> replace(
            Mutiny.Session session, Change change, FunctionRow function, String version, String message, String by) {
        String why = "version %s was activated%s".formatted(version, message.isEmpty() ? "" : ": " + message);
        Uni<Void> active = function.isActive(version)
                ? Uni.createFrom().voidItem().invoke(() -> functions.touch(function, change))
                : activate(session, change, function, version, message, by);
        return active.chain(() -> rollouts.activated(session, function.id, version, by, why, FunctionStore.now()));
    }

    /** Until now a function may have been a name alone, and routers may still have to hear that its namesake is gone. */
    Uni<Void> activate(
            Mutiny.Session session, Change change, FunctionRow function, String version, String message, String by) {
        function.activate(version);
        functions.touch(function, change);
        return tombstones.remove(session, function.id).chain(() -> note(session, function, version, message, by));
    }

    /** Back to the version that was active before. */
    Uni<Void> goBack(Mutiny.Session session, Change change, FunctionRow function, String version, String by) {
        function.goBack();
        functions.touch(function, change);
        return note(session, function, version, "rollback", by);
    }

    private Uni<Void> note(Mutiny.Session session, FunctionRow function, String version, String message, String by) {
        Instant now = FunctionStore.now();
        return session.flush()
                .chain(() -> newest(session, function))
                .map(newest -> new ActivationRow(VersionId.after(newest, now), function.id, version, message, by, now))
                .chain(session::persist)
                .chain(() -> forgetOldest(session, function));
    }

    /** Newest first. */
    Uni<List<Activation>> of(Mutiny.Session session, FunctionRow function) {
        return session.createSelectionQuery(
                        "from ActivationRow a where a.function = ?1 order by a.id desc", ActivationRow.class)
                .setParameter(1, function.id)
                .setMaxResults(KEPT)
                .getResultList()
                .map(rows -> rows.stream().map(ActivationRow::told).toList());
    }

    private static Uni<Optional<String>> newest(Mutiny.Session session, FunctionRow function) {
        return session.createSelectionQuery("select max(a.id) from ActivationRow a where a.function = ?1", String.class)
                .setParameter(1, function.id)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    private static Uni<Void> forgetOldest(Mutiny.Session session, FunctionRow function) {
        return session.createSelectionQuery(
                        "from ActivationRow a where a.function = ?1 order by a.id desc", ActivationRow.class)
                .setParameter(1, function.id)
                .setFirstResult(KEPT)
                .getResultList()
                .chain(old -> session.removeAll(old.toArray()));
    }
}
