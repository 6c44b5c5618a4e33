package dev.mayfly.edge.regions;

import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.faults.Endpoint;
import dev.mayfly.edge.geography.Whereabouts;
import dev.mayfly.edge.place.Standing;
import io.netty.channel.ConnectTimeoutException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Asks the routers of other regions how they stand, each again and again, never twice at a time. */
@Singleton
class Probes {
    static final String ASKED = "probe";
    static final String PROBE = "mayfly-probe";
    static final String LOAD = "mayfly-load";
    static final int WELL = 200;
    static final int LEAVING = 503;

    private static final Logger LOG = Logger.getLogger(Probes.class);
    private static final double JITTER = 0.2;

    private final Regions regions;
    private final Links links;
    private final Vertx vertx;
    private final PeersConfig config;
    private final Optional<PeerSeal> seal;
    private volatile boolean stopped;

    Probes(Regions regions, Links links, Vertx vertx, EdgeConfig config, PlatformToken token) {
        this.regions = regions;
        this.links = links;
        this.vertx = vertx;
        this.config = config.peers();
        this.seal = token.value().map(text -> new PeerSeal(text, InstantSource.system()));
    }

    void start(@Observes StartupEvent event) {
        for (Region region : regions.others())
            for (Endpoint<Peer> router : region.routers().all()) ask(router.target());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void ask(Peer peer) {
        if (stopped) return;
        peer.health().asked(System.nanoTime());
        asked(peer)
                .timeout(config.probeWithin().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(answer -> {
                    try {
                        peer.health().waitedFor(System.nanoTime());
                        if (answer.succeeded()) heard(peer, answer.result());
                        else missed(peer, answer.cause());
                    } finally {
                        askAgain(peer);
                    }
                });
    }

    private Future<HttpClientResponse> asked(Peer peer) {
        try {
            return links.to(peer).probe().compose(this::send);
        } catch (IllegalStateException e) {
            return Future.failedFuture(e); // its connections were cut at this moment
        }
    }

    /** Whatever became of this one: a peer that nobody asks any more stays away for good. */
    private void askAgain(Peer peer) {
        double spread = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        vertx.setTimer(Math.max(1, (long) (config.probeEvery().toMillis() * spread)), id -> ask(peer));
    }

    private Future<HttpClientResponse> send(HttpClientRequest request) {
        request.putHeader(PROBE, regions.own());
        seal.ifPresent(known -> known.write(
                new Told(List.of(regions.own()), "", "", new Whereabouts(Optional.empty(), ""), 0),
                ASKED,
                request.headers()));
        return request.send().onSuccess(HttpClientResponse::resume);
    }

    private void heard(Peer peer, HttpClientResponse answer) {
        String region = answer.getHeader(PlacePhase.REGION);
        boolean known = answer.statusCode() == WELL || answer.statusCode() == LEAVING;
        if (!known || !peer.region().equals(region)) {
            if (peer.health().silent() || !peer.isComplainedOf())
                LOG.warnf(
                        "%s is not known there: %s",
                        peer,
                        region == null ? "the answer is " + answer.statusCode() : "the region is called " + region);
            peer.complainedOf(true);
            return;
        }
        peer.complainedOf(false);
        Standing standing = answer.statusCode() == WELL ? Standing.well : Standing.leaving;
        Standing before = peer.health().heard(standing, load(answer.getHeader(LOAD)));
        if (before == Standing.away) LOG.infof("%s answers", peer);
    }

    private void missed(Peer peer, Throwable why) {
        boolean silent = why instanceof TimeoutException || why instanceof ConnectTimeoutException;
        boolean gone = silent ? peer.health().silent() : peer.health().failed();
        if (gone) away(peer, why);
        // While it is away, each question has a connection of its own, so that none is left half closed.
        else if (silent || peer.health().now().standing() == Standing.away)
            links.to(peer).cut();
    }

    /** What is under way there is asked of others, where it may be asked twice. */
    private void away(Peer peer, Throwable why) {
        LOG.warnf("%s does not answer (%s); requests go elsewhere", peer, why.getMessage());
        links.to(peer).cut();
    }

    /** A request could not be passed on there. */
    void failed(Peer peer, Throwable why) {
        if (peer.health().failed()) away(peer, why);
    }

    private static double load(String text) {
        try {
            double load = text == null ? 1 : Double.parseDouble(text);
            return load >= 0 ? load : 1;
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
