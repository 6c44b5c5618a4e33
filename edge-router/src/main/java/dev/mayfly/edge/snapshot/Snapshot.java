package dev.mayfly.edge.snapshot;

import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.bindings.deployments.Deployments.Changes;
import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.deployments.Deployments.Removed;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.origins.AccountOrigins;
import dev.mayfly.edge.origins.Origins;
import dev.mayfly.edge.route.OriginRoute;
import dev.mayfly.edge.route.RouteTable;
import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.edge.usage.UsageMeter;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What there is to serve. A change becomes visible when its code is at hand, and until then the version before answers; so no
 * request falls between two versions. One asker at a time; whoever hears of a change meanwhile makes it ask once more.
 */
@Singleton
public class Snapshot {
    private static final Logger LOG = Logger.getLogger(Snapshot.class);
    private static final Caller.Platform ROUTER = new Caller.Platform("edge-router");
    private static final int BUNDLES_AT_A_TIME = 8;
    /** A control plane that says nothing for so long is away, as far as a start goes. */
    private static final long START_PATIENCE_MS = 3_000;

    private final Deployments deployments;
    private final BundleCache bundles;
    private final KeptSnapshot kept;
    private final ServedFunctions served;
    private final UsageMeter meter;
    private final Origins origins;
    private final AccountOrigins accountOrigins;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();

    private volatile RouteTable routes;
    private volatile boolean loaded;
    private volatile Optional<Instant> keptAt = Optional.empty();
    private final Map<String, Deployment> known = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private volatile long revision;
    private volatile boolean complained;

    Snapshot(
            Deployments deployments,
            BundleCache bundles,
            KeptSnapshot kept,
            ServedFunctions served,
            UsageMeter meter,
            Origins origins,
            AccountOrigins accountOrigins,
            Vertx vertx,
            EdgeConfig config) {
        this.deployments = deployments;
        this.bundles = bundles;
        this.kept = kept;
        this.served = served;
        this.meter = meter;
        this.origins = origins;
        this.accountOrigins = accountOrigins;
        this.vertx = vertx;
        this.config = config;
        this.routes = table(List.of());
        accountOrigins.onChange(this::rerouted);
    }

    /** One immutable table; ask once for each request. */
    public RouteTable routes() {
        return routes;
    }

    /** Whether it is known what there is: the control plane told it, or what it told before the start was kept. */
    public boolean loaded() {
        return loaded;
    }

    /** For people: who said what is served, and whether he says anything now. */
    String source() {
        if (!loaded) return "nothing yet";
        return keptAt.map(at -> "kept, of " + at.truncatedTo(ChronoUnit.SECONDS))
                .orElse(complained ? "control plane, which is silent" : "control plane");
    }

    /** Something changed: the router's state should be of this revision, or a later one. */
    void heard(long announced) {
        if (announced > revision) ask();
    }

    void start(@Observes StartupEvent event) {
        ask();
        vertx.setPeriodic(config.resync().toMillis(), id -> ask());
        if (kept.isOn()) vertx.setTimer(START_PATIENCE_MS, id -> goOnWithWhatIsKept());
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        stopped = true;
        kept.close();
    }

    /** Where the control plane has said nothing since the start. What it says then goes on from there. */
    private void goOnWithWhatIsKept() {
        if (loaded || stopped || !kept.isOn()) return;
        kept.last()
                .subscribe()
                .with(
                        last -> last.ifPresent(this::serveKept),
                        error -> LOG.error("what is kept cannot be served", error));
    }

    private synchronized void serveKept(KeptSnapshot.Index last) {
        if (loaded) return;
        List<Deployment> whole = last.deployments().stream()
                .filter(deployment -> kept.hasBundle(deployment.bundle())
                        && deployment
                                .candidate()
                                .map(c -> kept.hasBundle(c.bundle()))
                                .orElse(true))
                .toList();
        for (Deployment deployment : whole) known.put(prefix(deployment), deployment);
        routes = table(whole.stream().map(served::of).toList());
        // All is asked for when there is somebody to ask: the database may have gone back meanwhile, and revisions with
        // it.
        revision = 0;
        keptAt = Optional.of(last.at());
        loaded = true;
        LOG.warnf(
                "the control plane does not answer: serving %d functions as of %s, revision %d, from what is kept",
                whole.size(), last.at(), last.revision());
    }

