package dev.mayfly.control.functions;

import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.accounts.StoredAccounts;
import dev.mayfly.control.rollouts.RolloutStore;
import dev.mayfly.control.routes.RoutePattern;
import dev.mayfly.control.routes.RouteRow;
import dev.mayfly.control.routes.StoredRoutes;
import dev.mayfly.control.secrets.StoredSecrets;
import dev.mayfly.control.tokens.LeakCheck;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Tombstones;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Functions, kept. */
@ApplicationScoped
public class StoredFunctions implements Functions {
    private final Database database;
    private final Truth truth;
    private final Deployer deployer;
    private final FunctionStore functions;
    private final StoredSecrets secrets;
    private final StoredRoutes routes;
    private final Tombstones tombstones;
    private final RolloutStore rollouts;
    private final Activations activations;
    private final SettingsText settingsText;
    private final Urls urls;
    private final LeakCheck leaks;

    StoredFunctions(
            Database database,
            Truth truth,
            Deployer deployer,
            FunctionStore functions,
            StoredSecrets secrets,
            StoredRoutes routes,
            Tombstones tombstones,
            RolloutStore rollouts,
            Activations activations,
            SettingsText settingsText,
            Urls urls,
            LeakCheck leaks) {
        this.database = database;
        this.truth = truth;
        this.deployer = deployer;
        this.functions = functions;
        this.secrets = secrets;
        this.routes = routes;
        this.tombstones = tombstones;
        this.rollouts = rollouts;
        this.activations = activations;
        this.settingsText = settingsText;
        this.urls = urls;
        this.leaks = leaks;
    }

    @Override
    public Uni<Version> deploy(String account, String name, NewVersion version) {
        return deployer.deploy(account, name, version, Deployer.Then.ACTIVE);
    }

    @Override
    public Uni<Version> upload(String account, String name, NewVersion version) {
        return deployer.deploy(account, name, version, Deployer.Then.WAITING);
    }

    @Override
    public Uni<List<Function>> list(String account) {
        return database.read(session -> StoredAccounts.find(session, account)
                .chain(() -> functions.all(session, account))
                .chain(rows -> routesOf(session, account)
                        .map(known -> rows.stream()
                                .map(row -> told(row, known.getOrDefault(row.id, List.of())))
                                .toList())));
    }

    @Override
    public Uni<Function> function(String account, String name) {
        return database.read(session -> functions
                .find(session, account, name)
                .chain(row -> routes.of(session, row.id).map(patterns -> told(row, patterns))));
    }

    @Override
    public Uni<List<Version>> versions(String account, String name) {
        return database.read(session -> functions
                .find(session, account, name)
                .chain(function -> functions
                        .versions(session, function)
                        .map(rows -> rows.stream()
                                .map(row -> settingsText.told(row, function))
                                .toList())));
    }

    @Override
    public Uni<VersionSettings> version(String account, String name, String version) {
        return database.read(session -> functions
                .find(session, account, name)
                .chain(function -> functions
                        .version(session, function, version)
                        .map(row -> settingsText.toldWithSettings(row, function))));
    }

    @Override
    public Uni<Version> activate(String account, String name, String version, Optional<String> message) {
        String by = StoredRollouts.caller();
        MetadataCheck.messageFlaw(message).ifPresent(flaw -> {
            throw new Problem.Invalid("invalid-message", flaw);
        });
        return leaks.refuseLiveIn(account, name, "message", message.orElse(""))
                .chain(() -> truth.change((session, change) -> functions
                        .find(session, account, name)
                        .chain(function -> functions
                                .version(session, function, version)
                                .call(row -> secrets.names(session, function.id)
                                        .invoke(names -> refuseClash(settingsText.read(row), names)))
                                .call(row -> activate(session, change, function, row, message.orElse(""), by))
                                .map(row -> settingsText.told(row, function)))));
    }

    @Override
    public Uni<List<Activation>> activations(String account, String name) {
        return database.read(
                session -> functions.find(session, account, name).chain(function -> activations.of(session, function)));
    }

    private Uni<Void> activate(
            Mutiny.Session session,
            Change change,
            FunctionRow function,
            VersionRow version,
            String message,
            String by) {
        return rollouts.running(session, function.id)
                .chain(running -> running.isEmpty() && function.isActive(version.id)
                        ? Uni.createFrom().voidItem()
                        : activations.replace(session, change, function, version.id, message, by));
    }

