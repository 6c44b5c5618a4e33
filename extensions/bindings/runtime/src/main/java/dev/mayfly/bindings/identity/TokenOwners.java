package dev.mayfly.bindings.identity;

import dev.mayfly.bindings.Contract;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;

/** Lets services ask the control plane whose a token is. The extension answers it wherever there is an {@link Authenticator}. */
@Contract(owner = "control-plane")
@PlatformOnly
@Path("/v1/platform/caller")
public interface TokenOwners {
    /** Fails with {@link dev.mayfly.bindings.problem.Problem.NotFound} when the token is nobody's. */
    @POST
    Uni<TokenOwner> ownerOf(Presented presented);

    /** Travels in the body, since paths and queries are logged. */
    record Presented(String token) {
        @Override
        public String toString() {
            return "Presented[…]";
        }
    }

    /** @param accounts what it reaches; empty: everything */
    record TokenOwner(String name, Optional<List<String>> accounts) {}
}
