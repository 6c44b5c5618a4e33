package dev.mayfly.cli.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The bundler that the project has itself, so that it is the one its author chose. Nothing is downloaded. */
record Esbuild(Path program) {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BUNDLE_MAX = 10L << 20;
    private static final int SAID_MAX = 16 << 10;
    private static final Pattern TYPED = Pattern.compile(".*\\.([mc]?tsx?|jsx)");
    private static final List<String> OPTIONS = List.of(
            "--bundle",
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

    Code bundle(Path folder, Path main) {
        return bundle(folder, main, PATIENCE);
    }

    Code bundle(Path folder, Path main, Duration patience) {
        try {
            Path place = Files.createTempDirectory("mayfly-bundle");
            try {
                return bundle(folder, main, place, patience);
            } finally {
                for (String file : List.of("bundle", "said")) Files.deleteIfExists(place.resolve(file));
                Files.deleteIfExists(place);
            }
        } catch (IOException e) {
            throw new Refusal("esbuild (%s) cannot be run: %s".formatted(program, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }

    private Code bundle(Path folder, Path main, Path place, Duration patience)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), main.toString()));
        command.addAll(OPTIONS);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(place.resolve("bundle").toFile())
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
            throw new Refusal(Exit.REFUSED, "bundling", "esbuild: " + said(place.resolve("said")));
        long size = Files.size(place.resolve("bundle"));
        if (size > BUNDLE_MAX)
            throw new Refusal(
                    Exit.REFUSED,
                    "bundling",
                    "the bundle has %d bytes; at most %d can be deployed".formatted(size, BUNDLE_MAX));
        String name = moduleName(main);
        return new Code(
                name, List.of(new Project.Module(name, Code.JAVASCRIPT, Files.readAllBytes(place.resolve("bundle")))));
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
