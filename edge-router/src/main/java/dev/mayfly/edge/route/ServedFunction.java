package dev.mayfly.edge.route;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.edge.egress.EgressRules;
import java.util.List;
import java.util.Map;

/**
 * A function's active version, with everything about it that requests need computed once.
 *
 * @param key equal keys mean equal code and equal env
 * @param bundle hash of its code
 * @param env as its worker is given it, JSON; holds secrets
 * @param bindings names on env and their types
 * @param routes custom ones, as declared
 */
public record ServedFunction(
        String account,
        String function,
        String version,
        String key,
        String bundle,
        Trust trust,
        String env,
        Map<String, String> bindings,
        Limits limits,
        EgressRules egress,
        List<RoutePattern> routes) {
    /** How hosts begin with it: {@code function.account}. */
    public String hostPrefix() {
        return function + "." + account;
    }

    @Override
    public String toString() {
        return "ServedFunction[%s/%s %s]".formatted(account, function, version);
    }
}
