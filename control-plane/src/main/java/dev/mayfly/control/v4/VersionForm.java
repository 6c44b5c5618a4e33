package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.functions.Functions.Version;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.control.v4.upload.Notes;
import dev.mayfly.control.v4.upload.ScriptUpload.Present;
import jakarta.enterprise.context.ApplicationScoped;

/** Versions and deployments in the forms of the v4 API. */
@ApplicationScoped
class VersionForm {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    ObjectNode version(Version version) {
        ObjectNode told = JSON.objectNode().put("id", version.id());
        told.putObject("metadata")
                .put("created_on", version.createdAt().toString())
                .put("modified_on", version.createdAt().toString())
                .put("source", "wrangler")
                .put("author_email", version.notes().getOrDefault(Notes.AUTHOR, "-"))
                .put("has_preview", false);
        ObjectNode annotations = told.putObject("annotations").put("workers/triggered_by", "upload");
        if (!version.message().isEmpty()) annotations.put("workers/message", version.message());
        String tag = version.notes().get(Notes.TAG);
        if (tag != null) annotations.put("workers/tag", tag);
        return told;
    }

    ObjectNode view(Present present) {
        ObjectNode told = version(present.settings().version());
        ObjectNode resources = told.putObject("resources");
        resources.set("bindings", bindings(present));
        ObjectNode script = resources
                .putObject("script")
                .put("etag", present.settings().version().bundle())
                .put("last_deployed_from", "wrangler");
        script.putArray("handlers").add("fetch");
        resources.set("script_runtime", runtime(present));
        return told;
    }

    ObjectNode settings(Present present) {
        ObjectNode told = runtime(present);
        told.set("bindings", bindings(present));
        told.put("logpush", false);
        told.putArray("tags");
        told.putNull("tail_consumers");
        return told;
    }

    ObjectNode deployment(Deployment deployment) {
        ObjectNode told = JSON.objectNode()
                .put("id", deployment.id())
                .put("source", "wrangler")
                .put("strategy", "percentage")
                .put("author_email", deployment.by().isEmpty() ? "-" : deployment.by())
                .put("created_on", deployment.at().toString());
        ObjectNode annotations = told.putObject("annotations");
        if (!deployment.message().isEmpty()) annotations.put("workers/message", deployment.message());
        ArrayNode versions = told.putArray("versions");
        deployment
                .shares()
                .forEach(share ->
                        versions.addObject().put("version_id", share.version()).put("percentage", share.percentage()));
        return told;
    }

    private static ObjectNode runtime(Present present) {
        ObjectNode runtime = JSON.objectNode().put("usage_model", "standard");
        String date = present.settings().version().notes().get(Notes.COMPATIBILITY_DATE);
        if (date != null) runtime.put("compatibility_date", date);
        ArrayNode flags = runtime.putArray("compatibility_flags");
        Notes.flags(present.settings().version().notes()).forEach(flags::add);
        Limits limits = present.settings().limits();
        runtime.putObject("limits").put("cpu_ms", limits.cpuMs()).put("subrequests", limits.subrequests());
        return runtime;
    }

    private static JsonNode bindings(Present present) {
        ArrayNode bindings = JSON.arrayNode();
        present.settings().vars().forEach((name, value) -> {
            ObjectNode binding = bindings.addObject().put("name", name);
            if (value.isTextual()) binding.put("type", "plain_text").put("text", value.asText());
            else binding.put("type", "json").set("json", value);
        });
        present.settings().bindings().forEach(own -> {
            ObjectNode binding = bindings.addObject().put("name", own.name()).put("type", own.type());
            own.namespaceId().ifPresent(id -> binding.put("namespace_id", id));
            own.simple()
                    .ifPresent(rate -> binding.putObject("simple")
                            .put("limit", rate.limit())
                            .put("period", rate.period()));
        });
        present.secrets()
                .forEach(secret -> bindings.addObject().put("name", secret).put("type", "secret_text"));
        return bindings;
    }
}
