package dev.mayfly.control.v4.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.CompatibilityFlags;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.functions.Functions.NewVersion;
import dev.mayfly.bindings.functions.Functions.VersionSettings;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.json.StrictJson;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.bindings.rates.Rates;
import dev.mayfly.control.bundles.BundleCheck;
import dev.mayfly.control.functions.KnownFunctions;
import dev.mayfly.control.functions.MetadataRules;
import dev.mayfly.control.upload.ModulePart;
import dev.mayfly.control.upload.MultipartForm;
import dev.mayfly.control.v4.V4Call;
import dev.mayfly.control.v4.V4Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The form in which wrangler uploads a script, made into a version. The project file is the whole truth of it: vars, bindings, limits
 * and egress that it does not name have their defaults.
 */
@ApplicationScoped
public class ScriptUpload {
    private static final String METADATA = "metadata";

    private final Functions functions;
    private final KnownFunctions known;
    private final MetadataRules rules;
    private final ObjectMapper json;
    private final ObjectReader strict;

    ScriptUpload(Functions functions, KnownFunctions known, MetadataRules rules, ObjectMapper json) {
        this.functions = functions;
        this.known = known;
        this.rules = rules;
        this.json = json;
        this.strict = StrictJson.reader(json);
    }

    /** What is there of a function: a version with its settings, and the names of the secrets. */
    public record Present(VersionSettings settings, List<String> secrets) {
        /** All that stands on env. */
        public Set<String> names() {
            Set<String> names = new HashSet<>(settings.vars().keySet());
            settings.bindings().forEach(binding -> names.add(binding.name()));
            names.addAll(secrets);
            return names;
        }
    }

    /** With the version that answers, or the newest where none does yet. */
    public Uni<Present> present(String account, String script) {
        return functions
                .function(account, script)
                .chain(function -> function.active()
                        .map(active -> version(account, script, active))
                        .orElseGet(() -> functions
                                .versions(account, script)
                                .chain(versions -> version(
                                        account, script, versions.getFirst().id()))));
    }

    public Uni<Present> version(String account, String script, String version) {
        return functions
                .version(account, script, version)
                .chain(settings -> functions.secrets(account, script).map(secrets -> new Present(settings, secrets)));
    }

    private record Form(JsonNode metadata, List<Bundle.Module> modules) {}

    public Uni<NewVersion> read(V4Call call) {
        // Reading takes its time; what follows goes on here, where the caller is known.
        return Uni.createFrom()
                .completionStage(() ->
                        Vertx.currentContext().executeBlocking(() -> form(call)).toCompletionStage())
                .chain(form -> version(call, form));
    }

    private Uni<NewVersion> version(V4Call call, Form form) {
        EnvPlan plan = EnvPlan.of(form.metadata, rules.bindingTypes());
        Uni<Optional<Present>> present = plan.needsPresent()
                ? present(call.accountName(), call.script())
                        .map(Optional::of)
                        .onFailure(Problem.NotFound.class)
                        .recoverWithItem(Optional.empty())
                : Uni.createFrom().item(Optional.empty());
        return present.map(plan::with)
                .chain(env -> address(call)
                        .map(address -> new NewVersion(metadata(call, form.metadata, env, address), form.modules)));
    }

    /**
     * A function that is new has no address of its own: whether it shall have one (workers_dev) wrangler says in a call behind the code,
     * and until then nobody knows. One that is there keeps what it has.
     */
    private Uni<Optional<Boolean>> address(V4Call call) {
        return known.has(call.accountName(), call.script()).map(there -> there ? Optional.empty() : Optional.of(true));
    }

    private Form form(V4Call call) {
        List<MultipartForm.Part> parts =
                MultipartForm.read(call.contentType(), call.body(), 2 * BundleCheck.MODULES_MAX + 1);
        JsonNode metadata = metadata(parts);
        ScriptMetadata.check(metadata);
        return new Form(
                metadata,
                fitting(parts.stream()
                        .filter(part -> !part.name().equals(METADATA))
                        .map(ModulePart::module)
                        .toList()));
    }

    /** Code comes before its source maps, which wrangler sends whatever their size. */
    private static List<Bundle.Module> fitting(List<Bundle.Module> modules) {
        long bytes =
                modules.stream().mapToLong(module -> module.content().length).sum();
        if (bytes <= Bundle.MAX_BYTES && modules.size() <= BundleCheck.MODULES_MAX) return modules;
        return modules.stream()
                .filter(module -> module.kind() != Bundle.Kind.map)
                .toList();
    }

    private JsonNode metadata(List<MultipartForm.Part> parts) {
        List<MultipartForm.Part> found =
                parts.stream().filter(part -> part.name().equals(METADATA)).toList();
        if (found.size() != 1)
            throw new Problem.Invalid("invalid-form", "the form needs one part 'metadata', it has " + found.size());
        try {
            return strict.readTree(found.getFirst().content());
        } catch (JsonProcessingException e) {
            throw Problems.from(e);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory do not fail to read", e);
        }
    }

    private Metadata metadata(V4Call call, JsonNode metadata, EnvPlan env, Optional<Boolean> routesOnly) {
        Map<String, String> notes = new HashMap<>();
        notes.put(Notes.AUTHOR, call.caller().name());
        ScriptMetadata.annotation(metadata, "workers/tag").ifPresent(tag -> notes.put(Notes.TAG, tag));
        Compatibility.read(metadata, notes);
        JsonNode own = metadata.path("mayfly");
        own.fieldNames().forEachRemaining(key -> {
            if (!Set.of("limits", "rates", "egress", "placement").contains(key))
                throw V4Problem.unsupported(
                        "mayfly.%s is not known; there is limits, rates, egress and placement".formatted(key));
        });
        return new Metadata(
                metadata.path("main_module").asText(),
                Optional.of(env.vars()),
                Optional.of(env.bindings()),
                Optional.of(limits(metadata.path("limits"), own.path("limits"))),
                Optional.of(own.has("rates") ? strictly(own.path("rates"), Rates.class) : Rates.NONE),
                Optional.of(own.has("egress") ? strictly(own.path("egress"), Egress.class) : Egress.OPEN),
                Optional.empty(),
                ScriptMetadata.annotation(metadata, "workers/message"),
                Optional.of(notes),
                Optional.of(List.copyOf(CompatibilityFlags.effective(Notes.flags(notes)))),
                routesOnly,
                Optional.of(
                        own.has("placement")
                                ? strictly(own.path("placement"), Placement.class)
                                : AskedPlacement.read(metadata.path("placement"))));
    }

    /** The limits of the project file under their names there, beside those under Mayfly's names. */
    private Limits.Asked limits(JsonNode workers, JsonNode own) {
        ObjectNode limits = own.isObject() ? own.deepCopy() : json.createObjectNode();
        workers.properties().forEach(limit -> {
            String name = switch (limit.getKey()) {
                case "cpu_ms" -> "cpuMs";
                case "subrequests" -> "subrequests";
                default -> throw V4Problem.unsupported("Mayfly does not support limits." + limit.getKey());
            };
            limits.set(name, limit.getValue());
        });
        return strictly(limits, Limits.Asked.class);
    }

    private <T> T strictly(JsonNode value, Class<T> type) {
        try {
            return strict.forType(type).readValue(value);
        } catch (JsonProcessingException e) {
            throw Problems.from(e);
        } catch (IOException e) {
            throw new IllegalStateException("a tree in memory does not fail to read", e);
        }
    }
}
