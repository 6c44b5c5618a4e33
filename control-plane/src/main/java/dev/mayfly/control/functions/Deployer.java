package dev.mayfly.control.functions;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.functions.Functions.NewVersion;
import dev.mayfly.bindings.functions.Functions.Version;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.json.JsonPlaces;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.accounts.StoredAccounts;
import dev.mayfly.control.bundles.BundleCheck;
import dev.mayfly.control.bundles.Bundles;
import dev.mayfly.control.bundles.PackedBundle;
import dev.mayfly.control.rollouts.RolloutStore;
import dev.mayfly.control.routes.StoredRoutes;
import dev.mayfly.control.secrets.StoredSecrets;
import dev.mayfly.control.temporary.TemporaryLimits;
import dev.mayfly.control.temporary.TemporaryRow;
import dev.mayfly.control.tokens.LeakCheck;
import dev.mayfly.control.tokens.TokenPlace;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import dev.mayfly.isolates.IsolateHost;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Makes a version of what was sent: looks at it, tries it in an isolate, then keeps and, unless it shall wait, activates it in one transaction. */
@ApplicationScoped
class Deployer {
    private final Database database;
    private final Truth truth;
    private final FunctionStore functions;
    private final Bundles bundles;
    private final StoredRoutes routes;
    private final StoredSecrets secrets;
    private final RolloutStore rollouts;
    private final Activations activations;
    private final SettingsText settingsText;
    private final MetadataCheck check;
    private final DeployRights rights;
    private final LeakCheck leaks;
    private final IsolateHost isolates;
    private final ControlConfig config;

    Deployer(
            Database database,
            Truth truth,
            FunctionStore functions,
            Bundles bundles,
            StoredRoutes routes,
            StoredSecrets secrets,
            RolloutStore rollouts,
            Activations activations,
            SettingsText settingsText,
            MetadataRules rules,
            DeployRights rights,
            LeakCheck leaks,
            IsolateHost isolates,
            ControlConfig config) {
        this.database = database;
        this.truth = truth;
        this.functions = functions;
        this.bundles = bundles;
        this.routes = routes;
        this.secrets = secrets;
        this.rollouts = rollouts;
        this.activations = activations;
        this.settingsText = settingsText;
        this.check = rules.check(Places.UNKNOWN);
        this.rights = rights;
        this.leaks = leaks;
        this.isolates = isolates;
        this.config = config;
    }

    /** What becomes of the version that was made. */
    enum Then {
        ACTIVE,
        /** It waits to be activated or rolled out. */
        WAITING
    }

    Uni<Version> deploy(String account, String name, NewVersion asked, Then then) {
        String by = StoredRollouts.caller();
        if (asked.metadata() == null || asked.modules() == null)
            throw new Problem.Invalid("invalid-body", "metadata and modules are needed");
        Metadata metadata = asked.metadata();
        check.check(metadata);
        rights.check(account, name, metadata);
        Bundle bundle = BundleCheck.check(metadata.mainModule(), asked.modules())
                .with(Set.copyOf(metadata.flags().orElse(List.of())));
        return leaks.refuseLive(account, name, TokenPlace.in(MetadataCheck.FILE, metadata))
                .chain(() -> leaks.refuseLive(account, name, TokenPlace.in(bundle)))
                .chain(() -> limits(account, name, metadata))
                .chain(limits -> inspect(account, bundle, limits))
                .chain(() -> bundles.pack(bundle))
                .chain(packed -> truth.change(
                        (session, change) -> keep(session, change, account, name, metadata, packed, then, by)));
    }

    /** Those with which it will run, as far as can be told now. */
    private Uni<Limits> limits(String account, String name, Metadata metadata) {
        return database.read(session -> StoredAccounts.find(session, account)
                .chain(() -> session.find(FunctionRow.class, FunctionRow.id(account, name)))
                .chain(function -> before(session, function))
                .map(before -> before.with(metadata).limits())
                .chain(limits -> session.find(TemporaryRow.class, account)
                        .map(temporary -> temporary == null ? limits : TemporaryLimits.of(limits))));
    }

