package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Packages as npm brings them by a lock file, and nothing else. */
final class Npm {
    private static final long PATIENCE_MINUTES = 10;

    private Npm() {}

    /** Installs into {@code home} what the lock file in {@code sources} says, once as long as it says the same. */
    static synchronized Path installed(Path sources, Path home) throws Exception {
        Files.createDirectories(home);
        var wanted = Files.readString(sources.resolve("package-lock.json"));
        var done = home.resolve("installed-lock.json");
        if (Files.exists(done) && Files.readString(done).equals(wanted)) return home;
        for (var file : List.of("package.json", "package-lock.json"))
            Files.copy(sources.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        ci(home);
        Files.writeString(done, wanted);
        return home;
    }

    /** What the lock file in that folder says. */
    static void ci(Path folder) throws Exception {
        var said = Files.createTempFile("npm", ".log");
        var npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(npm.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) && npm.exitValue() == 0)
                .as("npm ci said: %s", Files.readString(said))
                .isTrue();
        Files.delete(said);
    }
}
