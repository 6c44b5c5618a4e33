package dev.mayfly.bindings.accounts;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.PlatformOnly;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;

/** Where services say that they met a token in the open. */
@Contract(owner = "control-plane")
@PlatformOnly
@Path("/v1/platform/leaks")
public interface TokenLeaks {
    /** Flags the token, if it is one that is kept; nothing happens otherwise. */
    @POST
    Uni<Void> flag(Sighting sighting);

    /**
     * @param hash the SHA-256 of the token's text in hex: the text itself travels no further
     * @param where such as {@code function demo/hello, log of invocation 00f067aa0ba902b7}
     */
    record Sighting(String hash, String where, Instant at) {}
}
