package dev.mayfly.bindings.functions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.Name;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.bindings.rates.RateLimits;
import dev.mayfly.bindings.rates.Rates;
import dev.mayfly.bindings.rollouts.StickyBy;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions of an account. A version never changes; a function has at most one active version, and that is what its URLs
 * answer with. Besides these methods, {@code PUT /v1/accounts/{account}/functions/{name}} takes the same as {@link #deploy} as
 * {@code multipart/form-data}: a part {@code metadata} ({@link Metadata} as JSON) and one part per module, named as the module;
 * with {@code ?activate=false} the same as {@link #upload}.
 */
@Contract(owner = "control-plane")
@Path("/v1/accounts/{account}/functions")
public interface Functions {
    /**
     * Checks the bundle, keeps it as a new version and makes that one active. Settings it does not name stay as they were. Routes
     * take the right to write them, and each binding what its own operations take, in the whole account: code is not allowed more
     * than whoever deploys it.
     */
    @POST
    @Path("{name}/versions")
    @Needs(Action.FUNCTIONS_DEPLOY)
    Uni<Version> deploy(@PathParam("account") String account, @PathParam("name") @Name String name, NewVersion version);

    /** As {@link #deploy}, but which version is active stays as it was: the new one waits to be rolled out or activated. */
    @POST
    @Path("{name}/uploads")
    @Needs(Action.FUNCTIONS_DEPLOY)
    Uni<Version> upload(@PathParam("account") String account, @PathParam("name") @Name String name, NewVersion version);

    @GET
    @Needs(Action.FUNCTIONS_READ)
    Uni<List<Function>> list(@PathParam("account") String account);

    @GET
    @Path("{name}")
    @Needs(Action.FUNCTIONS_READ)
    Uni<Function> function(@PathParam("account") String account, @PathParam("name") @Name String name);

    /** Newest first. */
    @GET
    @Path("{name}/versions")
    @Needs(Action.FUNCTIONS_READ)
    Uni<List<Version>> versions(@PathParam("account") String account, @PathParam("name") @Name String name);

    /** A version with the settings that it was made with. */
    @GET
    @Path("{name}/versions/{version}")
    @Needs(Action.FUNCTIONS_READ)
    Uni<VersionSettings> version(
            @PathParam("account") String account,
            @PathParam("name") @Name String name,
            @PathParam("version") String version);

    /** Makes that version the active one: an earlier one again, or one that was uploaded. */
    @POST
    @Path("{name}/versions/{version}/activate")
    @Needs(Action.FUNCTIONS_DEPLOY)
    Uni<Version> activate(
            @PathParam("account") String account,
            @PathParam("name") @Name String name,
            @PathParam("version") String version,
            @QueryParam("message") Optional<String> message);

    /** When which version became the active one, newest first; the last 100 whose versions are still kept. */
    @GET
    @Path("{name}/activations")
    @Needs(Action.FUNCTIONS_READ)
    Uni<List<Activation>> activations(@PathParam("account") String account, @PathParam("name") @Name String name);

    /** Deletes the function with its versions, secrets and routes. */
    @DELETE
    @Path("{name}")
    @Needs(Action.FUNCTIONS_WRITE)
    Uni<Void> delete(@PathParam("account") String account, @PathParam("name") @Name String name);

    /** Sets a secret; functions see it on env from the next invocation on. It is never told to anybody again. */
    @PUT
    @Path("{name}/secrets/{secret}")
    @Needs(Action.SECRETS_WRITE)
    Uni<Void> putSecret(
            @PathParam("account") String account,
            @PathParam("name") @Name String name,
            @PathParam("secret") String secret,
            SecretValue value);

    /** Sets all of these secrets, by name, or none of them; others stay. */
    @PATCH
    @Path("{name}/secrets")
    @Needs(Action.SECRETS_WRITE)
    Uni<Void> putSecrets(
            @PathParam("account") String account,
            @PathParam("name") @Name String name,
            Map<String, SecretValue> secrets);

    /** The names alone. */
    @GET
    @Path("{name}/secrets")
    @Needs(Action.FUNCTIONS_READ)
    Uni<List<String>> secrets(@PathParam("account") String account, @PathParam("name") @Name String name);

    @DELETE
    @Path("{name}/secrets/{secret}")
    @Needs(Action.SECRETS_WRITE)
    Uni<Void> deleteSecret(
            @PathParam("account") String account,
            @PathParam("name") @Name String name,
            @PathParam("secret") String secret);

    /** Replaces the function's routes as a whole. */
    @PUT
    @Path("{name}/routes")
    @Needs(Action.ROUTES_WRITE)
    Uni<List<Route>> putRoutes(
            @PathParam("account") String account, @PathParam("name") @Name String name, List<Route> routes);

    @GET
    @Path("{name}/routes")
    @Needs(Action.FUNCTIONS_READ)
    Uni<List<Route>> routes(@PathParam("account") String account, @PathParam("name") @Name String name);

    /** Says whether the function answers at its routes alone, or has addresses of its own besides them. */
    @PUT
    @Path("{name}/address")
    @Needs(Action.FUNCTIONS_DEPLOY)
    Uni<Function> putAddress(
            @PathParam("account") String account, @PathParam("name") @Name String name, Address address);

    /** What is sent to make a version. */
    record NewVersion(Metadata metadata, List<Bundle.Module> modules) {}

    /**
     * @param vars plain variables: text or any JSON value, as env shows them
     * @param bindings what else stands on env
     * @param rates how often it may be asked
     * @param egress where its fetch may go
     * @param routes replaces the routes when present
     * @param notes what the author notes with the version: kept and told, never interpreted
     * @param flags what the code asks of the platform; none where it is left out
     * @param routesOnly whether the function answers at its routes alone; replaces what held before when present
     * @param placement in which regions it runs
     */
    record Metadata(
            String mainModule,
            Optional<Map<String, JsonNode>> vars,
            Optional<List<BindingRef>> bindings,
            Optional<Limits.Asked> limits,
            Optional<Rates> rates,
            Optional<Egress> egress,
            Optional<List<Route>> routes,
            Optional<String> message,
            Optional<Map<String, String>> notes,
            Optional<List<Bundle.Flag>> flags,
            Optional<Boolean> routesOnly,
            Optional<Placement> placement) {}

    /**
     * @param name on env
     * @param type one that this platform has
     * @param namespaceId of a rate limit, and of nothing else
     * @param simple what each of its keys may have
     * @param app whose flags they are, perhaps with {@code /environment}; of flags, and of nothing else
     * @param targetingKey what requests are known by to flags, as {@link StickyBy} reads it: the address, unless it says something else
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record BindingRef(
            String name,
            String type,
            @JsonProperty("namespace_id") Optional<String> namespaceId,
            Optional<Rate> simple,
            Optional<String> app,
            @JsonProperty("targeting_key") Optional<String> targetingKey) {
        public BindingRef(String name, String type) {
            this(name, type, Optional.empty(), Optional.empty());
        }

        public BindingRef(String name, String type, Optional<String> namespaceId, Optional<Rate> simple) {
            this(name, type, namespaceId, simple, Optional.empty(), Optional.empty());
        }

        /** What the deployment fixes for calls of it; fails with {@link dev.mayfly.bindings.problem.Problem.Invalid}. */
        public Optional<RateLimits.Allowance> setting() {
            return namespaceId.flatMap(namespace -> simple.map(rate -> new RateLimits.Allowance(namespace, rate)));
        }
    }

    /**
     * Where fetch may go. {@code none}: nowhere. {@code open} (default): public addresses.
     *
     * @param allow private addresses that are allowed all the same, each {@code host}, {@code host:port} or CIDR, such as {@code
     *     127.0.0.1:9000} or {@code 10.1.0.0/16}
     */
    record Egress(Mode mode, List<String> allow) {
        public static final Egress OPEN = new Egress(Mode.open, List.of());

        /** What JSON leaves out is open, and allows nothing more. */
        public Egress(@Nullable Mode mode, @Nullable List<String> allow) {
            this.mode = mode == null ? Mode.open : mode;
            this.allow = allow == null ? List.of() : List.copyOf(allow);
        }

        public enum Mode {
            open,
            none
        }
    }

    /**
     * A pattern that leads to a function: {@code host/path}, where the host may begin with {@code *.} and the path may end with
     * {@code *}; such as {@code api.example.com/v2/*}. The longest path wins, an exact host before a wildcard.
     */
    record Route(String pattern) {}

    /** @param routesOnly it answers at its routes, and at no address of its own */
    record Address(boolean routesOnly) {}

    record SecretValue(String value) {
        @Override
        public String toString() {
            return "SecretValue[…]";
        }
    }

    /**
     * @param active the version that answers; empty before the first deployment succeeds
     * @param routesOnly it answers at its routes alone
     */
    record Function(
            String account,
            String name,
            Optional<String> active,
            List<String> urls,
            boolean routesOnly,
            Instant changedAt) {}

    /** @param id rises with time; {@code bundle} is the SHA-256 of the code, in hex */
    record Version(
            String id,
            String account,
            String function,
            String bundle,
            State state,
            Instant createdAt,
            String message,
            Map<String, String> notes) {
        public enum State {
            active,
            inactive
        }
    }

    /** A version, and what it was made with. */
    record VersionSettings(
            Version version,
            Map<String, JsonNode> vars,
            List<BindingRef> bindings,
            Limits limits,
            Optional<Rates> rates,
            Egress egress,
            Optional<Placement> placement) {}

    /** @param by who made it active, as the platform knows its callers */
    record Activation(String id, String version, String message, String by, Instant at) {}
}
