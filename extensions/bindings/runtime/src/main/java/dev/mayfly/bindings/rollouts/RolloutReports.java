package dev.mayfly.bindings.rollouts;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.PlatformOnly;
import dev.mayfly.bindings.rollouts.Rollouts.Count;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What routers counted of the versions that run side by side. Counts are of one router and one window, and only ever rise within it: a
 * report that comes twice, or late, changes nothing.
 */
@Contract(owner = "control-plane")
@PlatformOnly
@Path("/v1/platform/rollouts")
public interface RolloutReports {
    /** How long errors are counted together; a decision sees the present window and the one before. */
    Duration WINDOW = Duration.ofMinutes(5);

    /** Most counts in one report. */
    int COUNTS_MAX = 500;

    @POST
    Uni<Void> report(Report report);

    /** The number of the window that an instant lies in. */
    static long window(Instant when) {
        return Math.floorDiv(when.getEpochSecond(), WINDOW.toSeconds());
    }

    /** @param router a name that this run of a router alone has */
    record Report(String router, List<Counted> counts) {}

    /** All that the router counted of a rollout in that window until now. */
    record Counted(String rollout, long window, Count stable, Count candidate) {}
}
