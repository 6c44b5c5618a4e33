package dev.mayfly.edge.regions;

import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.FrontDoor;
import dev.mayfly.edge.dispatch.Dispatch;
import dev.mayfly.edge.ingress.ToldRequest;
import dev.mayfly.edge.response.ProblemAnswer;
import dev.mayfly.edge.snapshot.Snapshot;
import dev.mayfly.edge.socket.Handshake;
import dev.mayfly.edge.transport.Departure;
import dev.mayfly.edge.transport.Guests;
import dev.mayfly.isolates.IsolateHost;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Where the routers of other regions come in: a port of its own, at which nobody is heard who does not show a certificate of theirs and the seal
 * of the platform. Only there is believed what is told of clients.
 */
@Singleton
public class PeerDoor implements Guests {
    /** In an answer: nothing was done about the request, and another region may be asked. */
    static final String DECLINED = "mayfly-declined";

    private static final Logger LOG = Logger.getLogger(PeerDoor.class);
    private static final int HEAD_MAX = 64 << 10;
    private static final int WINDOW = 1 << 20;
    private static final int STREAM_WINDOW = 256 << 10;
    private static final int STREAMS_MAX = 10_000;
    private static final long LISTEN_S = 10;

    private final Regions regions;
    private final Links links;
    private final FrontDoor door;
    private final Dispatch dispatch;
    private final Snapshot snapshot;
    private final IsolateHost isolates;
    private final Departure departure;
    private final Vertx vertx;
    private final PeersConfig config;
    private final Optional<PeerSeal> seal;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();

    PeerDoor(
            Regions regions,
            Links links,
            FrontDoor door,
            Dispatch dispatch,
            Snapshot snapshot,
            IsolateHost isolates,
            Departure departure,
            Vertx vertx,
            EdgeConfig config,
            PlatformToken token) {
        this.regions = regions;
        this.links = links;
        this.door = door;
        this.dispatch = dispatch;
        this.snapshot = snapshot;
        this.isolates = isolates;
        this.departure = departure;
        this.vertx = vertx;
        this.config = config.peers();
        this.seal = token.value().map(text -> new PeerSeal(text, InstantSource.system()));
    }

    /** On as many event loops as there are processors: a peer has few connections, each with much on it. */
    void open(@Observes StartupEvent event) {
        if (!regions.isOn()) return;
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port().orElseThrow())
                .setMaxHeaderSize(HEAD_MAX)
                .setMaxInitialLineLength(HEAD_MAX)
                .setHttp2ConnectionWindowSize(WINDOW)
                .setTcpKeepAlive(true)
                // Peers give up what their clients give up, and may have many.
                .setHttp2RstFloodMaxRstFramePerWindow(0)
                .setTracingPolicy(TracingPolicy.IGNORE);
        options.getInitialSettings()
                .setInitialWindowSize(STREAM_WINDOW)
                .setMaxHeaderListSize(HEAD_MAX)
                .setMaxConcurrentStreams(STREAMS_MAX);
        if (!config.plaintext()) {
            links.configure(options);
            options.setSsl(true).setUseAlpn(true).setClientAuth(ClientAuth.REQUIRED);
        }
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++)
                listen(options).toCompletionStage().toCompletableFuture().get(LISTEN_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "nothing can listen for other regions at %s:%d: %s"
                            .formatted(config.host(), config.port().getAsInt(), e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while opening the door for other regions", e);
        }
        departure.waitsFor(this);
        LOG.infof(
                "region %s listens for %s at %s:%d",
                regions.own(), regions.names(), config.host(), config.port().getAsInt());
    }

    private Future<HttpServer> listen(HttpServerOptions options) {
        var context = ((VertxInternal) vertx).createEventLoopContext();
        var promise = context.<HttpServer>promise();
        context.runOnContext(v -> {
            HttpServer server = vertx.createHttpServer(options)
                    .requestHandler(this::receive)
                    .exceptionHandler(e -> LOG.debugf("a connection of a peer broke: %s", e.getMessage()));
            servers.add(server);
            server.listen().onComplete(promise);
        });
        return promise.future();
    }

    private void receive(HttpServerRequest http) {
        VertxContextSafetyToggle.setCurrentContextSafe(true);
        boolean probe = http.headers().contains(Probes.PROBE);
        Optional<Told> told = seal.flatMap(known -> known.read(probe ? Probes.ASKED : asked(http), http.headers()));
        if (told.isEmpty())
            refuse(
                    http,
                    ProblemAnswer.of(
                            403,
                            "not-a-peer",
                            "What this request says of itself is not sealed by a router of the platform."));
        else if (probe) tell(http);
        else if (told.get().hops().contains(regions.own()))
            refuse(
                    http,
                    ProblemAnswer.of(
                            508,
                            "region-loop",
                            "The request came through %s and is back: an address of a region leads to another."
                                    .formatted(String.join(", ", told.get().hops()))));
        else if (told.get().hops().size() > config.hopsMax())
            refuse(
                    http,
                    ProblemAnswer.of(
                            508,
                            "region-hops",
                            "The request came through %d regions, of which %d is the most."
                                    .formatted(told.get().hops().size(), config.hopsMax())));
        else if (told.get().deadlineMs() <= 0)
            refuse(http, ProblemAnswer.of(504, "region-late", "The time of the request is over."));
        else if (isFull()) decline(http);
        else pass(http, told.get());
    }

    /** Whoever leaves still takes what comes; others decline what they could not run. */
    private boolean isFull() {
        return !isServing() || dispatch.load() >= 1;
    }

    @Override
    public int underWay() {
        return underWay.get();
    }

    /** The others ask how this one stands, and twice as long is enough for any of them to have done so. */
    @Override
    public Duration hearWithin() {
        return config.probeEvery().multipliedBy(2);
    }

    /** WebSockets are no guests: a stop tells them to go. */
    private void pass(HttpServerRequest http, Told told) {
        if (!Handshake.isAskedFor(http)) {
            AtomicBoolean over = new AtomicBoolean();
            underWay.incrementAndGet();
            http.response().endHandler(v -> {
                if (over.compareAndSet(false, true)) underWay.decrementAndGet();
            });
        }
        door.receive(new ToldRequest(http, told.client(), told.scheme(), told.whereabouts()), () -> decline(http));
    }

    static String asked(HttpServerRequest http) {
        var authority = http.authority();
        return asked(http.method().name(), authority == null ? "" : authority.toString(), http.uri());
    }

    static String asked(String method, String authority, String target) {
        return method + " " + authority.toLowerCase(Locale.ROOT) + " " + target;
    }

    private boolean isServing() {
        return snapshot.loaded() && isolates.status().serving();
    }

    private void tell(HttpServerRequest http) {
        http.response()
                .setStatusCode(isServing() && !departure.begun() ? Probes.WELL : Probes.LEAVING)
                .putHeader(PlacePhase.REGION, regions.own())
                .putHeader(Probes.LOAD, String.format(Locale.ROOT, "%.3f", dispatch.load()))
                .end();
    }

    private void decline(HttpServerRequest http) {
        http.response().putHeader(DECLINED, regions.own());
        refuse(
                http,
                ProblemAnswer.of(503, "unavailable", "The region %s does not answer this.".formatted(regions.own())));
    }

    private static void refuse(HttpServerRequest http, ProblemAnswer answer) {
        http.response().setStatusCode(answer.status());
        answer.headers().forEach(http.response()::putHeader);
        http.response().end(answer.body());
    }

    @PreDestroy
    void close() {
        servers.forEach(HttpServer::close);
    }
}