    private RouteTable table(Collection<ServedFunction> functions) {
        List<OriginRoute> servers = new ArrayList<>(origins.routes());
        servers.addAll(accountOrigins.routes());
        return new RouteTable(functions, servers, config.baseDomain());
    }

    private synchronized void rerouted() {
        routes = table(routes.functions());
    }

    private static String prefix(Deployment deployment) {
        return deployment.function() + "." + deployment.account();
    }

    private void ask() {
        if (stopped) return;
        again.set(true);
        if (!asking.compareAndSet(false, true)) return;
        again.set(false);
        sync().subscribe().with(done -> finished(), error -> {
            complain(error);
            goOnWithWhatIsKept();
            finished();
        });
    }

    private void finished() {
        asking.set(false);
        if (again.get() && loaded) ask();
    }

    private Uni<Void> sync() {
        long since = loaded ? revision : 0;
        return Callers.as(ROUTER, () -> deployments.changes(since))
                .ifNoItem()
                .after(config.patience())
                .fail()
                .flatMap(this::apply);
    }

    private Uni<Void> apply(Changes changes) {
        if (changes.full()) meter.capsChanged();
        else meter.capsChanged(changes.capped());
        if (!changes.full() && changes.deployed().isEmpty() && changes.removed().isEmpty()) {
            revision = changes.revision();
            complained = false;
            keptAt = Optional.empty();
            return Uni.createFrom().voidItem();
        }
        Map<String, ServedFunction> next = changes.full()
                ? new HashMap<>()
                : routes.functions().stream()
                        .collect(Collectors.toMap(ServedFunction::hostPrefix, f -> f, (a, b) -> b, HashMap::new));
        AtomicBoolean incomplete = new AtomicBoolean();
        return Multi.createFrom()
                .iterable(changes.deployed())
                .onItem()
                .transformToUni(deployment -> ready(deployment, incomplete))
                .merge(BUNDLES_AT_A_TIME)
                .collect()
                .asList()
                .invoke(ready -> {
                    for (Removed removed : changes.removed()) next.remove(removed.function() + "." + removed.account());
                    for (ServedFunction function : ready) next.put(function.hostPrefix(), function);
                    publish(next, changes.revision(), incomplete.get());
                })
                .replaceWithVoid();
    }

    /** The function with its code at hand; where that does not come, the version before, and another attempt later. */
    private Uni<ServedFunction> ready(Deployment deployment, AtomicBoolean incomplete) {
        return bundles.load(deployment.bundle())
                .chain(bundle -> deployment
                        .candidate()
                        .map(candidate -> bundles.load(candidate.bundle()))
                        .orElseGet(() -> Uni.createFrom().item(bundle)))
                .map(bundle -> {
                    if (kept.isOn()) known.put(prefix(deployment), deployment);
                    return served.of(deployment);
                })
                .onFailure()
                .recoverWithUni(error -> {
                    incomplete.set(true);
                    LOG.warnf("%s cannot be served yet: %s", deployment, error.getMessage());
                    return routes.function(deployment.account(), deployment.function())
                            .map(before -> Uni.createFrom().item(before))
                            .orElseGet(() -> Uni.createFrom().nullItem());
                });
    }

    private synchronized void publish(Map<String, ServedFunction> next, long reached, boolean incomplete) {
        routes = table(next.values());
        if (!incomplete) revision = reached;
        if (!loaded) LOG.infof("serving %d functions at revision %d", next.size(), reached);
        loaded = true;
        complained = false;
        keptAt = Optional.empty();
        known.keySet().retainAll(next.keySet());
        if (kept.isOn())
            kept.changed(new KeptSnapshot.Index(revision, Instant.now(), List.copyOf(known.values())), bundles::find);
        bundles.retain(next.values().stream().flatMap(ServedFunction::bundles).collect(Collectors.toSet()));
    }

    /** Once for each outage. */
    private void complain(Throwable error) {
        if (complained) return;
        complained = true;
        LOG.warnf(
                "the control plane does not say what to serve (%s); asking every %s",
                error.getMessage(), Duration.ofMillis(config.resync().toMillis()));
    }
}
