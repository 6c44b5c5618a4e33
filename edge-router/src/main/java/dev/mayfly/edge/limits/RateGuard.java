package dev.mayfly.edge.limits;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.explain.Foretold;
import dev.mayfly.edge.forward.Destination;
import dev.mayfly.edge.limits.RatePolicy.Scope;
import dev.mayfly.edge.loops.Ancestry;
import dev.mayfly.edge.route.ServedFunction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Holds requests against the rates that the function's author and the operator set: the author's first, and of each the narrowest. What a
 * client is refused costs neither the function nor the account anything.
 */
@Singleton
public class RateGuard {
    private static final int TOO_MANY = 429;
    /** No function's host begins so. */
    private static final String DESTINATION = "-> ";

    private final Buckets buckets;
    private final RefusalRecords records;
    private final List<RatePolicy> operators;
    private final List<RatePolicy> ofDestinations;
    private final List<RatePolicy> ofAccounts;
    private final Map<String, Counter> refused = new HashMap<>();

    RateGuard(EdgeConfig config, Buckets buckets, RefusalRecords records, MeterRegistry metrics) {
        this.buckets = buckets;
        this.records = records;
        this.operators = RatePolicy.of(config.rate());
        this.ofDestinations = operators.stream()
                .filter(policy -> policy.scope() == Scope.client || policy.scope() == Scope.route)
                .toList();
        this.ofAccounts = operators.stream()
                .filter(policy -> policy.scope() != Scope.function)
                .toList();
        for (String name : RatePolicy.names())
            refused.put(
                    name,
                    Counter.builder("mayfly.edge.rate.refused")
                            .description("Requests refused for their rate")
                            .tag("policy", name)
                            .register(metrics));
    }

    /**
     * Takes one from every bucket that the request falls to, and tells in the answer's header how they stand.
     *
     * @param route the pattern that led to the function; empty: its own address did
     */
    public Optional<RateRefusal> refusal(
            HttpServerRequest http, ServedFunction function, String route, Ancestry ancestry) {
        List<RatePolicy> own = RatePolicy.of(function.rates());
        if (own.isEmpty() && operators.isEmpty()) return Optional.empty();
        RateFields fields = new RateFields();
        Asked asked = new Asked(http, function.hostPrefix(), function.account(), route);
        // The client of a function's call is this router itself.
        Predicate<RatePolicy> held = policy -> policy.scope() != Scope.client || ancestry.depth() == 0;
        Optional<Problem> refusal = take(own, held, asked, fields);
        if (refusal.isEmpty()) refusal = take(operators, held, asked, fields);
        fields.writeTo(http.response());
        return refusal.map(problem -> new RateRefusal(problem, records.mayKeep(function.hostPrefix())));
    }

    /** The same of a request to another server: what is set for clients and routes holds there too, and for accounts where it is of one. */
    public Optional<Problem> refusal(HttpServerRequest http, Destination destination, String route) {
        List<RatePolicy> policies = destination.account().isPresent() ? ofAccounts : ofDestinations;
        if (policies.isEmpty()) return Optional.empty();
        RateFields fields = new RateFields();
        Asked asked = new Asked(
                http, DESTINATION + destination.name(), destination.account().orElse(""), route);
        Optional<Problem> refusal = take(policies, policy -> true, asked, fields);
        fields.writeTo(http.response());
        return refusal;
    }

    /** @param owner of the buckets: a function, or somebody else who answers */
    private record Asked(HttpServerRequest http, String owner, String account, String route) {}

    private Optional<Problem> take(
            List<RatePolicy> policies, Predicate<RatePolicy> held, Asked asked, RateFields fields) {
        for (RatePolicy policy : policies) {
            if (!held.test(policy)) continue;
            String whose = policy.scope() == Scope.client ? ClientKey.of(asked.http, policy.by()) : asked.route;
            String key = key(policy, asked.owner, asked.account, whose);
            switch (buckets.take(key, policy.rate())) {
                case Taken.Granted granted -> {
                    // What is left of an account tells strangers of its other functions.
                    if (policy.scope() != Scope.account)
                        fields.add(policy.name(), granted.rate(), granted.left(), granted.fullInNs());
                }
                case Taken.Refused none -> {
                    fields.add(policy.name(), none.rate(), 0, none.nextInNs());
                    return Optional.of(refuse(policy, none));
                }
            }
        }
        return Optional.empty();
    }

    private Problem refuse(RatePolicy policy, Taken.Refused none) {
        Counter counter = refused.get(policy.name());
        if (counter != null) counter.increment();
        Rate rate = none.rate();
        return new Problem.LimitReached(
                "rate",
                "More than %d requests in %d s for this %s."
                        .formatted(rate.limit(), rate.period(), policy.scope().name()),
                Duration.ofSeconds(RateFields.seconds(none.nextInNs())));
    }

    /**
     * How a request from outside would fare now; nothing is taken for it.
     *
     * @param ip the client's address, which it may be known by, spelt as connections tell theirs
     */
    public Foretold foretell(ServedFunction function, String route, Optional<String> ip) {
        List<RatePolicy> policies = new ArrayList<>(RatePolicy.of(function.rates()));
        policies.addAll(operators);
        if (policies.isEmpty()) return Foretold.skipped("No rate is set.");
        List<String> standings = new ArrayList<>();
        boolean open = false;
        for (RatePolicy policy : policies) {
            Rate rate = policy.rate();
            String held = "%s: %d requests in %d s".formatted(policy.name(), rate.limit(), rate.period());
            if (policy.scope() == Scope.client && !(policy.by() instanceof StickyBy.Ip && ip.isPresent())) {
                open = true;
                standings.add(held + " for each client, known by " + policy.by());
                continue;
            }
            String whose = policy.scope() == Scope.client ? ClientKey.network(ip.orElseThrow()) : route;
            long left = buckets.left(key(policy, function.hostPrefix(), function.account(), whose), rate);
            if (left == 0) return Foretold.answers(TOO_MANY, held + ", and none is left.");
            standings.add(held + ", " + left + " left");
        }
        String all = String.join("; ", standings) + ".";
        return open ? Foretold.depends(all) : Foretold.passes(all);
    }

    /** @param whose the client's key or the route, where each has a bucket */
    private static String key(RatePolicy policy, String owner, String account, String whose) {
        String name = policy.name() + ' ';
        return switch (policy.scope()) {
            case client, route -> name + owner + ' ' + whose;
            case function -> name + owner;
            case account -> name + account;
        };
    }
}
