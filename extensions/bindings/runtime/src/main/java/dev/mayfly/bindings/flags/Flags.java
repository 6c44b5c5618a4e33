package dev.mayfly.bindings.flags;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The flags of an account's apps. Each app has them once for each of its environments; without one, {@code production} is meant. A flag
 * is defined as flagd has it; a segment is one of flagd's {@code $evaluators}, and flags name it by {@code $ref}. Every change is a
 * version that is kept, and routers have it in force within a moment.
 */
@Contract(owner = "control-plane")
@Path("/v1/accounts/{account}/flags")
public interface Flags {
    /** How often one flag's or segment's changes are remembered. */
    int HISTORY_MAX = 100;

    /** Where there are flags. */
    @GET
    @Needs(Action.FLAGS_READ)
    Uni<List<FlagPlace>> apps(@PathParam("account") String account);

    /** All flags and segments of an app, as flagd reads them; archived ones are not among them. */
    @GET
    @Path("{app}")
    @Needs(Action.FLAGS_READ)
    Uni<Definition> definition(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @QueryParam("environment") Optional<String> environment);

    /** The flag as it is, an archived one as it was. */
    @GET
    @Path("{app}/flags/{key}")
    @Needs(Action.FLAGS_READ)
    Uni<Version> flag(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("key") String key,
            @QueryParam("environment") Optional<String> environment);

    /** Makes the flag, or replaces its definition. */
    @PUT
    @Path("{app}/flags/{key}")
    @Needs(Action.FLAGS_WRITE)
    Uni<Changed> putFlag(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("key") String key,
            @QueryParam("environment") Optional<String> environment,
            Draft draft);

    /**
     * Gives a variant to a share of those who ask, each of whom keeps what they have while the share grows. Who has the right with bounds
     * goes so far at once and no further, and does not change whose share it is.
     */
    @POST
    @Path("{app}/flags/{key}/ramp")
    @Needs(Action.FLAGS_RAMP)
    Uni<Changed> ramp(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("key") String key,
            @QueryParam("environment") Optional<String> environment,
            Ramp ramp);

    /** Takes the flag away from all who ask; its history stays, and undo brings it back. */
    @POST
    @Path("{app}/flags/{key}/archive")
    @Needs(Action.FLAGS_WRITE)
    Uni<Changed> archive(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("key") String key,
            @QueryParam("environment") Optional<String> environment);

    /** Makes the definition before the present one the present one again, as a change of its own. */
    @POST
    @Path("{app}/flags/{key}/undo")
    @Needs(Action.FLAGS_WRITE)
    Uni<Changed> undo(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("key") String key,
            @QueryParam("environment") Optional<String> environment);

    /** Newest first. */
    @GET
    @Path("{app}/flags/{key}/history")
    @Needs(Action.FLAGS_READ)
    Uni<List<Version>> history(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("key") String key,
            @QueryParam("environment") Optional<String> environment);

    /** Has a change made at a time to come, within a second or so of it; a time that has passed is now. At most 100 wait for a flag. */
    @POST
    @Path("{app}/flags/{key}/schedules")
    @Needs(Action.FLAGS_WRITE)
    Uni<Scheduled> schedule(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("key") String key,
            @QueryParam("environment") Optional<String> environment,
            Planned planned);

    /** What is planned, the next first, and what could not be made when its time came. */
    @GET
    @Path("{app}/flags/{key}/schedules")
    @Needs(Action.FLAGS_READ)
    Uni<List<Scheduled>> schedules(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("key") String key,
            @QueryParam("environment") Optional<String> environment);

    @DELETE
    @Path("{app}/flags/{key}/schedules/{id}")
    @Needs(Action.FLAGS_WRITE)
    Uni<Void> unschedule(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("key") String key,
            @PathParam("id") String id,
            @QueryParam("environment") Optional<String> environment);

    /** Makes the segment, or replaces its rule; all flags that name it are checked. */
    @PUT
    @Path("{app}/segments/{segment}")
    @Needs(Action.FLAGS_WRITE)
    Uni<Changed> putSegment(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("segment") String segment,
            @QueryParam("environment") Optional<String> environment,
            Draft draft);

