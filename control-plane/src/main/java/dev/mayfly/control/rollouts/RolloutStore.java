package dev.mayfly.control.rollouts;

import dev.mayfly.bindings.rollouts.RolloutReports;
import dev.mayfly.bindings.rollouts.RolloutReports.Counted;
import dev.mayfly.bindings.rollouts.Rollouts.Count;
import dev.mayfly.bindings.rollouts.Rollouts.Figures;
import dev.mayfly.bindings.rollouts.Rollouts.Rollout.State;
import dev.mayfly.control.ControlConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** The rows of rollouts and of what was counted of them. */
@ApplicationScoped
public class RolloutStore {
    /** How long a step lasts where nobody says. */
    static final int STEP_SECONDS = 300;

    private static final Logger LOG = Logger.getLogger(RolloutStore.class);

    private final ControlConfig config;

    RolloutStore(ControlConfig config) {
        this.config = config;
    }

    /** The one that runs for this function. */
    public Uni<Optional<RolloutRow>> running(Mutiny.Session session, String function) {
        return session.createSelectionQuery(
                        "from RolloutRow r where r.function = ?1 and r.endedAt is null", RolloutRow.class)
                .setParameter(1, function)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    /** Newest first. */
    public Uni<List<RolloutRow>> all(Mutiny.Session session, String function) {
        return session.createSelectionQuery(
                        "from RolloutRow r where r.function = ?1 order by r.id desc", RolloutRow.class)
                .setParameter(1, function)
                .getResultList();
    }

    /** Those whose next step's time has come, at most so many. */
    public Uni<List<RolloutRow>> due(Mutiny.Session session, Instant now, int most) {
        return session.createSelectionQuery(
                        "from RolloutRow r where r.endedAt is null and r.nextStepAt <= ?1 order by r.nextStepAt",
                        RolloutRow.class)
                .setParameter(1, now)
                .setMaxResults(most)
                .getResultList();
    }

    /** Begins; the oldest that ended are forgotten beyond the number that is kept. */
    public Uni<RolloutRow> begin(
            Mutiny.Session session,
            String id,
            String function,
            String stable,
            RolloutPlan plan,
            String by,
            Instant now) {
        var row = new RolloutRow(id, function, stable, plan, by, now);
        return session.persist(row)
                .chain(session::flush)
                .chain(() -> all(session, function))
                .chain(rows -> rows.size() <= config.rolloutsKept()
                        ? Uni.createFrom().voidItem()
                        : session.removeAll(
                                rows.subList(config.rolloutsKept(), rows.size()).toArray()))
                .replaceWith(row);
    }

    /** Ends it, with what was counted until now; its counts are no longer needed then. */
    public Uni<Void> end(Mutiny.Session session, RolloutRow row, State how, String by, String why, Instant now) {
        return figures(session, List.of(row.id), now)
                .invoke(figures -> {
                    row.end(how, by, why, figures.getOrDefault(row.id, Figures.NONE), now);
                    LOG.infof(
                            "rollout %s of version %s of %s ended at %s %%: %s by %s: %s",
                            row.id, row.version, row.function, Percentage.told(row.share), how, by, why);
                })
                .chain(() -> session.createMutationQuery("delete from RolloutCountRow c where c.rollout = ?1")
                        .setParameter(1, row.id)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** A version was activated as a whole: whatever runs for the function ends with that. */
    public Uni<Void> activated(
            Mutiny.Session session, String function, String version, String by, String why, Instant now) {
        return running(session, function)
                .chain(row -> row.map(running -> end(session, running, running.endBy(version), by, why, now))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Takes what a router counted; tells those of the rollouts that run. Windows that no decision looks at any more go. */
    public Uni<Collection<RolloutRow>> count(Mutiny.Session session, String router, List<Counted> counts, Instant now) {
        long window = RolloutReports.window(now);
        Map<String, Counted> current = new LinkedHashMap<>();
        for (Counted counted : counts)
            if (Math.abs(counted.window() - window) <= 1) current.put(RolloutCountRow.id(router, counted), counted);
        if (current.isEmpty()) return Uni.createFrom().item(List.of());
        Object[] ids =
                current.values().stream().map(Counted::rollout).distinct().toArray();
        return found(session.find(RolloutRow.class, ids), row -> row.id)
                .invoke(rows -> rows.values().removeIf(row -> !row.isRunning()))
                .call(rows -> keep(session, router, current, rows))
                .call(rows -> session.createMutationQuery(
                                "delete from RolloutCountRow c where c.rollout in ?1 and c.windowNumber < ?2")
                        .setParameter(1, rows.keySet())
                        .setParameter(2, window - 1)
                        .executeUpdate())
                .map(Map::values);
    }

    private static Uni<Void> keep(
            Mutiny.Session session, String router, Map<String, Counted> counts, Map<String, RolloutRow> rollouts) {
        return found(session.find(RolloutCountRow.class, counts.keySet().toArray()), row -> row.id)
                .chain(known -> {
                    Map<String, RolloutCountRow> made = new HashMap<>();
                    counts.forEach((id, counted) -> {
                        if (!rollouts.containsKey(counted.rollout())) return;
                        RolloutCountRow row = known.containsKey(id)
                                ? known.get(id)
                                : made.computeIfAbsent(id, i -> new RolloutCountRow(router, counted));
                        row.rise(counted);
                    });
                    return session.persistAll(made.values().toArray());
                })
                .chain(session::flush);
    }

    /** What was counted of these in the present window and the one before. */
    public Uni<Map<String, Figures>> figures(Mutiny.Session session, Collection<String> rollouts, Instant now) {
        if (rollouts.isEmpty()) return Uni.createFrom().item(Map.of());
        return session.createSelectionQuery(
                        "select c.rollout, sum(c.stableRequests), sum(c.stableErrors), sum(c.candidateRequests),"
                                + " sum(c.candidateErrors) from RolloutCountRow c"
                                + " where c.rollout in ?1 and c.windowNumber >= ?2 group by c.rollout",
                        Object[].class)
                .setParameter(1, rollouts)
                .setParameter(2, RolloutReports.window(now) - 1)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> (String) row[0],
                                row -> new Figures(
                                        new Count((Long) row[1], (Long) row[2]),
                                        new Count((Long) row[3], (Long) row[4])))));
    }

    private static <T> Uni<Map<String, T>> found(Uni<List<T>> rows, Function<T, String> id) {
        return rows.map(list -> list.stream()
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(id, Function.identity(), (a, b) -> a, LinkedHashMap::new)));
    }
}
