package dev.mayfly.bindings.flags;

import com.fasterxml.jackson.databind.JsonNode;
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

/** For whom flags were asked for lately: what a change can be tried on before it is made ({@link Flags.Draft#contexts}). */
@Contract(owner = "edge-router")
@Path("/v1/accounts/{account}/flag-contexts")
public interface FlagContexts {
    /**
     * Different ones, as flags were evaluated for them, those that were asked for last at the end: a sample, as the router has it since its start. It tells
     * of people, so it takes the right to change what they get.
     */
    @GET
    @Path("{app}")
    @Needs(Action.FLAGS_WRITE)
    Uni<List<JsonNode>> recent(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @QueryParam("environment") Optional<String> environment);
}
