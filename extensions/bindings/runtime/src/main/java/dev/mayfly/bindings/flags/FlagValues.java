package dev.mayfly.bindings.flags;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.Binding;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.Setting;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Map;
import java.util.Optional;

/** What flags are for somebody. Functions find it in the shape that OpenFeature has made usual. */
@Contract(owner = "edge-router")
@Binding(FlagValues.TYPE)
@Path("/v1/accounts/{account}/flag-values")
public interface FlagValues {
    String TYPE = "flags";

    /**
     * @param key of the flag
     * @param type {@code boolean}, {@code string}, {@code number} or {@code object}: a value of another one is a failure
     * @param context what is known of whoever it is for, as a JSON object, over what the request tells
     */
    @POST
    @Needs(Action.FLAGS_READ)
    Uni<Details> evaluate(
            @PathParam("account") String account,
            @QueryParam("key") String key,
            @QueryParam("type") Optional<String> type,
            @QueryParam("context") Optional<String> context,
            @Setting Asking asking);

    /**
     * @param app with its environment, as {@link FlagPlace} reads them
     * @param known what the request tells of whoever sent it
     */
    record Asking(String app, Optional<Map<String, String>> known) {}

    /** As OpenFeature's evaluation details. @param value absent where the caller's default counts */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Details(
            String flagKey,
            Optional<JsonNode> value,
            Optional<String> variant,
            String reason,
            Optional<String> errorCode,
            Optional<String> errorMessage,
            Map<String, Object> flagMetadata) {}
}
