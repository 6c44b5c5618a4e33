package dev.mayfly.functions;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.functions.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A folder of {@code examples/} or {@code templates/}: its modules as a deployment would have them. */
record Example(Path folder) {
    private static final ObjectMapper JSONC = new ObjectMapper().enable(JsonParser.Feature.ALLOW_COMMENTS);

    /** The examples, and those templates that have tests of their own. */
    static List<Example> all() {
        return Stream.concat(
                        below("examples"),
                        below("templates").filter(template -> !Files.exists(template.resolve("package.json"))))
                .map(Example::new)
                .toList();
    }

    private static Stream<Path> below(String place) {
        try (Stream<Path> folders = Files.list(Path.of(place))) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    /** The main module, as {@code wrangler.jsonc} names it. */
    Path main() {
        return folder.resolve(settings().get("main").asText());
    }

    JsonNode settings() {
        try {
            return JSONC.readTree(folder.resolve("wrangler.jsonc").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All modules, the test with them; what npm packages are part of is bundled into {@code index.js} first. */
    List<Bundle.Module> modules() {
        if (!Files.exists(folder.resolve("package.json"))) return scripts(folder);
        return List.of(bundled(), module("index.test.js", read(folder.resolve("index.test.js"))));
    }

    /** What wrangler makes of it: the same esbuild, with the same options. */
    private Bundle.Module bundled() {
        var project = NpmProject.of(folder);
        var said = project.run(
                "esbuild/bin/esbuild",
                folder.relativize(main()).toString(),
                "--bundle",
                "--outfile=out/index.js",
                "--format=esm",
                "--target=es2024",
                "--keep-names",
                "--conditions=workerd,worker,browser",
                "--external:mayfly:*",
                "--external:cloudflare:*",
                "--define:process.env.NODE_ENV=\"production\"");
        if (said.code() != 0) throw new AssertionError("%s cannot be bundled: %s".formatted(name(), said.text()));
        return module("index.js", read(project.home().resolve("out/index.js")));
    }

    private static List<Bundle.Module> scripts(Path folder) {
        List<Bundle.Module> modules = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".js")).toList())
                modules.add(module(folder.relativize(file).toString(), read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return modules;
    }

    static Bundle.Module module(String name, String source) {
        return new Bundle.Module(name, Bundle.Kind.esm, source.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
