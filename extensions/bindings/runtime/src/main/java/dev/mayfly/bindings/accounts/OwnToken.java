package dev.mayfly.bindings.accounts;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.accounts.Accounts.Token;
import dev.mayfly.bindings.identity.AnyToken;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;

/** What a token may know about itself. */
@Contract(owner = "control-plane")
@Path("/v1/tokens")
public interface OwnToken {
    /** The token that makes this very call. */
    @GET
    @Path("self")
    @AnyToken
    Uni<Self> self();

    /**
     * @param accounts what it reaches, with all or some rights; empty: everything
     * @param token its facts, where it is one that an account was given; the others come from the configuration
     */
    record Self(String name, Optional<List<String>> accounts, Optional<Token> token) {}
}
