package dev.mayfly.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The stock wrangler, as npm brings it, pointed at a Mayfly. */
final class Wrangler {
    private static final long PATIENCE_S = 90;
    private static final Path SOURCES = root("standalone/src/test/wrangler");
    private static final Path HOME = root("standalone/target/wrangler");

    private final Map<String, String> environment;

    /** @param account its id or its name; none: wrangler asks which accounts the token reaches */
    Wrangler(MayflyClient mayfly, Optional<String> account) {
        environment = new java.util.HashMap<>(Map.of(
                "CLOUDFLARE_API_BASE_URL", "http://localhost:%d/client/v4".formatted(mayfly.controlPort()),
                "CLOUDFLARE_API_TOKEN", mayfly.token()));
        account.ifPresent(id -> environment.put("CLOUDFLARE_ACCOUNT_ID", id));
    }

    /** What a command said, on both streams, and how it ended. */
    record Said(int code, String text) {
        Said succeeded() {
            assertThat(code).as(text).isZero();
            return this;
        }

        Said failed() {
            assertThat(code).as(text).isNotZero();
            return this;
        }
    }

    /** A file of the package. */
    static Path file(String name) throws Exception {
        return installed().resolve("node_modules/wrangler").resolve(name);
    }

    /** A copy of the project, where npm has brought what it depends on. */
    static Path project(String name) throws Exception {
        return copy(SOURCES.resolve(name), name);
    }

    /** One of the templates that create-cloudflare ships, with its placeholders filled in as that does. */
    static Path template(String name) throws Exception {
        var project = copy(
                installed().resolve("node_modules/create-cloudflare/templates/" + name + "/ts"), "template-" + name);
        var settings = project.resolve("wrangler.jsonc");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replace("<WORKER_NAME>", "template-" + name)
                        .replace("<COMPATIBILITY_DATE>", "2026-01-01"));
        return project;
    }

    /** A project of one file. */
    static Path project(String name, String settings, String code) throws Exception {
        var project = installed().resolve("projects").resolve(name);
        Files.createDirectories(project);
        Files.writeString(project.resolve("wrangler.jsonc"), settings);
        Files.writeString(project.resolve("index.ts"), code);
        return project;
    }

    Said run(Path project, String... arguments) throws Exception {
        return runWithInput("", project, arguments);
    }

    Said runWithInput(String input, Path project, String... arguments) throws Exception {
        var said = Files.createTempFile(installed(), "said", ".txt");
        var process = start(project, said, arguments);
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("wrangler did not end; it said:\n" + Files.readString(said));
        }
        var result = new Said(process.exitValue(), Files.readString(said));
        Files.delete(said);
        return result;
    }

    /** A command that goes on until it is ended. */
    Running running(Path project, String... arguments) throws Exception {
        var said = Files.createTempFile(installed(), "said", ".txt");
        return new Running(start(project, said, arguments), said);
    }

    record Running(Process process, Path said) implements AutoCloseable {
        String text() throws IOException {
            return Files.readString(said);
        }

        @Override
        public void close() throws Exception {
            var children = process.descendants().toList();
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            Files.deleteIfExists(said);
        }
    }

    private Process start(Path project, Path said, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                "node",
                installed().resolve("node_modules/wrangler/bin/wrangler.js").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        var variables = builder.environment();
        variables
                .keySet()
                .removeIf(name ->
                        name.startsWith("CLOUDFLARE_") || name.toLowerCase().endsWith("_proxy"));
        variables.putAll(
                Map.of("CI", "true", "NO_COLOR", "1", "WRANGLER_SEND_METRICS", "false", "HOME", HOME.toString()));
        variables.putAll(environment);
        return builder.start();
    }

    private static Path installed() throws Exception {
        return Npm.installed(SOURCES, HOME);
    }

    private static Path copy(Path from, String name) throws Exception {
        var to = installed().resolve("projects").resolve(name);
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return to;
    }

    private static Path root(String path) {
        return Path.of(System.getProperty("mayfly.root"), path);
    }
}
