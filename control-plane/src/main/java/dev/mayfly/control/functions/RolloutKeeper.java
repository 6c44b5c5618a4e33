package dev.mayfly.control.functions;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.RolloutReports;
import dev.mayfly.bindings.rollouts.Rollouts.Figures;
import dev.mayfly.bindings.rollouts.Rollouts.Rollout.State;
import dev.mayfly.control.rollouts.RolloutRow;
import dev.mayfly.control.rollouts.RolloutRule.Verdict;
import dev.mayfly.control.rollouts.RolloutStore;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Takes what routers counted, and decides: a bad version goes back, a good one takes its next step. Each decision is one change of
 * the truth, so it is taken once, whoever asks and however often.
 */
@ApplicationScoped
public class RolloutKeeper implements RolloutReports {
    private static final Logger LOG = Logger.getLogger(RolloutKeeper.class);
    private static final String AUTOMATIC = "automatic";
    private static final int STEPS_AT_A_TIME = 100;
    private static final int ROUTER_NAME_MAX = 64;

    /** After which a step that has not enough requests yet is looked at again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Database database;
    private final Truth truth;
    private final FunctionStore functions;
    private final RolloutStore rollouts;
    private final Activations activations;

    RolloutKeeper(
            Database database, Truth truth, FunctionStore functions, RolloutStore rollouts, Activations activations) {
        this.database = database;
        this.truth = truth;
        this.functions = functions;
        this.rollouts = rollouts;
        this.activations = activations;
    }

    @Override
    public Uni<Void> report(Report report) {
        if (report == null
                || report.router() == null
                || report.router().length() > ROUTER_NAME_MAX
                || report.counts() == null
                || report.counts().size() > COUNTS_MAX)
            throw new Problem.Invalid(
                    "invalid-body", "router and counts are needed, counts at most %d".formatted(COUNTS_MAX));
        Instant now = FunctionStore.now();
        return truth.change((session, change) -> rollouts.count(session, report.router(), report.counts(), now)
                .chain(rows -> rollBackTheBad(session, change, rows, now)));
    }

    private Uni<Void> rollBackTheBad(Mutiny.Session session, Change change, Collection<RolloutRow> rows, Instant now) {
        return rollouts.figures(session, rows.stream().map(row -> row.id).toList(), now)
                .chain(figures -> Multi.createFrom()
                        .iterable(rows)
                        .filter(RolloutRow::isGuarded)
                        .onItem()
                        .transformToUniAndConcatenate(row -> rollBackIfBad(session, change, row, figures, now))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private Uni<Void> rollBackIfBad(
            Mutiny.Session session, Change change, RolloutRow row, Map<String, Figures> figures, Instant now) {
        if (!(row.judge(figures.getOrDefault(row.id, Figures.NONE)) instanceof Verdict.Worse(String why)))
            return Uni.createFrom().voidItem();
        LOG.warnf(
                "version %s of %s is worse than %s and is rolled back: %s", row.version, row.function, row.stable, why);
        return session.find(FunctionRow.class, row.function)
                .invoke(function -> functions.touch(function, change))
                .chain(() -> rollouts.end(session, row, State.rolledBack, AUTOMATIC, why, now));
    }

    /** Takes the steps whose time has come. Tells how many rollouts went on. */
    public Uni<Integer> advance(Instant now) {
        return database.read(session -> rollouts.due(session, now, 1))
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(0)
                        : truth.change((session, change) -> rollouts.due(session, now, STEPS_AT_A_TIME)
                                .chain(rows -> advance(session, change, rows, now))));
    }

    private Uni<Integer> advance(Mutiny.Session session, Change change, Collection<RolloutRow> rows, Instant now) {
        return rollouts.figures(session, rows.stream().map(row -> row.id).toList(), now)
                .chain(figures -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(
                                row -> step(session, change, row, figures.getOrDefault(row.id, Figures.NONE), now))
                        .filter(Boolean::booleanValue)
                        .collect()
                        .asList())
                .map(Collection::size);
    }

    private Uni<Boolean> step(Mutiny.Session session, Change change, RolloutRow row, Figures figures, Instant now) {
        boolean proven = !row.isGuarded() || row.judge(figures) instanceof Verdict.Good;
        if (!proven || row.nextStep().isEmpty()) {
            row.waitUntil(now.plus(LOOK_AGAIN));
            return Uni.createFrom().item(false);
        }
        row.reach(row.nextStep().getAsInt(), now);
        LOG.infof("version %s of %s goes on to %d hundredths of a percent", row.version, row.function, row.share);
        return session.find(FunctionRow.class, row.function)
                .invoke(function -> functions.touch(function, change))
                .chain(function -> row.isWhole()
                        ? complete(session, change, function, row, now)
                        : Uni.createFrom().voidItem())
                .replaceWith(true);
    }

    private Uni<Void> complete(
            Mutiny.Session session, Change change, FunctionRow function, RolloutRow row, Instant now) {
        String why = "it was good at every step";
        return activations
                .activate(session, change, function, row.version, why, AUTOMATIC)
                .chain(() -> rollouts.end(session, row, State.completed, AUTOMATIC, why, now));
    }
}
