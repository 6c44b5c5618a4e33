package dev.mayfly.bindings.flags;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.PlatformOnly;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;

/** What routers must know to evaluate flags. That something changed they hear as they hear of deployments. */
@Contract(owner = "control-plane")
@PlatformOnly
@Path("/v1/platform/flags")
public interface FlagFeed {
    /** What changed after that revision, with the present one. Everything, when {@code since} is 0 or unknown. */
    @GET
    Uni<FlagChanges> changes(@QueryParam("since") long since);

    /** @param full this is all there is: what it does not name is no more */
    record FlagChanges(long revision, List<Item> items, boolean full) {}

    /** @param definition empty where it is archived */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Item(String account, FlagPlace place, Kind kind, String key, Optional<JsonNode> definition) {
        /** What JSON leaves out is read as a null that is there. */
        public Item {
            definition = definition.filter(json -> !json.isNull());
        }
    }

    enum Kind {
        flag,
        segment
    }
}
