package dev.mayfly.edge.bots.verify;

import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.edge.bots.BotsConfig;
import dev.mayfly.edge.bots.Standing;
import dev.mayfly.edge.egress.Egress;
import dev.mayfly.edge.egress.EgressRules;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.loops.Passes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells crawlers from those who only take their names. Asked only where a rule depends on it. */
public final class Verifier implements AutoCloseable {
    /** Clocks differ. */
    private static final long SKEW_SECONDS = 60;

    private static final long VALIDITY_MAX_SECONDS = 24 * 3600;

    private final Vertx vertx;
    private final Operators operators;
    private final ConfirmedNames names;
    private final KeyDirectories directories;
    private final Nonces nonces;
    private final InstantSource clock;
    private final long withinMs;

    /** Fails with {@link IllegalArgumentException}, which names the setting that cannot be read. */
    public Verifier(
            BotsConfig config,
            List<String> bundled,
            Vertx vertx,
            Dns dns,
            Egress egress,
            Passes passes,
            InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.operators = new Operators(bundled, config);
        this.names = new ConfirmedNames(vertx, dns, config.namesFor());
        List<String> allowed = new ArrayList<>();
        for (String signer : operators.signers()) allowed.add(Operators.authority(signer));
        this.directories = new KeyDirectories(
                egress,
                new EgressRules(new Functions.Egress(Functions.Egress.Mode.open, allowed)),
                passes,
                config.keysFor());
        this.nonces = new Nonces(config.noncesMax());
        this.withinMs = Math.max(1, config.verifyWithin().toMillis());
    }

    /** The crawler that a request without its name says to be, by where its keys are; known origins alone. */
    public Optional<String> nameOf(MultiMap headers) {
        return SignedRequest.agent(headers).flatMap(operators::signedBy);
    }

    /** Verified or unverified; completes within its time, on the current context. Never fails. */
    public Future<Standing> standing(String name, HttpServerRequest http, IncomingRequest request) {
        Papers papers = operators.of(name);
        Optional<InetAddress> address = address(http);
        if (address.isPresent() && papers.hasAddress(address.get())) return Future.succeededFuture(Standing.verified);
        Future<Standing> signed = papers.signers().isEmpty()
                ? Future.succeededFuture(Standing.unverified)
                : signed(papers, http.headers(), request);
        Future<Standing> either = signed.compose(standing -> standing == Standing.verified
                        || address.isEmpty()
                        || papers.domains().isEmpty()
                ? Future.succeededFuture(standing)
                : names.of(address.get())
                        .map(found ->
                                found.filter(papers::hasName).isPresent() ? Standing.verified : Standing.unverified));
        return within(either.otherwise(Standing.unverified));
    }

    private Future<Standing> signed(Papers papers, MultiMap headers, IncomingRequest request) {
        Optional<SignedRequest> read = SignedRequest.read(request, headers);
        long now = clock.instant().getEpochSecond();
        if (read.isEmpty() || !papers.signers().contains(read.get().signer()) || !isCurrent(read.get(), now))
            return Future.succeededFuture(Standing.unverified);
        SignedRequest signed = read.get();
        return directories
                .of(signed.signer(), signed.keyId())
                .map(found -> found.flatMap(keys -> keys.find(signed.keyId(), now))
                        .filter(signed::isSignedBy)
                        .filter(key -> signed.nonce().isEmpty()
                                || nonces.take(
                                        signed.keyId(), signed.nonce().get(), signed.expires() + SKEW_SECONDS, now))
                        .map(key -> Standing.verified)
                        .orElse(Standing.unverified));
    }

    private static boolean isCurrent(SignedRequest signed, long now) {
        return signed.created() <= now + SKEW_SECONDS
                && signed.expires() > now
                && signed.expires() > signed.created()
                && signed.expires() - signed.created() <= VALIDITY_MAX_SECONDS;
    }

    private Future<Standing> within(Future<Standing> standing) {
        if (standing.isComplete()) return standing;
        Promise<Standing> first = Promise.promise();
        long timer = vertx.setTimer(withinMs, id -> first.tryComplete(Standing.unverified));
        standing.onSuccess(known -> {
            vertx.cancelTimer(timer);
            first.tryComplete(known);
        });
        return first.future();
    }

    private static Optional<InetAddress> address(HttpServerRequest http) {
        if (http.remoteAddress() == null || http.remoteAddress().hostAddress() == null) return Optional.empty();
        try {
            return Optional.of(InetAddress.ofLiteral(http.remoteAddress().hostAddress()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        names.close();
    }
}