    private Uni<Void> inspect(String account, Bundle bundle, Limits limits) {
        return isolates.inspect(account, bundle, limits)
                .ifNoItem()
                .after(config.inspection())
                .failWith(() -> new Problem.Unavailable("no isolate looked at the bundle within %d s; try again"
                        .formatted(config.inspection().toSeconds())))
                .invoke(handlers -> requireFetch(bundle, handlers))
                .replaceWithVoid();
    }

    private static void requireFetch(Bundle bundle, List<String> handlers) {
        if (!handlers.contains("fetch"))
            throw new Problem.BadBundle(
                    "no-handler",
                    "%s: the default export has no handler fetch%s"
                            .formatted(
                                    bundle.mainModule(),
                                    handlers.isEmpty() ? "" : "; it has " + String.join(", ", handlers)),
                    bundle.mainModule(),
                    1,
                    1);
    }

    private Uni<Version> keep(
            Mutiny.Session session,
            Change change,
            String account,
            String name,
            Metadata metadata,
            PackedBundle packed,
            Then then,
            String by) {
        return StoredAccounts.find(session, account)
                .chain(() -> functions.findOrMake(session, change, account, name))
                .call(() -> bundles.keep(session, packed))
                .chain(function -> settings(session, function, metadata)
                        .chain(settings -> make(session, change, function, settings, metadata, packed, then, by)));
    }

    private Uni<Settings> settings(Mutiny.Session session, FunctionRow function, Metadata metadata) {
        return before(session, function)
                .map(before -> before.with(metadata))
                .call(settings ->
                        secrets.names(session, function.id).invoke(names -> refuseClash(settings, metadata, names)));
    }

    private static void refuseClash(Settings settings, Metadata metadata, List<String> secrets) {
        settings.clash(secrets).ifPresent(name -> {
            throw new Problem.BadBundle(
                    "duplicate-name",
                    "%s would be on env twice; what the metadata leaves out stays as it was, secrets too"
                            .formatted(name),
                    MetadataCheck.FILE,
                    pointer(metadata, name));
        });
    }

    /** Where the metadata puts it on env; at least one of two that clash is there. */
    private static String pointer(Metadata metadata, String name) {
        List<BindingRef> bindings = metadata.bindings().orElse(List.of());
        for (int i = 0; i < bindings.size(); i++)
            if (bindings.get(i).name().equals(name)) return "/bindings/%d/name".formatted(i);
        return "/vars/" + JsonPlaces.escape(name);
    }

    private Uni<Version> make(
            Mutiny.Session session,
            Change change,
            FunctionRow function,
            Settings settings,
            Metadata metadata,
            PackedBundle packed,
            Then then,
            String by) {
        Instant now = FunctionStore.now();
        return functions
                .newest(session, function)
                .map(newest -> new VersionRow(
                        VersionId.after(newest, now),
                        function.id,
                        packed.sha256(),
                        settingsText.write(settings),
                        metadata.message().orElse(""),
                        settingsText.writeNotes(metadata.notes().orElse(Map.of())),
                        now))
                .call(session::persist)
                .call(version -> then == Then.ACTIVE
                        ? activations.replace(session, change, function, version.id, version.message, by)
                        : Uni.createFrom().voidItem())
                .invoke(() -> metadata.routesOnly().ifPresent(only -> functions.answersAt(function, change, only)))
                .call(() -> metadata.routes()
                        .map(asked -> routes.replace(session, function.account, function.id, routes.parse(asked)))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .call(() -> rollouts.running(session, function.id)
                        .chain(running -> functions.prune(session, function, running.map(row -> row.version))))
                .map(version -> settingsText.told(version, function));
    }

    private Uni<Settings> before(Mutiny.Session session, @Nullable FunctionRow function) {
        if (function == null) return Uni.createFrom().item(Settings.DEFAULT);
        return functions
                .active(session, function)
                .map(active -> active.map(settingsText::read).orElse(Settings.DEFAULT));
    }
}
