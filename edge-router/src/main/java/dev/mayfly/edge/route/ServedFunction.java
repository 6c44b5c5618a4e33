package dev.mayfly.edge.route;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.rates.Rates;
import dev.mayfly.edge.egress.EgressRules;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A version of a function that answers, with everything about it that requests need computed once.
 *
 * @param key equal keys mean equal code and equal env
 * @param bundle hash of its code
 * @param env as its worker is given it, JSON; holds secrets
 * @param bindings by their names on env
 * @param routes custom ones, as declared
 * @param routesOnly it answers at them, and at no address of its own
 * @param split the version that is being rolled out beside this one
 * @param arm how its outcomes are counted while a rollout runs
 * @param placement in which regions it runs
 */
public record ServedFunction(
        String account,
        String function,
        String version,
        String key,
        String bundle,
        Trust trust,
        String env,
        Map<String, BindingRef> bindings,
        Limits limits,
        Rates rates,
        EgressRules egress,
        List<RoutePattern> routes,
        boolean routesOnly,
        Optional<Split> split,
        Optional<Split.Arm> arm,
        Placement placement) {
    /** How hosts begin with it: {@code function.account}. */
    public String hostPrefix() {
        return function + "." + account;
    }

    /** The version that this request meets: this one, unless another is being rolled out and has the request. */
    public ServedFunction versionFor(HttpServerRequest http) {
        return split.isPresent() && split.get().picksCandidate(http)
                ? split.get().candidate()
                : this;
    }

    /** Hashes of all code that may be asked for. */
    public Stream<String> bundles() {
        return Stream.concat(
                Stream.of(bundle), split.stream().map(s -> s.candidate().bundle()));
    }

    @Override
    public String toString() {
        return "ServedFunction[%s/%s %s]".formatted(account, function, version);
    }
}