    @Override
    public Uni<Void> delete(String account, String name) {
        return truth.change((session, change) -> functions
                .find(session, account, name)
                .call(function -> functions.delete(session, function))
                .chain(function -> tombstones.add(session, change, function.id, account, name)));
    }

    @Override
    public Uni<Void> putSecret(String account, String name, String secret, SecretValue value) {
        return putSecrets(account, name, Map.of(secret, value));
    }

    @Override
    public Uni<Void> putSecrets(String account, String name, Map<String, SecretValue> values) {
        values.forEach((secret, value) -> {
            EnvName.flaw(secret).ifPresent(flaw -> {
                throw new Problem.Invalid("invalid-name", flaw);
            });
            if (value == null) throw new Problem.Invalid("invalid-secret", "secret %s has no value".formatted(secret));
        });
        return truth.change((session, change) -> functions
                .find(session, account, name)
                .call(function -> functions
                        .active(session, function)
                        .invoke(active -> active.ifPresent(
                                row -> refuseClash(settingsText.read(row), List.copyOf(values.keySet())))))
                .call(function -> candidate(session, function)
                        .invoke(candidate -> candidate.ifPresent(
                                row -> refuseClash(settingsText.read(row), List.copyOf(values.keySet())))))
                .call(function -> Multi.createFrom()
                        .iterable(values.entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(
                                secret -> secrets.put(session, function.id, secret.getKey(), secret.getValue()))
                        .collect()
                        .last())
                .invoke(function -> functions.touch(function, change))
                .replaceWithVoid());
    }

    @Override
    public Uni<List<String>> secrets(String account, String name) {
        return database.read(session ->
                functions.find(session, account, name).chain(function -> secrets.names(session, function.id)));
    }

    @Override
    public Uni<Void> deleteSecret(String account, String name, String secret) {
        EnvName.flaw(secret).ifPresent(flaw -> {
            throw new Problem.NotFound("%s has no such secret".formatted(name));
        });
        return truth.change((session, change) -> functions
                .find(session, account, name)
                .call(function -> secrets.delete(session, function.id, secret))
                .invoke(function -> functions.touch(function, change))
                .replaceWithVoid());
    }

    @Override
    public Uni<List<Route>> putRoutes(String account, String name, List<Route> wanted) {
        List<RoutePattern> patterns = routes.parse(wanted);
        return leaks.refuseLiveIn(account, name, "routes", wanted.toString())
                .chain(() -> truth.change((session, change) -> functions
                        .find(session, account, name)
                        .call(function -> routes.replace(session, account, function.id, patterns))
                        .invoke(function -> functions.touch(function, change))))
                .chain(() -> keptRoutes(account, name));
    }

    @Override
    public Uni<List<Route>> routes(String account, String name) {
        return keptRoutes(account, name);
    }

    /** Who may write them sees what became of them. */
    private Uni<List<Route>> keptRoutes(String account, String name) {
        return database.read(session ->
                        functions.find(session, account, name).chain(function -> routes.of(session, function.id)))
                .map(patterns -> patterns.stream().map(Route::new).toList());
    }

    @Override
    public Uni<Function> putAddress(String account, String name, Address address) {
        if (address == null) throw new Problem.Invalid("invalid-body", "routesOnly is needed: true or false");
        return truth.change((session, change) -> functions
                .find(session, account, name)
                .invoke(function -> functions.answersAt(function, change, address.routesOnly()))
                .chain(row -> routes.of(session, row.id).map(patterns -> told(row, patterns))));
    }

    private Uni<Optional<VersionRow>> candidate(Mutiny.Session session, FunctionRow function) {
        return rollouts.running(session, function.id)
                .chain(running -> running.map(row -> functions
                                .version(session, function, row.version)
                                .map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    static void refuseClash(Settings settings, List<String> secrets) {
        settings.clash(secrets).ifPresent(name -> {
            throw new Problem.Conflict(
                    "%s would be on env twice, as a secret and as a variable or binding".formatted(name));
        });
    }

    private static Uni<Map<String, List<String>>> routesOf(Mutiny.Session session, String account) {
        return session.createSelectionQuery(
                        "from RouteRow r where r.account = ?1 and r.function is not null order by r.pattern",
                        RouteRow.class)
                .setParameter(1, account)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                RouteRow::function, Collectors.mapping(row -> row.pattern, Collectors.toList()))));
    }

    private Function told(FunctionRow row, List<String> patterns) {
        return new Function(row.account, row.name, row.active(), urls.of(row, patterns), row.routesOnly, row.changedAt);
    }
}
