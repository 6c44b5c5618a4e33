package dev.mayfly.cli;

import dev.mayfly.cli.exit.Exit;
import dev.mayfly.cli.exit.Refusal;
import dev.mayfly.cli.project.Project;
import dev.mayfly.cli.project.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code mayfly dev} runs beside the platform: deploys the function of this folder, and again whenever it changes. */
@Command(
        name = "watch",
        hidden = true,
        description = "Deploys the function of this folder into a `mayfly dev`, again at each change.")
final class WatchCommand implements Runnable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = ".mayfly",
            description = "The data of that Mayfly.")
    private Path data = Path.of(".mayfly");

    @Option(names = "--process", paramLabel = "PID", required = true, description = "That Mayfly; it ends with it.")
    private long pid;

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        Optional<ProcessHandle> mayfly = ProcessHandle.of(pid);
        Path folder = Path.of("").toAbsolutePath();
        Optional<Sources> deployed = Optional.empty();
        while (mayfly.isPresent() && mayfly.get().isAlive()) {
            Pause.of(BETWEEN_LOOKS);
            Optional<Platform> platform = running();
            if (platform.isEmpty()) continue;
            deployed = deployWhereChanged(folder, deployed, platform.get());
        }
    }

    /** @return what was deployed, or would have been if it were right */
    private Optional<Sources> deployWhereChanged(Path folder, Optional<Sources> before, Platform platform) {
        Sources now = Sources.of(folder, data.toAbsolutePath().normalize());
        if (before.isPresent() && before.get().equals(now)) return before;
        try {
            platform.makeAccount();
            Deployment deployment =
                    Deployment.of(Project.read(folder), platform, Deployment.Activation.AT_ONCE, Progress.UNWATCHED);
            telling.out()
                    .printf(
                            "Deployed %s, version %s: %s%n",
                            deployment.function(),
                            deployment.version(),
                            deployment.urls().stream().findFirst().orElse(""));
            telling.out().flush();
        } catch (Refusal e) {
            if (e.exit() == Exit.UNAVAILABLE) return before;
            telling.err().println(telling.screen().bad("mayfly: " + e.getMessage()));
        }
        return Optional.of(now);
    }

    /** Once that process holds the data and has said where it answers. */
    private Optional<Platform> running() {
        try {
            if (!read("lock").equals(Long.toString(pid))) return Optional.empty();
            return Optional.of(Platform.of("http://localhost:" + read("port"), read("token")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String read(String file) throws IOException {
        return Files.readString(data.resolve(file)).strip();
    }
}
