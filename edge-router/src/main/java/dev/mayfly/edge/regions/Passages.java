package dev.mayfly.edge.regions;

import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.faults.Breakers;
import dev.mayfly.edge.faults.Bulkhead;
import dev.mayfly.edge.faults.FaultsConfig;
import dev.mayfly.edge.faults.RetryBudget;
import dev.mayfly.edge.forward.Forwarder;
import dev.mayfly.edge.geography.Geography;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.invocations.Recording;
import dev.mayfly.edge.route.ServedFunction;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes requests on to other regions. */
@Singleton
public class Passages {
    private final Regions regions;
    private final Links links;
    private final Probes probes;
    private final Geography geography;
    private final Forwarder forwarder;
    private final FaultsConfig config;
    private final RetryBudget budget;
    private final Bulkhead bulkhead;
    private final Breakers slow;
    private final Optional<PeerSeal> seal;

    Passages(
            Regions regions,
            Links links,
            Probes probes,
            Geography geography,
            Forwarder forwarder,
            EdgeConfig config,
            PlatformToken token) {
        this.regions = regions;
        this.links = links;
        this.probes = probes;
        this.geography = geography;
        this.forwarder = forwarder;
        this.config = config.faults();
        this.budget = new RetryBudget(this.config.retries(), System::nanoTime);
        this.slow = new Breakers(this.config.breaker(), System::nanoTime);
        this.bulkhead = new Bulkhead(this.config.inFlightPerAccount());
        this.seal = token.value().map(text -> new PeerSeal(text, InstantSource.system()));
    }

    /**
     * Fails with {@link Problem.Unavailable} when too much of the account is under way elsewhere.
     *
     * @param function whose request it is
     * @param order of regions, this one perhaps among them
     * @param here answers the request in this region
     */
    public void pass(
            HttpServerRequest http,
            IncomingRequest request,
            ServedFunction function,
            List<String> order,
            Consumer<RequestBody> here,
            Recording recording,
            long startNs) {
        String account = function.account();
        if (!bulkhead.enter(account))
            throw new Problem.Unavailable("Too many requests of this account, %d, are under way in other regions."
                    .formatted(config.inFlightPerAccount()));
        budget.request();
        forwarder.pass(
                http,
                request,
                new Passage(this, function.hostPrefix(), order, here, startNs),
                recording,
                startNs,
                () -> bulkhead.leave(account));
    }

    /** Tells another region of a request whence it comes. */
    void seal(HttpServerRequest http, IncomingRequest request, long startNs, MultiMap to) {
        String client = http.remoteAddress() == null ? "" : http.remoteAddress().hostAddress();
        long leftMs = config.answerWithin().toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        Told told = new Told(
                List.of(regions.own()), client, request.scheme(), geography.of(client, http), Math.max(0, leftMs));
        String asked =
                PeerDoor.asked(request.method(), request.authority().toString(), request.path() + request.query());
        seal.orElseThrow().write(told, asked, to);
    }

    boolean isOwn(@Nullable String region) {
        return regions.own().equals(region);
    }

    Optional<Region> other(String region) {
        return regions.other(region);
    }

    Links links() {
        return links;
    }

    Probes probes() {
        return probes;
    }

    /** Functions, by region, whose answers came too late there. */
    Breakers slow() {
        return slow;
    }

    RetryBudget budget() {
        return budget;
    }

    Optional<Duration> attemptWithin() {
        return config.attemptWithin();
    }

    Optional<Duration> hedgeAfter() {
        return config.hedgeAfter();
    }

    int attemptsMax() {
        return config.retries().attemptsMax();
    }

    Duration answerWithin() {
        return config.answerWithin();
    }
}
