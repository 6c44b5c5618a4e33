package dev.mayfly.bindings.explanations;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;

/** What a router would do with a request, phase by phase. Nothing is sent, started or counted. */
@Contract(owner = "edge-router")
@Path("/v1/accounts/{account}/edge/explain")
public interface Explanations {
    /** The longest URL that is explained, in characters. */
    int URL_MAX = 8 << 10;

    /** The longest User-Agent that is read, in characters. */
    int AGENT_MAX = 512;

    /**
     * Explains one request. What lies with another account is told only as such.
     *
     * @param url an http or https URL without a fragment, as a client would have it
     * @param ip the client's address, IPv4 or IPv6; without it what depends on it is told as depending
     * @param method {@code GET} unless said otherwise
     * @param agent the request's {@code User-Agent}; without it, it is no crawler's
     */
    @GET
    @Needs(Action.FUNCTIONS_READ)
    Uni<Explanation> explain(
            @PathParam("account") String account,
            @QueryParam("url") Optional<String> url,
            @QueryParam("ip") Optional<String> ip,
            @QueryParam("method") Optional<String> method,
            @QueryParam("agent") Optional<String> agent);

    /**
     * @param status of the answer, where the edge gives it itself
     * @param function that the request comes to, when it is this account's
     * @param version of it, where that does not depend on what is not known
     * @param steps in the order in which a request takes them, up to the one that answers
     */
    record Explanation(
            String url,
            Optional<Integer> status,
            Optional<String> function,
            Optional<String> version,
            List<Step> steps) {}

    /**
     * @param phase {@code ingress}, {@code client}, {@code route}, {@code version}, {@code bots}, {@code limits}, {@code usage} or {@code dispatch}
     * @param why one or more sentences
     */
    record Step(String phase, Effect effect, String why) {}

    /** What a phase does with a request. */
    enum Effect {
        /** The request goes on. */
        passes,
        /** Nothing is set that the phase would look at. */
        skipped,
        /** It goes on or not by what is not known here. */
        depends,
        /** The request ends here. */
        answers
    }
}
