package dev.mayfly.cli.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.cli.exit.Exit;
import dev.mayfly.cli.exit.Refusal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The bundler that the project has itself, so that it is the one its author chose. Nothing is downloaded. */
record Esbuild(Path program) {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BUNDLE_MAX = 10L << 20;
    private static final int SAID_MAX = 16 << 10;
    private static final Pattern TYPED = Pattern.compile(".*\\.([mc]?tsx?|jsx)");
    private static final String BUNDLE = "bundle.js";
    private static final String BUNDLE_MAP = "bundle.js.map";
    private static final String REQUIRE = """
            import { createRequire as __mayflyRequire } from "node:module";
            function require(name) { return __mayflyRequire("/")(name); }
            """;
    private static final List<String> OPTIONS = List.of(
            "--bundle",
            "--sourcemap=external",
            "--sources-content=false",
            "--format=esm",
            "--platform=browser",
            "--target=es2024",
            "--conditions=workerd,worker,browser",
            "--external:mayfly:*",
            "--external:cloudflare:*",
            "--external:node:*",
            "--define:process.env.NODE_ENV=\"production\"",
            "--loader:.txt=text",
            "--loader:.html=text",
            "--loader:.md=text",
            "--loader:.bin=binary",
            "--legal-comments=none",
            "--charset=utf8",
            "--log-level=warning",
            "--log-limit=20",
            "--color=false");

    /** Whether the code does not run as it stands. */
    static boolean isNeededBy(Path folder, Path main) {
        return TYPED.matcher(main.toString()).matches() || hasDependencies(folder.resolve("package.json"));
    }

    private static boolean hasDependencies(Path packageJson) {
        if (!Files.isRegularFile(packageJson)) return false;
        try {
            JsonNode dependencies =
                    new ObjectMapper().readTree(packageJson.toFile()).path("dependencies");
            return !dependencies.isEmpty();
        } catch (IOException e) {
            throw new Refusal("%s is no JSON: %s".formatted(packageJson, e.getMessage()));
        }
    }

    /** The one in the nearest {@code node_modules}, as Node would look for it, or on the PATH. */
    static Esbuild near(Path folder) {
        return near(folder, Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    static Esbuild near(Path folder, String path) {
        List<Path> places = new ArrayList<>();
        for (Path place = folder; place != null; place = place.getParent())
            places.add(place.resolve("node_modules/.bin/esbuild"));
        Stream.of(path.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).resolve("esbuild"))
                .forEach(places::add);
        return places.stream()
                .filter(place -> Files.isRegularFile(place) && Files.isExecutable(place))
                .findFirst()
                .map(Esbuild::new)
                .orElseThrow(() -> missing(folder));
    }

    private static Refusal missing(Path folder) {
        String remedy =
                Files.exists(folder.resolve("package-lock.json")) && !Files.exists(folder.resolve("node_modules"))
                        ? "run `npm ci` there first"
                        : "run `npm install --save-dev esbuild` there";
        return new Refusal(
                Exit.REFUSED,
                "no-bundler",
                "%s has TypeScript or dependencies, which esbuild must bundle, and there is none in node_modules here or above, nor on the PATH: %s"
                        .formatted(folder, remedy));
    }

    Code bundle(Path folder, Path main, Set<Bundle.Flag> flags) {
        return bundle(folder, main, flags, PATIENCE);
    }

    Code bundle(Path folder, Path main, Set<Bundle.Flag> flags, Duration patience) {
        try {
            Path place = Files.createTempDirectory("mayfly-bundle").toRealPath();
            try {
                return bundle(folder, main, flags, place, patience);
            } finally {
                for (String file : List.of(BUNDLE, BUNDLE_MAP, "said")) Files.deleteIfExists(place.resolve(file));
                Files.deleteIfExists(place);
            }
        } catch (IOException e) {
            throw new Refusal("esbuild (%s) cannot be run: %s".formatted(program, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }

    private Code bundle(Path folder, Path main, Set<Bundle.Flag> flags, Path place, Duration patience)
            throws IOException, InterruptedException {
        boolean node = flags.contains(Bundle.Flag.nodejs_compat);
        List<String> command = new ArrayList<>(List.of(program.toString(), main.toString()));
        command.addAll(OPTIONS);
        command.add("--outfile=" + place.resolve(BUNDLE));
        if (node) NodeBuiltins.notIn(folder).forEach(name -> command.add("--external:" + name));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(place.resolve("said").toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new Refusal(
                    Exit.REFUSED, "bundling", "esbuild did not end within %d s".formatted(patience.toSeconds()));
        }
        if (process.exitValue() != 0)
            throw new Refusal(Exit.REFUSED, "bundling", "esbuild: " + withRemedy(said(place.resolve("said")), node));
        long size = Files.size(place.resolve(BUNDLE));
        if (size > BUNDLE_MAX)
            throw new Refusal(
                    Exit.REFUSED,
                    "bundling",
                    "the bundle has %d bytes; at most %d can be deployed".formatted(size, BUNDLE_MAX));
        String name = moduleName(main);
        List<Project.Module> modules = new ArrayList<>();
        modules.add(new Project.Module(name, Code.JAVASCRIPT, withRequire(place.resolve(BUNDLE), node)));
        Path map = place.resolve(BUNDLE_MAP);
        if (Files.exists(map) && size + Files.size(map) <= BUNDLE_MAX)
            modules.add(new Project.Module(name + ".map", Code.SOURCE_MAP, named(folder, map)));
        return new Code(name, modules);
    }

    /** What is required, and not imported, esbuild asks of a function {@code require}: it stands behind the code, so that no line moves. */
    private static byte[] withRequire(Path bundle, boolean node) throws IOException {
        String code = Files.readString(bundle);
        return (node && code.contains("__require(") ? code + REQUIRE : code).getBytes(StandardCharsets.UTF_8);
    }

    /** The source map with the names of files as the project has them. */
    private static byte[] named(Path folder, Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode map = (ObjectNode) json.readTree(file.toFile());
        Path root = folder.toRealPath();
        ArrayNode sources = json.createArrayNode();
        for (JsonNode source : map.path("sources")) {
            Path written = file.resolveSibling(source.asText()).normalize();
            sources.add(
                    written.startsWith(root)
                            ? root.relativize(written).toString().replace('\\', '/')
                            : source.asText());
        }
        map.set("sources", sources);
        return json.writeValueAsBytes(map);
    }

    private static String withRemedy(String said, boolean node) {
        return node || !said.contains("built into node")
                ? said
                : said + "\nThe compatibility flag nodejs_compat in wrangler.jsonc brings modules of Node.js";
    }

    private static String said(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(SAID_MAX), StandardCharsets.UTF_8).strip();
        }
    }

    private static String moduleName(Path main) {
        String file = main.getFileName().toString();
        return file.substring(0, file.lastIndexOf('.')) + ".js";
    }
}
