package dev.mayfly.edge.origins;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Functions.Route;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.origins.OriginFeed;
import dev.mayfly.bindings.origins.OriginFeed.OriginChanges;
import dev.mayfly.bindings.origins.Origins.OriginSettings;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.egress.CheckedNames;
import dev.mayfly.edge.egress.EgressRules;
import dev.mayfly.edge.faults.Bulkhead;
import dev.mayfly.edge.route.OriginRoute;
import dev.mayfly.edge.route.RoutePattern;
import dev.mayfly.edge.route.RouteTable;
import dev.mayfly.edge.snapshot.Following;
import dev.mayfly.edge.snapshot.KeptSnapshot;
import dev.mayfly.edge.snapshot.KeptSnapshot.Part;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * HTTP servers of accounts, as of the last revision that the control plane told. Their names are resolved here, and only addresses that the rules allow
 * are connected to. One that a change does not touch stays the same, with what is known of its servers.
 */
@Singleton
public class AccountOrigins {
    private static final Logger LOG = Logger.getLogger(AccountOrigins.class);
    private static final Caller.Platform ROUTER = new Caller.Platform("edge-router");

    private final Vertx vertx;
    private final KeptSnapshot kept;
    private final ObjectMapper json;
    private final EdgeConfig config;
    private final Following<OriginChanges> following;
    private final Clients clients;
    private final Reach reach;
    private final Bulkhead bulkhead;
    private final Map<String, Map<String, Held>> held = new TreeMap<>();
    private volatile List<OriginRoute> routes = List.of();
    private volatile Runnable whenChanged = () -> {};
    private volatile long revision;

    private record Held(OriginSettings settings, Origin origin) {}

    AccountOrigins(
            OriginFeed feed, KeptSnapshot kept, CheckedNames names, ObjectMapper json, Vertx vertx, EdgeConfig config) {
        this.vertx = vertx;
        this.kept = kept;
        this.json = json;
        this.config = config;
        this.following =
                new Following<>("origins", () -> Callers.as(ROUTER, () -> feed.changes(revision)), this::apply, config);
        this.clients = new Clients(vertx, config.accountOrigins().connectionsMax(), Optional.empty());
        EgressRules rules = new EgressRules(
                new Egress(Egress.Mode.open, config.accountOrigins().allow().orElse(List.of())));
        this.reach = (by, host, port, request, within) -> names.connect(
                host,
                port,
                rules,
                within,
                (address, share) -> by.request(new RequestOptions(request)
                        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                        .setConnectTimeout(share.toMillis())));
        this.bulkhead = new Bulkhead(config.faults().inFlightPerAccount());
    }

    /** What leads to them. */
    public List<OriginRoute> routes() {
        return routes;
    }

    /** Told when that has changed, on a thread that may wait. */
    public void onChange(Runnable told) {
        whenChanged = told;
    }

    /** Something changed: what is held should be of this revision, or a later one. */
    public void heard(long announced) {
        if (announced > revision) following.ask();
    }

    void start(@Observes StartupEvent event) {
        following.start(
                vertx,
                kept,
                Part.origins,
                written -> json.readValue(written, OriginChanges.class),
                () -> revision == 0);
    }

    void stop(@Observes ShutdownEvent event) {
        following.stop();
    }

    private void apply(OriginChanges changes) {
        if (changes.full()) {
            List<String> there = changes.accounts().stream()
                    .map(OriginFeed.AccountOrigins::account)
                    .toList();
            held.keySet().retainAll(there);
        }
        changes.accounts().forEach(this::take);
        revision = changes.revision();
        if (!changes.full() && changes.accounts().isEmpty()) return;
        List<OriginRoute> now = new ArrayList<>();
        held.values().forEach(of -> of.values().forEach(one -> now.addAll(routes(one))));
        routes = List.copyOf(now);
        whenChanged.run();
        OriginChanges all = new OriginChanges(changes.revision(), all(), true);
        kept.changed(Part.origins, () -> json.writeValueAsBytes(all));
    }

    private void take(OriginFeed.AccountOrigins told) {
        Map<String, Held> before = held.getOrDefault(told.account(), Map.of());
        Map<String, Held> now = new TreeMap<>();
        told.origins().forEach(origin -> {
            Held same = before.get(origin.name());
            if (same != null && same.settings.equals(origin.settings())) now.put(origin.name(), same);
            else made(told.account(), origin.name(), origin.settings()).ifPresent(made -> now.put(origin.name(), made));
        });
        if (now.isEmpty()) held.remove(told.account());
        else held.put(told.account(), now);
    }

    /** What the control plane let pass is sound; one that knows more than this router may tell what it does not understand. */
    private Optional<Held> made(String account, String name, OriginSettings settings) {
        try {
            Terms terms = Terms.of(settings);
            return Optional.of(new Held(
                    settings,
                    new Origin(
                            Whose.ofAccount(account, name),
                            terms,
                            clients.requests(terms),
                            clients.sockets(),
                            reach,
                            Optional.of(bulkhead),
                            config.faults())));
        } catch (IllegalArgumentException e) {
            LOG.warnf("the origin %s of %s is left out: %s", name, account, e.getMessage());
            return Optional.empty();
        }
    }

    private List<OriginRoute> routes(Held one) {
        return one.settings.routes().stream()
                .map(Route::pattern)
                .map(RoutePattern::parse)
                .flatMap(Optional::stream)
                .filter(pattern -> RouteTable.mayBeAnAccounts(pattern, config.baseDomain()))
                .map(pattern -> new OriginRoute(pattern, one.origin))
                .toList();
    }

    /** As the control plane would tell them. */
    private List<OriginFeed.AccountOrigins> all() {
        return held.entrySet().stream()
                .map(account -> new OriginFeed.AccountOrigins(
                        account.getKey(),
                        account.getValue().entrySet().stream()
                                .map(one -> new dev.mayfly.bindings.origins.Origins.Origin(
                                        one.getKey(), one.getValue().settings))
                                .toList()))
                .toList();
    }

    @PreDestroy
    void close() {
        clients.close();
    }
}
