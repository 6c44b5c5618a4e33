package dev.mayfly.bindings.accounts;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.identity.OperatorOnly;
import dev.mayfly.bindings.identity.Right;
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
    @Needs(Action.ACCOUNT_READ)
    Uni<Account> account(@PathParam("account") String account);

    /** All accounts that the caller reaches, by name. */
    @GET
    @OperatorOnly
    Uni<List<Account>> list();

    /**
     * Makes a token for this account. Its text is in this answer and nowhere else: only a hash is kept. Nobody can give a right that
     * they lack, and who has an end themselves gives none beyond it.
     */
    @POST
    @Path("{account}/tokens")
    @Needs(Action.TOKENS_WRITE)
    Uni<NewToken> createToken(@PathParam("account") String account, TokenRequest request);

    @GET
    @Path("{account}/tokens")
    @Needs(Action.TOKENS_READ)
    Uni<List<Token>> tokens(@PathParam("account") String account);

    @GET
    @Path("{account}/tokens/{id}")
    @Needs(Action.TOKENS_READ)
    Uni<Token> token(@PathParam("account") String account, @PathParam("id") String id);

    /** The token is refused from now on (elsewhere than in the control plane within 10 s). */
    @DELETE
    @Path("{account}/tokens/{id}")
    @Needs(Action.TOKENS_WRITE)
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

    /**
     * @param rights what it may do, such as {@code functions:deploy@hello}; left out: everything in the account
     * @param expiresAt from when on it is refused; left out: when the token that makes it does, if ever
     */
    record TokenRequest(String name, Optional<List<Right>> rights, Optional<Instant> expiresAt) {
        /** For everything in the account, without an end. */
        public TokenRequest(String name) {
            this(name, Optional.empty(), Optional.empty());
        }
    }

    /**
     * @param createdBy whose token made it
     * @param lastUsedAt a minute exact
     * @param leaks where its text was found although it should not be there; the newest first
     */
    record Token(
            String id,
            String name,
            List<Right> rights,
            Instant createdAt,
            String createdBy,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt,
            List<Leak> leaks) {}

    /** @param where such as {@code function demo/hello, module index.js:3:14} */
    record Leak(String where, Instant at) {}

    record NewToken(
            String id, String name, String token, List<Right> rights, Instant createdAt, Optional<Instant> expiresAt) {
        @Override
        public String toString() {
            return "NewToken[%s %s]".formatted(id, name);
        }
    }
}
