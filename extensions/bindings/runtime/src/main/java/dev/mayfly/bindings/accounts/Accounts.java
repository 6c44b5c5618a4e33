package dev.mayfly.bindings.accounts;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.OperatorOnly;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Accounts and the tokens that reach them. */
@Contract(owner = "control-plane")
@Path("/v1/accounts")
public interface Accounts {
    /** Makes the account, or changes its pool; the same request twice is the same as once. */
    @PUT
    @Path("{account}")
    @OperatorOnly
    Uni<Account> put(@PathParam("account") String account, AccountSettings settings);

    @GET
    @Path("{account}")
    Uni<Account> account(@PathParam("account") String account);

    /** All accounts that the caller reaches, by name. */
    @GET
    @OperatorOnly
    Uni<List<Account>> list();

    /** Makes a token for this account. Its text is in this answer and nowhere else: only a hash is kept. */
    @POST
    @Path("{account}/tokens")
    Uni<NewToken> createToken(@PathParam("account") String account, TokenRequest request);

    @GET
    @Path("{account}/tokens")
    Uni<List<Token>> tokens(@PathParam("account") String account);

    /** The token is refused from now on (elsewhere than in the control plane within 10 s). */
    @DELETE
    @Path("{account}/tokens/{id}")
    Uni<Void> revokeToken(@PathParam("account") String account, @PathParam("id") String id);

    /** @param trust the pool whose workers it shares */
    record Account(String name, Trust trust, Instant createdAt) {}

    record AccountSettings(Optional<Trust> trust) {}

    /** Accounts share worker processes only with accounts of the same trust. */
    enum Trust {
        newcomers,
        standard,
        /** Workers of its own. */
        own
    }

    record TokenRequest(String name) {}

    record Token(String id, String name, Instant createdAt) {}

    record NewToken(String id, String name, String token, Instant createdAt) {}
}