    /** The segment as it is, an archived one as it was. */
    @GET
    @Path("{app}/segments/{segment}")
    @Needs(Action.FLAGS_READ)
    Uni<Version> segment(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("segment") String segment,
            @QueryParam("environment") Optional<String> environment);

    /** Newest first. */
    @GET
    @Path("{app}/segments/{segment}/history")
    @Needs(Action.FLAGS_READ)
    Uni<List<Version>> segmentHistory(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("segment") String segment,
            @QueryParam("environment") Optional<String> environment);

    /** Takes the segment away, unless a flag names it. */
    @POST
    @Path("{app}/segments/{segment}/archive")
    @Needs(Action.FLAGS_WRITE)
    Uni<Changed> archiveSegment(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("segment") String segment,
            @QueryParam("environment") Optional<String> environment);

    /** Makes the rule before the present one the present one again, as a change of its own. */
    @POST
    @Path("{app}/segments/{segment}/undo")
    @Needs(Action.FLAGS_WRITE)
    Uni<Changed> undoSegment(
            @PathParam("account") String account,
            @PathParam("app") String app,
            @PathParam("segment") String segment,
            @QueryParam("environment") Optional<String> environment);

    /** @param definition with {@code flags}, {@code $evaluators} and {@code metadata} */
    record Definition(FlagPlace place, long revision, JsonNode definition) {}

    /**
     * What shall be.
     *
     * @param definition of a flag, or a segment's rule
     * @param version that the change is meant to follow; another one in its place is a conflict
     * @param dryRun says what would be, and keeps nothing
     * @param contexts for whom it shall be told whether they get another variant, at most 1,000
     */
    record Draft(
            JsonNode definition,
            Optional<String> message,
            Optional<Long> version,
            Optional<Boolean> dryRun,
            Optional<List<Map<String, JsonNode>>> contexts) {
        public static Draft of(JsonNode definition) {
            return new Draft(definition, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * @param variant that the share gets; the others get the default variant
     * @param percent 0 to 100, with at most two decimals
     * @param by the attribute that decides who is in; {@code targetingKey} if nothing is said
     * @param contexts for whom it shall be told whether they get another variant, at most 1,000
     */
    record Ramp(
            String variant,
            double percent,
            Optional<String> by,
            Optional<String> message,
            Optional<Long> version,
            Optional<Boolean> dryRun,
            Optional<List<Map<String, JsonNode>>> contexts) {}

    /**
     * What shall happen at a time: exactly one of a definition, a ramp and {@code archive}.
     *
     * @param at at most a year ahead
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Planned(
            Instant at,
            Optional<JsonNode> definition,
            Optional<Ramp> ramp,
            Optional<Boolean> archive,
            Optional<String> message) {
        public Planned {
            definition = definition.filter(json -> !json.isNull());
        }
    }

    /** @param failure why it could not be made */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Scheduled(String id, Planned planned, String by, Optional<String> failure) {}

    /** @param definition empty where it was archived */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Version(String key, long version, Optional<JsonNode> definition, String by, Instant at, String message) {
        public Version {
            definition = definition.filter(json -> !json.isNull());
        }
    }

    /**
     * @param version of the flag, which a dry run would make
     * @param differences between what was and what is
     * @param moved those of the contexts that get another variant than before, of each flag that the change may touch
     */
    record Changed(Version version, List<Difference> differences, List<Moved> moved, boolean dryRun) {}

    /** @param path as a JSON pointer */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Difference(String path, Optional<JsonNode> before, Optional<JsonNode> after) {
        public Difference {
            before = before.filter(json -> !json.isNull());
            after = after.filter(json -> !json.isNull());
        }
    }

    /** @param before and {@code after}: the variant, empty where the caller's default counts */
    record Moved(String flag, Map<String, JsonNode> context, Optional<String> before, Optional<String> after) {}
}
