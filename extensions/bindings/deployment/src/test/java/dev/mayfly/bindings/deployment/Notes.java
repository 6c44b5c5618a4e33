package dev.mayfly.bindings.deployment;

import dev.mayfly.bindings.Binding;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.Name;
import dev.mayfly.bindings.Setting;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.identity.OperatorOnly;
import dev.mayfly.bindings.identity.PlatformOnly;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A contract that tries everything contracts have. */
@Contract(owner = "note-service")
@Binding("notes")
@Path("/v1/accounts/{account}/notes")
public interface Notes {
    @GET
    @Needs(Action.INVOCATIONS_READ)
    Uni<List<Note>> list(
            @PathParam("account") String account,
            @QueryParam("function") @Name Optional<String> function,
            @QueryParam("limit") Optional<Integer> limit);

    /** Throws what its key says. */
    @GET
    @Path("{key}")
    @Needs(Action.FUNCTIONS_READ)
    Uni<Note> note(@PathParam("account") String account, @PathParam("key") String key);

    @PUT
    @Path("{key}")
    @Needs(Action.FUNCTIONS_WRITE)
    Uni<Note> put(@PathParam("account") String account, @PathParam("key") String key, NewNote note);

    /** What is written is for the deployment to say. */
    @POST
    @Needs(Action.FUNCTIONS_WRITE)
    Uni<Note> stamp(@PathParam("account") String account, @QueryParam("key") String key, @Setting NewNote note);

    @DELETE
    @Path("{key}")
    @Needs(Action.FUNCTIONS_WRITE)
    Uni<Void> forget(@PathParam("account") String account, @PathParam("key") String key);

    @DELETE
    @OperatorOnly
    Uni<Void> forgetAll(@PathParam("account") String account);

    /** Narrower than the token for everything, whatever else stands there. */
    @DELETE
    @Path("secret/keys")
    @OperatorOnly
    @PlatformOnly
    Uni<Void> forgetKeys(@PathParam("account") String account);

    record NewNote(String text, Optional<Integer> stars) {
        public NewNote {
            if (text.isBlank())
                throw new dev.mayfly.bindings.problem.Problem.Invalid("blank-note", "a note must have some text");
        }
    }

    /** @param caller who asked, and on which thread */
    record Note(String key, String text, Optional<Integer> stars, Instant since, String caller, String thread) {}
}
