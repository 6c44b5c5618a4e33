package dev.mayfly.bindings.usage;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.identity.OperatorOnly;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the functions of an account used, by minute or by day (UTC), and what they may use. */
@Contract(owner = "control-plane")
@Path("/v1/accounts/{account}")
public interface Usage {
    /**
     * @param from and {@code to}: such as {@code 2026-11-27} or {@code 2026-11-27T08:00:00Z}; without them the last hour by minute, or
     *     the last 30 days by day
     * @param resolution {@code minute} or {@code day}, which is the default
     */
    @GET
    @Path("usage")
    @Needs(Action.USAGE_READ)
    Uni<Report> usage(
            @PathParam("account") String account,
            @QueryParam("from") Optional<String> from,
            @QueryParam("to") Optional<String> to,
            @QueryParam("resolution") Optional<String> resolution,
            @QueryParam("function") Optional<String> function);

    @GET
    @Path("caps")
    @Needs(Action.USAGE_READ)
    Uni<Caps> caps(@PathParam("account") String account);

    /** Replaces the caps as a whole; what is left out has no bound. */
    @PUT
    @Path("caps")
    @OperatorOnly
    Uni<Caps> putCaps(@PathParam("account") String account, Caps caps);

    /** @param alerts of caps that were used to 80 or 100 % in that time */
    record Report(
            String resolution, Instant from, Instant to, List<Row> rows, Used total, Caps caps, List<Alert> alerts) {}

    /** @param start of the minute or day */
    record Row(Instant start, String function, Used used) {}

    record Used(long requests, double cpuMs, long allocatedBytes, long egressBytes, long subrequests) {
        public static Used of(Amounts amounts) {
            return new Used(
                    amounts.requests(),
                    amounts.cpuMicros() / 1_000.0,
                    amounts.allocatedBytes(),
                    amounts.egressBytes(),
                    amounts.subrequests());
        }
    }

    /** @param percent 80 or 100 */
    record Alert(Instant at, String cap, int percent, long used, long allowed) {}
}
