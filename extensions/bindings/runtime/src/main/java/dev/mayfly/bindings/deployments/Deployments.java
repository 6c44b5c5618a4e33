package dev.mayfly.bindings.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.identity.PlatformOnly;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.rates.Rates;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What routers must know to serve. A router reads all of it at its start ({@code since=0}), then what changed. That something
 * changed it hears on the Redis channel {@link #CHANNEL}, whose messages are {@linkplain Announcement announcements}. What one of them does not
 * name is asked for a second later, so that a message that was lost is made good by the next; without any, a router asks in intervals.
 */
@Contract(owner = "control-plane")
@PlatformOnly
@Path("/v1/platform/deployments")
public interface Deployments {
    String CHANNEL = "mayfly:deployments";

    /** What changed after that revision, with the present one. Everything, when {@code since} is 0. */
    @GET
    Uni<Changes> changes(@QueryParam("since") long since);

    /** The code of a version, by the hash of it. */
    @GET
    @Path("bundles/{bundle}")
    Uni<Bundle> bundle(@PathParam("bundle") String bundle);

    /**
     * @param revision rises by one with every change
     * @param removed functions that are gone since then; empty in a {@code full} answer
     * @param capped accounts whose caps changed since then: whoever holds them against theirs asks anew; empty in a {@code full} answer,
     *     after which whoever does asks for all
     * @param full this is all there is: what it does not name is no more. So at {@code since=0}, and when the control plane does not
     *     remember that far back, or does not know that revision
     */
    record Changes(
            long revision, List<Deployment> deployed, List<Removed> removed, List<String> capped, boolean full) {}

    /**
     * The active version of a function with all that it takes to run it. Holds secrets: never logged, never told further.
     *
     * @param routesOnly it answers at its routes alone; what JSON leaves out has addresses of its own, too
     */
    record Deployment(
            String account,
            String function,
            String version,
            String bundle,
            Trust trust,
            Map<String, JsonNode> vars,
            Map<String, String> secrets,
            List<BindingRef> bindings,
            Limits limits,
            Optional<Rates> rates,
            Egress egress,
            List<String> routes,
            boolean routesOnly,
            Optional<Candidate> candidate,
            Optional<Placement> placement) {
        @Override
        public String toString() {
            return "Deployment[%s/%s %s]".formatted(account, function, version);
        }
    }

    /**
     * The version that is being rolled out beside the active one. Trust, secrets and routes are the function's, and the same for both.
     *
     * @param share of the requests, in hundredths of a percent, 0 to 10,000
     * @param stickyBy as {@link dev.mayfly.bindings.rollouts.StickyBy} reads it
     */
    record Candidate(
            String rollout,
            int share,
            String stickyBy,
            String version,
            String bundle,
            Map<String, JsonNode> vars,
            List<BindingRef> bindings,
            Limits limits,
            Optional<Rates> rates,
            Egress egress,
            Optional<Placement> placement) {
        public static final int WHOLE = 10_000;

        @Override
        public String toString() {
            return "Candidate[%s %d]".formatted(version, share);
        }
    }

    record Removed(String account, String function) {}
}
