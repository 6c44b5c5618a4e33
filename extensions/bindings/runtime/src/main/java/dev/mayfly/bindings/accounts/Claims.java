package dev.mayfly.bindings.accounts;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/** Taking temporary accounts over. */
@Contract(owner = "control-plane")
@Path("/v1/accounts/{account}/claims")
public interface Claims {
    /**
     * Moves all that the temporary account has into this one, as a whole or not at all; then the temporary account is gone. Takes
     * every right: what is moved brings bindings and secrets of its own.
     */
    @POST
    @Needs(Action.ANYTHING)
    Uni<Claimed> claim(@PathParam("account") String account, Claim claim);

    /** @param token begins with {@code mfct_}; whoever has it may take the account */
    record Claim(String token) {
        @Override
        public String toString() {
            return "Claim[…]";
        }
    }

    record Claimed(String from, List<Moved> functions) {}

    /** @param urlsBefore where it answers no more */
    record Moved(String function, List<String> urls, List<String> urlsBefore) {}
}
