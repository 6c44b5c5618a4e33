package dev.mayfly.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A function's folder: {@code wrangler.jsonc} and the modules beside its main one. Keys that Mayfly does not know are refused by
 * name, so that none is ignored silently.
 */
record Project(String name, String main, ObjectNode metadata, List<Module> modules) {
    private static final int FILES_MAX = 1000;
    private static final Set<String> KEYS =
            Set.of("name", "main", "vars", "routes", "limits", "mayfly", "$schema", "compatibility_date");
    private static final Set<String> OWN_KEYS = Set.of("limits", "egress", "bindings");
    private static final Map<String, String> TYPES = Map.of(
            "js", "application/javascript+module",
            "mjs", "application/javascript+module",
            "json", "application/json",
            "txt", "text/plain",
            "html", "text/plain",
            "md", "text/plain",
            "bin", "application/octet-stream");
    private static final JsonMapper JSONC = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    record Module(String name, String contentType, byte[] content) {}

    static Project read(Path folder) {
        Path file = folder.resolve("wrangler.jsonc");
        if (!Files.exists(file)) file = folder.resolve("wrangler.json");
        if (!Files.exists(file))
            throw new Refusal(
                    "%s has no wrangler.jsonc; it says at least {\"name\": …, \"main\": …}".formatted(folder));
        try {
            JsonNode config = JSONC.readTree(Files.readString(file));
            refuseUnknown(config, KEYS, "");
            refuseUnknown(config.path("mayfly"), OWN_KEYS, "mayfly.");
            String name = text(config, "name", file);
            String main = text(config, "main", file);
            Path mainFile = folder.resolve(main).normalize();
            if (!mainFile.startsWith(folder.normalize()) || !Files.isRegularFile(mainFile))
                throw new Refusal("main is %s, and there is no such file in %s".formatted(main, folder));
            Path root = mainFile.getParent() == null ? folder : mainFile.getParent();
            String mainModule = root.relativize(mainFile).toString();
            return new Project(name, mainModule, metadata(config, mainModule), modules(root));
        } catch (JsonProcessingException e) {
            throw new Refusal("%s:%d:%d %s"
                    .formatted(
                            file, e.getLocation().getLineNr(), e.getLocation().getColumnNr(), e.getOriginalMessage()));
        } catch (IOException e) {
            throw new Refusal("%s cannot be read: %s".formatted(folder, e.getMessage()));
        }
    }

    private static ObjectNode metadata(JsonNode config, String mainModule) {
        // All that belongs to a version is sent, so that what the file does not say any more is gone and not left as it
        // was.
        ObjectNode metadata = JSONC.createObjectNode().put("mainModule", mainModule);
        metadata.set("vars", object(config, "vars"));
        metadata.putArray("bindings");
        metadata.putObject("egress").put("mode", "open");
        if (config.has("routes")) {
            var routes = metadata.putArray("routes");
            for (JsonNode route : array(config, "routes"))
                routes.addObject()
                        .put(
                                "pattern",
                                route.isTextual()
                                        ? route.asText()
                                        : route.path("pattern").asText());
        }
        ObjectNode limits = JSONC.createObjectNode();
        for (var limit : object(config, "limits").properties()) {
            if (!limit.getKey().equals("cpu_ms"))
                throw new Refusal(
                        "limits.%s is not supported; other limits stand under mayfly.limits".formatted(limit.getKey()));
            limits.set("cpuMs", limit.getValue());
        }
        for (var own : object(config, "mayfly").properties()) {
            if (own.getKey().equals("limits"))
                own.getValue().properties().forEach(l -> limits.set(l.getKey(), l.getValue()));
            else metadata.set(own.getKey(), own.getValue());
        }
        metadata.set("limits", limits);
        return metadata;
    }

    private static List<Module> modules(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile)
                    .filter(f -> belongs(root.relativize(f)))
                    .sorted()
                    .limit(FILES_MAX + 1L)
                    .toList();
        }
        if (files.size() > FILES_MAX)
            throw new Refusal(
                    "%s holds more than %d files; point main into a folder of its own".formatted(root, FILES_MAX));
        List<Module> modules = new ArrayList<>();
        for (Path file : files) {
            String name = root.relativize(file).toString().replace('\\', '/');
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type != null) modules.add(new Module(name, type, Files.readAllBytes(file)));
        }
        return modules;
    }

    private static boolean belongs(Path file) {
        for (Path part : file)
            if (part.toString().startsWith(".") || part.toString().equals("node_modules")) return false;
        String name = file.getFileName().toString();
        return !name.contains(".test.")
                && !name.equals("README.md")
                && !name.equals("package.json")
                && !name.equals("package-lock.json")
                && !name.startsWith("wrangler.");
    }

    private static JsonNode object(JsonNode config, String key) {
        JsonNode value = config.path(key);
        if (value.isMissingNode()) return JSONC.createObjectNode();
        if (!value.isObject()) throw new Refusal("wrangler.jsonc: %s must be an object, {…}".formatted(key));
        return value;
    }

    private static JsonNode array(JsonNode config, String key) {
        JsonNode value = config.path(key);
        if (!value.isArray()) throw new Refusal("wrangler.jsonc: %s must be an array, […]".formatted(key));
        return value;
    }

    private static void refuseUnknown(JsonNode object, Set<String> known, String prefix) {
        Set<String> unknown = new TreeSet<>();
        for (var property : object.properties())
            if (!known.contains(property.getKey())) unknown.add(prefix + property.getKey());
        if (!unknown.isEmpty())
            throw new Refusal("wrangler.jsonc has keys that Mayfly does not support: " + String.join(", ", unknown));
    }

    private static String text(JsonNode config, String key, Path file) {
        if (!config.path(key).isTextual() || config.get(key).asText().isBlank())
            throw new Refusal("%s must have \"%s\" as text".formatted(file, key));
        return config.get(key).asText();
    }
}
