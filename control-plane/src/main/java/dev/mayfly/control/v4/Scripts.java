package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.Function;
import dev.mayfly.bindings.functions.Functions.Version;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.v4.upload.Observability;
import dev.mayfly.control.v4.upload.ScriptUpload;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Functions, as the v4 API calls them: scripts, and services with one environment. */
@ApplicationScoped
class Scripts {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Functions functions;
    private final ScriptUpload upload;
    private final VersionForm form;

    Scripts(Functions functions, ScriptUpload upload, VersionForm form) {
        this.functions = functions;
        this.upload = upload;
        this.form = form;
    }

    Uni<JsonNode> list(V4Call call) {
        return functions.list(call.accountName()).map(all -> {
            ArrayNode list = JSON.arrayNode();
            all.forEach(function -> list.add(script(function)));
            return list;
        });
    }

    /** A new version, which answers at once. */
    Uni<JsonNode> put(V4Call call) {
        return upload.read(call)
                .chain(version -> functions.deploy(call.accountName(), call.script(), version))
                .map(Scripts::deployed);
    }

    Uni<JsonNode> delete(V4Call call) {
        return functions.delete(call.accountName(), call.script()).replaceWith(JSON.nullNode());
    }

    Uni<JsonNode> service(V4Call call) {
        return functions
                .function(call.accountName(), call.script())
                .onFailure(Problem.NotFound.class)
                .transform(missing -> V4Problem.missing(V4Problem.NO_SUCH_SERVICE, (Problem.NotFound) missing))
                .map(function -> {
                    ObjectNode service = JSON.objectNode().put("id", function.name());
                    service.putObject("default_environment")
                            .put("environment", "production")
                            .set("script", script(function));
                    return service;
                });
    }

    /** The same function, as newer clients ask for it before they say whether it has an address of its own. */
    Uni<JsonNode> worker(V4Call call) {
        return functions.function(call.accountName(), call.script()).map(function -> {
            ObjectNode worker = scriptSettings()
                    .put("id", tag(function.account(), function.name()))
                    .put("name", function.name())
                    .put("updated_on", function.changedAt().toString());
            worker.set("subdomain", Triggers.subdomain(function));
            return worker;
        });
    }

    /** Of the version that answers, or of the newest where none does yet. */
    Uni<JsonNode> settings(V4Call call) {
        return upload.present(call.accountName(), call.script()).map(present -> form.settings(present));
    }

    Uni<JsonNode> scriptSettings(V4Call call) {
        return functions.function(call.accountName(), call.script()).map(function -> scriptSettings());
    }

    /** Told back as asked: observability is always on, and tags serve a dashboard. The rest is refused where it asks for something. */
    Uni<JsonNode> patchScriptSettings(V4Call call) {
        JsonNode asked = call.bodyJson();
        asked.fieldNames().forEachRemaining(key -> {
            boolean known = switch (key) {
                case "observability", "tags" -> true;
                case "logpush", "tail_consumers", "streaming_tail_consumers" -> asksForNothing(asked.get(key));
                default -> false;
            };
            if (!known) throw V4Problem.unsupported("Mayfly has no %s for functions".formatted(key));
        });
        Observability.check(asked.path("observability"));
        return functions.function(call.accountName(), call.script()).map(function -> {
            ObjectNode settings = scriptSettings();
            asked.properties().forEach(setting -> settings.set(setting.getKey(), setting.getValue()));
            return settings;
        });
    }

    /** No function of Mayfly holds on to another. */
    Uni<JsonNode> references(V4Call call) {
        return functions.function(call.accountName(), call.script()).map(function -> {
            ObjectNode references = JSON.objectNode();
            ObjectNode services = references.putObject("services");
            services.putArray("incoming");
            services.putArray("outgoing");
            services.put("pages_function", false);
            references.putArray("durable_objects");
            references.putArray("dispatch_outbounds");
            return references;
        });
    }

    Uni<JsonNode> nothing(V4Call call) {
        return Uni.createFrom().item(JSON.arrayNode());
    }

    private static boolean asksForNothing(JsonNode value) {
        return value.isNull() || value.isEmpty() && value.isContainerNode() || value.isBoolean() && !value.asBoolean();
    }

    private static ObjectNode scriptSettings() {
        ObjectNode settings = JSON.objectNode().put("logpush", false);
        settings.putObject("observability").put("enabled", true);
        settings.putArray("tags");
        settings.putNull("tail_consumers");
        return settings;
    }

    private static ObjectNode script(Function function) {
        ObjectNode script = JSON.objectNode()
                .put("id", function.name())
                .put("tag", tag(function.account(), function.name()))
                .put("last_deployed_from", "wrangler")
                .put("usage_model", "standard")
                .put("modified_on", function.changedAt().toString());
        script.putArray("tags");
        script.putArray("handlers").add("fetch");
        return script;
    }

    private static ObjectNode deployed(Version version) {
        ObjectNode script = JSON.objectNode()
                .put("id", version.function())
                .put("tag", tag(version.account(), version.function()))
                .put("etag", version.bundle())
                .put("deployment_id", version.id())
                .put("has_modules", true)
                .put("available_on_subdomain", true)
                .put("created_on", version.createdAt().toString())
                .put("modified_on", version.createdAt().toString());
        script.putArray("handlers").add("fetch");
        return script;
    }

    private static String tag(String account, String function) {
        return Identity.hex(account + "/" + function);
    }
}
