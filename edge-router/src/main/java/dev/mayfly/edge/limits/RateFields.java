package dev.mayfly.edge.limits;

import dev.mayfly.bindings.rates.Rate;
import io.vertx.core.http.HttpServerResponse;

/**
 * The header fields {@code RateLimit-Policy} and {@code RateLimit} (draft-ietf-httpapi-ratelimit-headers-10): what may be asked for, and what
 * is left of it. Lists of structured fields, an item for each policy.
 */
final class RateFields {
    private static final long SECOND_NS = 1_000_000_000L;

    private final StringBuilder policies = new StringBuilder();
    private final StringBuilder standings = new StringBuilder();

    /** @param inNs when there are as many as may be, or one again when none is left */
    void add(String policy, Rate rate, long left, long inNs) {
        item(policies, policy).append(";q=").append(rate.limit()).append(";w=").append(rate.period());
        item(standings, policy).append(";r=").append(left).append(";t=").append(seconds(inNs));
    }

    /** Rounded up: whoever comes then comes late enough. */
    static long seconds(long ns) {
        return Math.ceilDiv(ns, SECOND_NS);
    }

    private static StringBuilder item(StringBuilder list, String policy) {
        if (!list.isEmpty()) list.append(", ");
        return list.append('"').append(policy).append('"');
    }

    void writeTo(HttpServerResponse response) {
        if (policies.isEmpty()) return;
        response.putHeader("ratelimit-policy", policies.toString());
        response.putHeader("ratelimit", standings.toString());
    }
}
