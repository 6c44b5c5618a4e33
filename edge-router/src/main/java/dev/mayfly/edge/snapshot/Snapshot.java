package dev.mayfly.edge.snapshot;

import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.bindings.deployments.Deployments.Changes;
import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.deployments.Deployments.Removed;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.edge.EdgeConfig;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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

    private final Deployments deployments;
    private final BundleCache bundles;
    private final ServedFunctions served;
    private final UsageMeter meter;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();

    private volatile RouteTable routes = RouteTable.EMPTY;
    private volatile boolean loaded;
    private volatile boolean stopped;
    private volatile long revision;
    private volatile boolean complained;

    Snapshot(
            Deployments deployments,
            BundleCache bundles,
            ServedFunctions served,
            UsageMeter meter,
            Vertx vertx,
            EdgeConfig config) {
        this.deployments = deployments;
        this.bundles = bundles;
        this.served = served;
        this.meter = meter;
        this.vertx = vertx;
        this.config = config;
    }

    /** One immutable table; ask once for each request. */
    public RouteTable routes() {
        return routes;
    }

    /** Whether the control plane has ever told what there is. */
    public boolean loaded() {
        return loaded;
    }

    /** Something changed: the router's state should be of this revision, or a later one. */
    void heard(long announced) {
        if (announced > revision) ask();
    }

    void start(@Observes StartupEvent event) {
        ask();
        vertx.setPeriodic(config.resync().toMillis(), id -> ask());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void ask() {
        if (stopped) return;
        again.set(true);
        if (!asking.compareAndSet(false, true)) return;
        again.set(false);
        sync().subscribe().with(done -> finished(), error -> {
            complain(error);
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
                .map(bundle -> served.of(deployment))
                .onFailure()
                .recoverWithUni(error -> {
                    incomplete.set(true);
                    LOG.warnf("%s cannot be served yet: %s", deployment, error.getMessage());
                    return routes.function(deployment.account(), deployment.function())
                            .map(before -> Uni.createFrom().item(before))
                            .orElseGet(() -> Uni.createFrom().nullItem());
                });
    }

    private void publish(Map<String, ServedFunction> next, long reached, boolean incomplete) {
        routes = new RouteTable(next.values(), config.baseDomain());
        if (!incomplete) revision = reached;
        if (!loaded) LOG.infof("serving %d functions at revision %d", next.size(), reached);
        loaded = true;
        complained = false;
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
