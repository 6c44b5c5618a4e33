package dev.mayfly.edge.limits;

import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.bindings.rates.Rates;
import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.edge.EdgeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One rate that requests are held against.
 *
 * @param name as answers and metrics tell it
 * @param by what a client is known by, where each has a bucket
 */
record RatePolicy(String name, Scope scope, Rate rate, StickyBy by) {
    /** What has a bucket of its own, from the narrowest. */
    enum Scope {
        client,
        route,
        function,
        account
    }

    private static final String OWN = "own-";

    /** All names that there may be. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            names.add(scope.name());
            if (scope != Scope.account) names.add(OWN + scope.name());
        }
        return names;
    }

    static List<RatePolicy> of(EdgeConfig.Rates operator) {
        StickyBy by = Rates.client(operator.clientBy());
        List<RatePolicy> policies = new ArrayList<>();
        add(policies, "", Scope.client, operator.client(), by);
        add(policies, "", Scope.route, operator.route(), by);
        add(policies, "", Scope.function, operator.function(), by);
        add(policies, "", Scope.account, operator.account(), by);
        return List.copyOf(policies);
    }

    /** The function's own. */
    static List<RatePolicy> of(Rates own) {
        if (own.equals(Rates.NONE)) return List.of();
        StickyBy by = own.by();
        List<RatePolicy> policies = new ArrayList<>();
        add(policies, OWN, Scope.client, own.client(), by);
        add(policies, OWN, Scope.route, own.route(), by);
        add(policies, OWN, Scope.function, own.function(), by);
        return policies;
    }

    private static void add(List<RatePolicy> policies, String prefix, Scope scope, Optional<Rate> rate, StickyBy by) {
        rate.ifPresent(set -> policies.add(new RatePolicy(prefix + scope.name(), scope, set, by)));
    }
}
