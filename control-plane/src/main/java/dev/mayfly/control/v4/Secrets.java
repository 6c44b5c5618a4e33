package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.SecretValue;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.v4.upload.ScriptUpload;
import dev.mayfly.control.v4.upload.ScriptUpload.Present;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Secrets. They belong to the function: a change is seen by the next invocation, whichever version answers. */
@ApplicationScoped
class Secrets {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TYPE = "secret_text";

    private final Functions functions;
    private final ScriptUpload upload;
    private final VersionForm form;

    Secrets(Functions functions, ScriptUpload upload, VersionForm form) {
        this.functions = functions;
        this.upload = upload;
        this.form = form;
    }

    Uni<JsonNode> list(V4Call call) {
        return functions.secrets(call.accountName(), call.script()).map(names -> {
            ArrayNode list = JSON.arrayNode();
            names.forEach(name -> list.add(told(name)));
            return list;
        });
    }

    Uni<JsonNode> put(V4Call call) {
        JsonNode asked = call.bodyJson();
        String name = asked.path("name").asText();
        return functions
                .putSecret(call.accountName(), call.script(), name, ofType(asked))
                .map(done -> told(name));
    }

    Uni<JsonNode> delete(V4Call call) {
        return functions
                .function(call.accountName(), call.script())
                .chain(() -> functions
                        .deleteSecret(
                                call.accountName(), call.script(), call.path().getOrDefault("secret", ""))
                        .onFailure(Problem.NotFound.class)
                        .transform(missing -> V4Problem.missing(V4Problem.NO_SUCH_SECRET, (Problem.NotFound) missing)))
                .replaceWith(JSON.nullNode());
    }

    /**
     * Several secrets at once, as a merge patch (RFC 7396): null removes one, and one that is not there stays removed. All are set or none;
     * what is removed goes after that.
     */
    Uni<JsonNode> patch(V4Call call) {
        JsonNode asked = call.bodyJson();
        if (!asked.path("secrets").isObject() || asked.size() != 1)
            throw new Problem.Invalid("invalid-secret", "the patch has secrets, by their names, and nothing else");
        Map<String, SecretValue> values = new HashMap<>();
        Set<String> removed = new HashSet<>();
        asked.path("secrets").properties().forEach(secret -> {
            if (secret.getValue().isNull()) removed.add(secret.getKey());
            else values.put(secret.getKey(), value(secret.getKey(), secret.getValue()));
        });
        return functions
                .putSecrets(call.accountName(), call.script(), values)
                .chain(() -> removed.isEmpty() ? Uni.createFrom().voidItem() : remove(call, removed))
                .map(done -> {
                    ArrayNode set = JSON.arrayNode();
                    values.keySet().stream().sorted().forEach(name -> set.add(told(name)));
                    return set;
                });
    }

    private Uni<Void> remove(V4Call call, Set<String> names) {
        return functions
                .secrets(call.accountName(), call.script())
                .onItem()
                .transformToMulti(there -> Multi.createFrom().iterable(there))
                .select()
                .where(names::contains)
                .onItem()
                .transformToUniAndConcatenate(name -> functions
                        .deleteSecret(call.accountName(), call.script(), name)
                        .onFailure(Problem.NotFound.class)
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /**
     * Several secrets at once, which clients send as the list of all that stands on env: what is there already without a value, secrets
     * to be set with one. Nothing else is changed this way, and nothing goes because it is not listed.
     */
    Uni<JsonNode> patchSettings(V4Call call) {
        JsonNode bindings = SettingsPart.read(call).path("bindings");
        Map<String, SecretValue> values = new HashMap<>();
        Set<String> kept = new HashSet<>();
        for (JsonNode binding : bindings) {
            if (binding.path("type").asText().equals(TYPE) && binding.has("text"))
                values.put(binding.path("name").asText(), value(binding));
            else kept.add(binding.path("name").asText());
        }
        return upload.present(call.accountName(), call.script())
                .invoke(present -> refuseOtherChanges(present, kept, values.keySet()))
                .chain(() -> functions.putSecrets(call.accountName(), call.script(), values))
                .chain(() -> upload.present(call.accountName(), call.script()))
                .map(form::settings);
    }

    private static void refuseOtherChanges(Present present, Set<String> kept, Set<String> set) {
        Set<String> there = present.names();
        for (String name : kept) if (!there.contains(name)) throw V4Problem.nothingToInherit(name);
        for (String name : there)
            if (!kept.contains(name) && !set.contains(name))
                throw V4Problem.unsupported(
                        "%s is not among the bindings that stay; secrets are removed by wrangler secret delete, the rest by a deploy"
                                .formatted(name));
    }

    private static SecretValue value(String name, JsonNode asked) {
        if (!asked.path("name").asText(name).equals(name))
            throw new Problem.Invalid("invalid-secret", "secret %s has another name within".formatted(name));
        return ofType(asked);
    }

    private static SecretValue ofType(JsonNode asked) {
        if (!asked.path("type").asText(TYPE).equals(TYPE))
            throw V4Problem.unsupported("secrets are of type secret_text, not " + asked.path("type"));
        return value(asked);
    }

    private static SecretValue value(JsonNode asked) {
        if (!asked.path("text").isTextual()) throw new Problem.Invalid("invalid-secret", "a secret has a text");
        return new SecretValue(asked.path("text").asText());
    }

    private static ObjectNode told(String name) {
        return JSON.objectNode().put("name", name).put("type", TYPE);
    }
}
