package dev.mayfly.bindings.rates;

import dev.mayfly.bindings.Binding;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.Setting;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Set;
import java.util.regex.Pattern;

/** Rates that functions hold their own callers against, by keys of their choice. All routers hold them together. */
@Contract(owner = "edge-router")
@Binding(RateLimits.TYPE)
@Path("/v1/accounts/{account}/rate-limits")
public interface RateLimits {
    String TYPE = "ratelimit";

    int KEY_MAX = 1_024;

    /**
     * Takes one of what the key may have. It takes the right to deploy, as whoever may run code in the account can do the same.
     *
     * @param key at most 1,024 characters; each has a bucket of its own
     */
    @POST
    @Needs(Action.FUNCTIONS_DEPLOY)
    Uni<Verdict> limit(
            @PathParam("account") String account, @QueryParam("key") String key, @Setting Allowance allowance);

    /** @param success whether there was one; it is taken then */
    record Verdict(boolean success) {}

    /**
     * What each key of a namespace may have. Functions of an account that name the same namespace with the same rate share its buckets.
     *
     * @param namespace a whole number, at most 20 digits
     * @param rate whose period is one of {@link #PERIODS}
     */
    record Allowance(String namespace, Rate rate) {
        public static final Set<Integer> PERIODS = Set.of(10, 60);
        private static final Pattern NAMESPACE = Pattern.compile("\\d{1,20}");

        public Allowance {
            checkNamespace(namespace);
            if (!PERIODS.contains(rate.period()))
                throw new Problem.Invalid(
                        "invalid-rate", "the period of a rate limit is 10 or 60, in seconds, and not " + rate.period());
        }

        public static void checkNamespace(String namespace) {
            if (!NAMESPACE.matcher(namespace).matches())
                throw new Problem.Invalid(
                        "invalid-rate", "the namespace_id of a rate limit is a whole number, such as \"1001\"");
        }
    }
}
