package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.Rollouts;
import dev.mayfly.bindings.rollouts.Rollouts.NewRollout;
import dev.mayfly.bindings.rollouts.Rollouts.Share;
import dev.mayfly.control.v4.upload.ScriptUpload;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Versions, and which of them answers. */
@ApplicationScoped
class Versions {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Functions functions;
    private final Rollouts rollouts;
    private final DeploymentHistory history;
    private final ScriptUpload upload;
    private final VersionForm form;

    Versions(Functions functions, Rollouts rollouts, DeploymentHistory history, ScriptUpload upload, VersionForm form) {
        this.functions = functions;
        this.rollouts = rollouts;
        this.history = history;
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
        return missing(upload.version(
                        call.accountName(), call.script(), call.path().getOrDefault("version", "")))
                .map(form::view);
    }

    /** Newest first; while a rollout runs, its split stands first. */
    Uni<JsonNode> deployments(V4Call call) {
        return history.of(call.accountName(), call.script()).map(all -> {
            ObjectNode list = JSON.objectNode();
            var deployments = list.putArray("deployments");
            all.forEach(deployment -> deployments.add(form.deployment(deployment)));
            return list;
        });
    }

    /** Takes the right to read, too: what there is decides what a split means, and is told afterwards. */
    Uni<JsonNode> deploy(V4Call call) {
        JsonNode asked = call.bodyJson();
        Shares shares = Shares.of(asked);
        Optional<String> message = Optional.ofNullable(
                        asked.path("annotations").path("workers/message").textValue())
                .filter(text -> !text.isEmpty());
        return functions
                .function(call.accountName(), call.script())
                .chain(function -> switch (shares) {
                    case Shares.Whole(String version) -> whole(call, version, message);
                    case Shares.Split split -> share(call, split.beside(call.script(), function.active()), message);
                })
                .chain(() -> history.of(call.accountName(), call.script()))
                .map(deployments -> form.deployment(deployments.getFirst()));
    }

    /** With that a rollout ends: it is complete, rolled back or replaced, as the version is its own, the stable one or another. */
    private Uni<Void> whole(V4Call call, String version, Optional<String> message) {
        return missing(functions.activate(call.accountName(), call.script(), version, message))
                .replaceWithVoid();
    }

    /** A deployment without a message has none, whatever the one before said of the same rollout. */
    private Uni<Void> share(V4Call call, Share share, Optional<String> message) {
        var rollout = new NewRollout(
                share.version(),
                Optional.of(share.percentage()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                message.or(() -> Optional.of("")));
        return missing(rollouts.rollOut(call.accountName(), call.script(), rollout))
                .replaceWithVoid();
    }

    private static <T> Uni<T> missing(Uni<T> version) {
        return version.onFailure(Problem.NotFound.class)
                .transform(missing -> V4Problem.missing(V4Problem.NO_SUCH_VERSION, (Problem.NotFound) missing));
    }
}
