package dev.mayfly.control.functions;

import dev.mayfly.bindings.deployments.Deployments.Candidate;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.Rollouts;
import dev.mayfly.control.rollouts.Percentage;
import dev.mayfly.control.rollouts.RolloutPlan;
import dev.mayfly.control.rollouts.RolloutRow;
import dev.mayfly.control.rollouts.RolloutStore;
import dev.mayfly.control.secrets.StoredSecrets;
import dev.mayfly.control.tokens.LeakCheck;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Rollouts as their owners steer them. */
@ApplicationScoped
public class StoredRollouts implements Rollouts {
    private final Database database;
    private final Truth truth;
    private final FunctionStore functions;
    private final RolloutStore rollouts;
    private final Activations activations;
    private final StoredSecrets secrets;
    private final SettingsText settingsText;
    private final LeakCheck leaks;

    StoredRollouts(
            Database database,
            Truth truth,
            FunctionStore functions,
            RolloutStore rollouts,
            Activations activations,
            StoredSecrets secrets,
            SettingsText settingsText,
            LeakCheck leaks) {
        this.database = database;
        this.truth = truth;
        this.functions = functions;
        this.rollouts = rollouts;
        this.activations = activations;
        this.secrets = secrets;
        this.settingsText = settingsText;
        this.leaks = leaks;
    }

    @Override
    public Uni<Rollout> rollOut(String account, String name, NewRollout asked) {
        String by = caller();
        RolloutPlan plan = RolloutPlan.of(asked);
        MetadataCheck.messageFlaw(plan.message()).ifPresent(flaw -> {
            throw new Problem.Invalid("invalid-message", flaw);
        });
        return leaks.refuseLiveIn(account, name, "message", plan.message().orElse(""))
                .chain(() -> truth.change((session, change) -> functions
                        .find(session, account, name)
                        .chain(function -> begin(session, function, plan, by)
                                .call(row -> row.isWhole()
                                        ? complete(session, change, function, row, by)
                                        : Uni.createFrom().voidItem())
                                .invoke(() -> functions.touch(function, change))
                                .chain(row -> told(session, row)))));
    }

    private Uni<RolloutRow> begin(Mutiny.Session session, FunctionRow function, RolloutPlan plan, String by) {
        Instant now = FunctionStore.now();
        return functions
                .version(session, function, plan.version())
                .call(version -> secrets.names(session, function.id)
                        .invoke(names -> StoredFunctions.refuseClash(settingsText.read(version), names)))
                .chain(() -> rollouts.running(session, function.id))
                .chain(running -> {
                    if (running.isPresent()) {
                        requireSameVersion(running.get(), plan);
                        running.get().follow(plan, now);
                        return Uni.createFrom().item(running.get());
                    }
                    return functions
                            .newestRollout(session, function)
                            .chain(newest -> rollouts.begin(
                                    session,
                                    VersionId.after(newest, now),
                                    function.id,
                                    stable(function, plan),
                                    plan,
                                    by,
                                    now));
                });
    }

    private static void requireSameVersion(RolloutRow running, RolloutPlan plan) {
        if (!running.version.equals(plan.version()))
            throw new Problem.Conflict(
                    "version %s is being rolled out already; roll it back, or give it 100 %%, before another begins"
                            .formatted(running.version));
    }

    private static String stable(FunctionRow function, RolloutPlan plan) {
        String stable = function.active()
                .orElseThrow(() -> new Problem.Conflict(
                        "%s has no active version to share requests with; activate one".formatted(function.id)));
        if (stable.equals(plan.version()))
            throw new Problem.Conflict("version %s is the active one: it has all requests".formatted(stable));
        return stable;
    }

    private Uni<Void> complete(Mutiny.Session session, Change change, FunctionRow function, RolloutRow row, String by) {
        String why = "it was given all requests";
        return activations
                .activate(session, change, function, row.version, why, by)
                .chain(() -> rollouts.end(session, row, Rollout.State.completed, by, why, FunctionStore.now()));
    }

    @Override
    public Uni<List<Rollout>> rollouts(String account, String name) {
        return database.read(session -> functions
                .find(session, account, name)
                .chain(function -> rollouts.all(session, function.id))
                .chain(rows -> rollouts.figures(
                                session,
                                rows.stream()
                                        .filter(RolloutRow::isRunning)
                                        .map(row -> row.id)
                                        .toList(),
                                FunctionStore.now())
                        .map(figures -> rows.stream()
                                .map(row -> row.told(figures.getOrDefault(row.id, Figures.NONE)))
                                .toList())));
    }

    @Override
    public Uni<Split> deployment(String account, String name) {
        return database.read(session -> functions
                .find(session, account, name)
                .chain(function -> rollouts.running(session, function.id).map(running -> split(function, running))));
    }

    @Override
    public Uni<Split> rollback(String account, String name) {
        String by = caller();
        return truth.change((session, change) -> functions
                .find(session, account, name)
                .call(function -> rollouts.running(session, function.id)
                        .chain(running -> running.map(row -> rollouts.end(
                                        session,
                                        row,
                                        Rollout.State.rolledBack,
                                        by,
                                        "it was rolled back by hand",
                                        FunctionStore.now()))
                                .orElseGet(() -> backToPrevious(session, change, function, by))))
                .invoke(function -> functions.touch(function, change))
                .map(function -> split(function, Optional.empty())));
    }

    private Uni<Void> backToPrevious(Mutiny.Session session, Change change, FunctionRow function, String by) {
        String previous = function.previous()
                .orElseThrow(() -> new Problem.Conflict(
                        "%s has no version to go back to since its last rollback or first deployment; activate one by its id"
                                .formatted(function.id)));
        return functions
                .version(session, function, previous)
                .call(version -> secrets.names(session, function.id)
                        .invoke(names -> StoredFunctions.refuseClash(settingsText.read(version), names)))
                .chain(version -> activations.goBack(session, change, function, version.id, by));
    }

    private Uni<Rollout> told(Mutiny.Session session, RolloutRow row) {
        return session.flush()
                .chain(() -> rollouts.figures(session, List.of(row.id), FunctionStore.now()))
                .map(figures -> row.told(figures.getOrDefault(row.id, Figures.NONE)));
    }

    private static Split split(FunctionRow function, Optional<RolloutRow> running) {
        List<Share> versions = running.map(row -> List.of(
                        new Share(row.stable, percentage(Candidate.WHOLE - row.share)),
                        new Share(row.version, percentage(row.share))))
                .orElseGet(() -> function.active()
                        .map(version -> List.of(new Share(version, percentage(Candidate.WHOLE))))
                        .orElse(List.of()));
        return new Split(versions, running.map(row -> row.id));
    }

    private static BigDecimal percentage(int hundredths) {
        return Percentage.told(hundredths);
    }

    /** The name that the history tells. */
    static String caller() {
        return Callers.current().map(Caller::name).orElse("unknown");
    }
}
