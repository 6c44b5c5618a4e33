package dev.mayfly.bindings.origins;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.functions.Functions.Route;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** HTTP servers of an account: routes lead to them as they lead to functions, and routers ask them for whoever comes there. */
@Contract(owner = "control-plane")
@Path("/v1/accounts/{account}/origins")
public interface Origins {
    /** By name. */
    @GET
    @Needs(Action.FUNCTIONS_READ)
    Uni<List<Origin>> list(@PathParam("account") String account);

    @GET
    @Path("{origin}")
    @Needs(Action.FUNCTIONS_READ)
    Uni<Origin> origin(@PathParam("account") String account, @PathParam("origin") String origin);

    /**
     * Makes it, or replaces it as a whole, with its routes. Fails with {@code conflict} where a route leads elsewhere already, {@code
     * invalid-origin} or {@code invalid-route} where something cannot be, {@code limit-origins} where there are too many.
     */
    @PUT
    @Path("{origin}")
    @Needs(Action.ROUTES_WRITE)
    Uni<Origin> put(@PathParam("account") String account, @PathParam("origin") String origin, OriginSettings settings);

    @DELETE
    @Path("{origin}")
    @Needs(Action.ROUTES_WRITE)
    Uni<Void> delete(@PathParam("account") String account, @PathParam("origin") String origin);

    record Origin(String name, OriginSettings settings) {}

    /**
     * What is left out is as the routers have it.
     *
     * @param urls {@code http://host[:port][/path]} or {@code https://…} of equal servers; a path stands before that of requests
     * @param routes what leads there; none: nothing does
     * @param host the name that servers are asked by: {@code client} (the client's own), {@code server} (that of the URL), or a host name
     * @param tlsName the name that their certificates must have, and that they are told (SNI); that of the URL
     * @param connectTimeoutMs for a connection, waiting for a free one included
     * @param silenceMaxMs how long nothing may move either way
     * @param attemptWithinMs how long a server may take until its answer begins; then another attempt is made where that may be done
     * @param hedgeAfterMs how long until another server is asked beside the one that is slow, where that may be done
     * @param attemptsMax how often one request is sent at most
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OriginSettings(
            List<URI> urls,
            List<Route> routes,
            Optional<String> host,
            Optional<String> tlsName,
            Optional<Long> connectTimeoutMs,
            Optional<Long> silenceMaxMs,
            Optional<Long> attemptWithinMs,
            Optional<Long> hedgeAfterMs,
            Optional<Integer> attemptsMax) {
        /** Lists that JSON leaves out are empty. */
        public OriginSettings {
            urls = urls == null ? List.of() : List.copyOf(urls);
            routes = routes == null ? List.of() : List.copyOf(routes);
        }
    }
}
