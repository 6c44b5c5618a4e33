package dev.mayfly.bindings.rollouts;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.Name;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The gradual rollout of a function's version. While one runs, a percentage of the requests is answered by that version, the others by
 * the stable one, which is the function's active version. A rollout ends when its version has all requests, when it is rolled back,
 * or when a version is activated as a whole.
 */
@Contract(owner = "control-plane")
@Path("/v1/accounts/{account}/functions/{name}")
public interface Rollouts {
    /**
     * Gives a version that percentage of the requests. For the version of the rollout that runs it changes the percentage, and
     * whatever else is named: keys that have the version already keep it when the percentage rises. 100 ends the rollout: the version
     * is the active one then.
     */
    @POST
    @Path("rollouts")
    @Needs(Action.FUNCTIONS_DEPLOY)
    Uni<Rollout> rollOut(
            @PathParam("account") String account, @PathParam("name") @Name String name, NewRollout rollout);

    /** Newest first; the one that runs, if there is one, stands first. */
    @GET
    @Path("rollouts")
    @Needs(Action.FUNCTIONS_READ)
    Uni<List<Rollout>> rollouts(@PathParam("account") String account, @PathParam("name") @Name String name);

    /** Which versions answer now, and how many of the requests. */
    @GET
    @Path("deployment")
    @Needs(Action.FUNCTIONS_READ)
    Uni<Split> deployment(@PathParam("account") String account, @PathParam("name") @Name String name);

    /** Back to the stable version at once; where no rollout runs, to the version that was active before the present one. */
    @POST
    @Path("rollback")
    @Needs(Action.FUNCTIONS_DEPLOY)
    Uni<Split> rollback(@PathParam("account") String account, @PathParam("name") @Name String name);

    /**
     * @param percentage of requests, 0 to 100, with two decimals at most; may be left out where there are {@code steps}
     * @param stickyBy what a request is known by, so that equal keys meet one version: {@code none}, {@code ip}, {@code
     *     header:<name>} or {@code cookie:<name>}
     * @param steps percentages to be reached one after the other, rising; the version must have shown itself good at each
     * @param stepSeconds how long a step lasts at least
     * @param message why, for people; at most 1,000 characters
     */
    record NewRollout(
            String version,
            Optional<BigDecimal> percentage,
            Optional<String> stickyBy,
            Optional<AutomaticRollback> automaticRollback,
            Optional<List<BigDecimal>> steps,
            Optional<Integer> stepSeconds,
            Optional<String> message) {}

    /**
     * When the version is taken back by itself: it answered {@code requestsMin} requests or more, and the lower bound of its rate of
     * errors is above the stable version's upper bound by more than {@code marginPercent} (Wilson's intervals at 95 %).
     */
    record AutomaticRollback(Optional<Mode> mode, Optional<Integer> requestsMin, Optional<BigDecimal> marginPercent) {
        public static final AutomaticRollback DEFAULT =
                new AutomaticRollback(Optional.of(Mode.on), Optional.of(50), Optional.of(BigDecimal.ONE));

        public enum Mode {
            on,
            off
        }
    }

    /**
     * @param stable the version that has all other requests
     * @param reason why it ended, with the figures when a rule decided it
     * @param figures of the running one: in the present window and the one before; of an ended one: at its end
     */
    record Rollout(
            String id,
            String version,
            String stable,
            BigDecimal percentage,
            String stickyBy,
            AutomaticRollback automaticRollback,
            List<BigDecimal> steps,
            Optional<Integer> stepSeconds,
            State state,
            Optional<String> message,
            String startedBy,
            Instant startedAt,
            Optional<String> endedBy,
            Optional<Instant> endedAt,
            Optional<String> reason,
            Figures figures) {
        public enum State {
            running,
            /** Its version has all requests. */
            completed,
            /** The stable version has all requests again. */
            rolledBack,
            /** Another version than these two was activated. */
            replaced
        }
    }

    /** What was counted of both versions. */
    record Figures(Count stable, Count candidate) {
        public static final Figures NONE = new Figures(Count.NONE, Count.NONE);
    }

    /** @param errors answers with a status of 5xx, and invocations that failed, were exhausted or lost */
    record Count(long requests, long errors) {
        public static final Count NONE = new Count(0, 0);

        public Count {
            if (errors < 0 || errors > requests)
                throw new IllegalArgumentException("%d errors of %d requests".formatted(errors, requests));
        }

        public Count plus(Count other) {
            return new Count(requests + other.requests, errors + other.errors);
        }
    }

    /** @param rollout that made it, while one runs */
    record Split(List<Share> versions, Optional<String> rollout) {}

    record Share(String version, BigDecimal percentage) {}
}
