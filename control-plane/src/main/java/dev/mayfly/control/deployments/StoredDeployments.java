package dev.mayfly.control.deployments;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.control.accounts.AccountRow;
import dev.mayfly.control.bundles.Bundles;
import dev.mayfly.control.functions.FunctionRow;
import dev.mayfly.control.functions.Settings;
import dev.mayfly.control.functions.SettingsText;
import dev.mayfly.control.functions.VersionRow;
import dev.mayfly.control.rollouts.RolloutRow;
import dev.mayfly.control.routes.RouteRow;
import dev.mayfly.control.secrets.SecretBox;
import dev.mayfly.control.secrets.SecretRow;
import dev.mayfly.control.temporary.TemporaryLimits;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.RevisionRow;
import dev.mayfly.control.truth.Tombstones;
import dev.mayfly.control.usage.CapRow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is deployed, as it is kept. Each answer is one snapshot of the database. */
@ApplicationScoped
public class StoredDeployments implements Deployments {
    private static final Logger LOG = Logger.getLogger(StoredDeployments.class);

    private enum Life {
        lasting,
        temporary
    }

    private final Database database;
    private final Bundles bundles;
    private final Tombstones tombstones;
    private final SettingsText settingsText;
    private final SecretBox box;

    StoredDeployments(
            Database database, Bundles bundles, Tombstones tombstones, SettingsText settingsText, SecretBox box) {
        this.database = database;
        this.bundles = bundles;
        this.tombstones = tombstones;
        this.settingsText = settingsText;
        this.box = box;
    }

    @Override
    public Uni<Changes> changes(long since) {
        return database.snapshot(session -> session.find(RevisionRow.class, RevisionRow.ONLY)
                .chain(now -> now.remembers(since) ? after(session, now, since) : everything(session, now)));
    }

    @Override
    public Uni<Bundle> bundle(String bundle) {
        return bundles.find(bundle);
    }

    private Uni<Changes> everything(Mutiny.Session session, RevisionRow now) {
        return deployed(session, 0).map(deployed -> new Changes(now.number, deployed, List.of(), List.of(), true));
    }

    private Uni<Changes> after(Mutiny.Session session, RevisionRow now, long since) {
        if (since == now.number)
            return Uni.createFrom().item(new Changes(since, List.of(), List.of(), List.of(), false));
        return deployed(session, since)
                .chain(deployed -> tombstones
                        .since(session, since)
                        .chain(gone -> CapRow.changedSince(session, since)
                                .map(capped -> new Changes(
                                        now.number,
                                        deployed,
                                        gone.stream()
                                                .map(row -> new Removed(row.account, row.name))
                                                .toList(),
                                        capped,
                                        false))));
    }

    private Uni<List<Deployment>> deployed(Mutiny.Session session, long since) {
        return session.createSelectionQuery(
                        "select f, v, a, t.account, r, c from FunctionRow f join VersionRow v on v.id = f.active"
                                + " join AccountRow a on a.name = f.account left join TemporaryRow t on t.account = a.name"
                                + " left join RolloutRow r on r.function = f.id and r.endedAt is null"
                                + " left join VersionRow c on c.id = r.version"
                                + " where f.revision > ?1 order by f.revision, f.id",
                        Object[].class)
                .setParameter(1, since)
                .getResultList()
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : secrets(session, since)
                                .chain(secrets -> routes(session, since)
                                        .map(routes -> rows.stream()
                                                .filter(row -> !secrets.closed.contains(((FunctionRow) row[0]).id))
                                                .map(row -> deployment(
                                                        (FunctionRow) row[0],
                                                        (VersionRow) row[1],
                                                        (AccountRow) row[2],
                                                        life(row[3]),
                                                        candidate(
                                                                (RolloutRow) row[4], (VersionRow) row[5], life(row[3])),
                                                        secrets.opened,
                                                        routes))
                                                .toList())));
    }

    /**
     * @param opened by function, then by name
     * @param closed functions of which a secret does not open
     */
    private record Secrets(Map<String, Map<String, String>> opened, Set<String> closed) {}

    /** A function whose secrets do not open cannot be served as it is now; that holds up nobody else. */
    private Uni<Secrets> secrets(Mutiny.Session session, long since) {
        return session.createSelectionQuery(
                        "select s from SecretRow s join FunctionRow f on f.id = s.function where f.revision > ?1",
                        SecretRow.class)
                .setParameter(1, since)
                .getResultList()
                .map(rows -> {
                    Secrets secrets = new Secrets(new HashMap<>(), new HashSet<>());
                    for (SecretRow row : rows) open(row, secrets);
                    return secrets;
                });
    }

    private void open(SecretRow row, Secrets secrets) {
        try {
            secrets.opened
                    .computeIfAbsent(row.function, function -> new HashMap<>())
                    .put(row.name, row.opened(box));
        } catch (IllegalStateException e) {
            LOG.errorf("%s cannot be served: its secret %s", row.function, e.getMessage());
            secrets.closed.add(row.function);
        }
    }

    /** By function. */
    private static Uni<Map<String, List<String>>> routes(Mutiny.Session session, long since) {
        return session.createSelectionQuery(
                        "select r from RouteRow r join FunctionRow f on f.id = r.function where f.revision > ?1"
                                + " order by r.pattern",
                        RouteRow.class)
                .setParameter(1, since)
                .getResultList()
                .map(rows ->
                        rows.stream().collect(groupingBy(RouteRow::function, mapping(row -> row.pattern, toList()))));
    }

    private Deployment deployment(
            FunctionRow function,
            VersionRow version,
            AccountRow account,
            Life life,
            Optional<Candidate> candidate,
            Map<String, Map<String, String>> secrets,
            Map<String, List<String>> routes) {
        Settings settings = settings(version, life);
        return new Deployment(
                function.account,
                function.name,
                version.id,
                version.bundle,
                account.trust,
                settings.vars(),
                secrets.getOrDefault(function.id, Map.of()),
                settings.bindings(),
                settings.limits(),
                settings.rates(),
                settings.egress(),
                routes.getOrDefault(function.id, List.of()),
                function.routesOnly,
                candidate,
                settings.placement());
    }

    private static Life life(@Nullable Object temporary) {
        return temporary == null ? Life.lasting : Life.temporary;
    }

    private Settings settings(VersionRow version, Life life) {
        Settings settings = settingsText.read(version);
        if (life == Life.lasting) return settings;
        return new Settings(
                settings.vars(),
                settings.bindings(),
                TemporaryLimits.of(settings.limits()),
                settings.rates(),
                TemporaryLimits.of(settings.egress()),
                settings.placement());
    }

    private Optional<Candidate> candidate(@Nullable RolloutRow rollout, @Nullable VersionRow version, Life life) {
        if (rollout == null || version == null) return Optional.empty();
        Settings settings = settings(version, life);
        return Optional.of(new Candidate(
                rollout.id,
                rollout.share,
                rollout.stickyBy,
                version.id,
                version.bundle,
                settings.vars(),
                settings.bindings(),
                settings.limits(),
                settings.rates(),
                settings.egress(),
                settings.placement()));
    }
}
