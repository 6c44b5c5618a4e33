package dev.mayfly.bindings.usage;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.PlatformOnly;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;

/**
 * What routers metered. The flushes of one router are numbered from 1 and come one after the other; one that comes again is not counted
 * again, so a router repeats each until it is acknowledged.
 */
@Contract(owner = "control-plane")
@PlatformOnly
@Path("/v1/platform/usage")
public interface UsageReports {
    /** Most entries of one flush. */
    int ENTRIES_MAX = 5_000;

    /** Most accounts that one flush asks for. */
    int ACCOUNTS_MAX = 5_000;

    @POST
    Uni<Standings> flush(Flush flush);

    /**
     * @param router a name that this run of a router alone has
     * @param accounts whose standing the router wants to know
     */
    record Flush(String router, long sequence, List<Counted> counted, List<String> accounts) {}

    /** @param minute since the epoch; {@code amounts} on top of what was flushed before */
    record Counted(String account, String function, long minute, Amounts amounts) {}

    /** Those of the accounts asked for that have caps. */
    record Standings(List<Standing> accounts) {}

    /** @param day since the epoch; {@code used} on it by all routers, this flush included */
    record Standing(String account, long day, Caps caps, Amounts used) {}
}
