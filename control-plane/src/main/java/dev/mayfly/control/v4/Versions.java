package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.v4.upload.ScriptUpload;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Versions, and which of them answers. */
@ApplicationScoped
class Versions {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEPLOYMENTS_MAX = 10;

    private final Functions functions;
    private final ScriptUpload upload;
    private final VersionForm form;

    Versions(Functions functions, ScriptUpload upload, VersionForm form) {
        this.functions = functions;
        this.upload = upload;
        this.form = form;
    }

    /** A version that waits. */
    Uni<JsonNode> upload(V4Call call) {
        return upload.read(call)
                .chain(version -> functions.upload(call.accountName(), call.script(), version))
                .map(version -> {
                    ObjectNode told = form.version(version);
                    told.putObject("resources").putObject("script").put("etag", version.bundle());
                    return told;
                });
    }

    /** Newest first. */
    Uni<JsonNode> list(V4Call call) {
        return functions.versions(call.accountName(), call.script()).map(versions -> {
            ObjectNode list = JSON.objectNode();
            var items = list.putArray("items");
            versions.forEach(version -> items.add(form.version(version)));
            return list;
        });
    }

    Uni<JsonNode> view(V4Call call) {
        return upload.version(call.accountName(), call.script(), call.path().getOrDefault("version", ""))
                .onFailure(Problem.NotFound.class)
                .transform(missing -> V4Problem.missing(V4Problem.NO_SUCH_VERSION, (Problem.NotFound) missing))
                .map(form::view);
    }

    /** Newest first. */
    Uni<JsonNode> deployments(V4Call call) {
        return functions.activations(call.accountName(), call.script()).map(activations -> {
            ObjectNode list = JSON.objectNode();
            var deployments = list.putArray("deployments");
            activations.stream()
                    .limit(DEPLOYMENTS_MAX)
                    .forEach(activation -> deployments.add(form.deployment(activation)));
            return list;
        });
    }

    Uni<JsonNode> deploy(V4Call call) {
        JsonNode asked = call.bodyJson();
        String version = Shares.of(asked).only();
        Optional<String> message = Optional.ofNullable(
                        asked.path("annotations").path("workers/message").textValue())
                .filter(text -> !text.isEmpty());
        return functions
                .activate(call.accountName(), call.script(), version, message)
                .onFailure(Problem.NotFound.class)
                .transform(missing -> V4Problem.missing(V4Problem.NO_SUCH_VERSION, (Problem.NotFound) missing))
                .chain(() -> functions.activations(call.accountName(), call.script()))
                .map(activations -> form.deployment(activations.getFirst()));
    }
}
