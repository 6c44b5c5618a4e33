package dev.mayfly.functions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder with a {@code package-lock.json}, copied under {@code target/npm} together with what npm brings for it. */
record NpmProject(Path home) {
    private static final Path INSTALLED = Path.of("target/npm");
    private static final long INSTALL_MINUTES = 5;
    private static final long COMMAND_MINUTES = 2;

    /** How a command ended, and what it said. */
    record Said(int code, String text) {}

    /** Installs exactly what the lock file says, once as long as it says the same. */
    static NpmProject of(Path sources) {
        Path home = INSTALLED.resolve(sources);
        try {
            copy(sources, home);
            var project = new NpmProject(home);
            var wanted = Files.readString(home.resolve("package-lock.json"));
            var done = home.resolve("node_modules/.installed-lock.json");
            if (Files.exists(done) && Files.readString(done).equals(wanted)) return project;
            var said =
                    project.run(INSTALL_MINUTES, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
            if (said.code() != 0) throw new AssertionError("npm ci in %s said: %s".formatted(sources, said.text()));
            Files.writeString(done, wanted);
            return project;
        } catch (IOException e) {
            throw new AssertionError("%s could not be installed: %s".formatted(sources, e), e);
        }
    }

    /** Runs a program of one of the packages in this folder. */
    Said run(String program, String... arguments) {
        var command = new ArrayList<>(List.of("node", "node_modules/" + program));
        command.addAll(List.of(arguments));
        return run(COMMAND_MINUTES, command);
    }

    private Said run(long minutes, List<String> command) {
        try {
            var said = Files.createTempFile("mayfly-npm", ".txt");
            var process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end; it said:\n" + Files.readString(said));
            }
            var result = new Said(process.exitValue(), Files.readString(said));
            Files.delete(said);
            return result;
        } catch (IOException e) {
            throw new AssertionError(command + " could not be run (Node 20 or newer, and npm, are needed): " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command + " was interrupted", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(f -> !from.relativize(f).startsWith("node_modules"))
                    .toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
