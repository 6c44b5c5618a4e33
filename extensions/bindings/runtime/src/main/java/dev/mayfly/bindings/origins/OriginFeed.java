package dev.mayfly.bindings.origins;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.PlatformOnly;
import dev.mayfly.bindings.origins.Origins.Origin;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/** What routers must know of accounts' servers. That something changed they hear as they hear of deployments. */
@Contract(owner = "control-plane")
@PlatformOnly
@Path("/v1/platform/origins")
public interface OriginFeed {
    /** What changed after that revision, with the present one. Everything, when {@code since} is 0 or unknown. */
    @GET
    Uni<OriginChanges> changes(@QueryParam("since") long since);

    /** @param full this is all there is: an account that it does not name has none */
    record OriginChanges(long revision, List<AccountOrigins> accounts, boolean full) {}

    /** All that an account has, of which something changed. */
    record AccountOrigins(String account, List<Origin> origins) {}
}
