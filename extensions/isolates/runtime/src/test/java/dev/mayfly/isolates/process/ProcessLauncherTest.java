package dev.mayfly.isolates.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.isolates.IsolateConfig;
import dev.mayfly.isolates.LockIn;
import dev.mayfly.isolates.LockIn.Layer;
import dev.mayfly.isolates.process.Launcher.Launch;
import dev.mayfly.isolates.process.Launcher.Priority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLauncherTest {
    @TempDir
    Path home;

    @Test
    void aHomeThatIsNotSetIsNamed() {
        assertThatThrownBy(() -> new ProcessLauncher(IsolateConfig.of(Map.of())))
                .hasMessageContaining("mayfly.isolates.worker-home");
    }

    @Test
    void aHomeWithoutWorkerIsNamed() {
        assertThatThrownBy(() -> launcher("auto")).hasMessageContaining(home.toString());
    }

    @Test
    void aWorkerThatEndsTellsHow() throws Exception {
        Files.writeString(home.resolve("interpreter.args"), "-cp nowhere");
        try (ProcessLauncher launcher = launcher("off")) {
            CompletableFuture<String> exited = new CompletableFuture<>();
            launcher.launch(new Launch(1, Tier.interpreter, Priority.background, launcher.socket(1)), exited::complete);
            assertThat(exited.get(30, TimeUnit.SECONDS)).isEqualTo("it exited with 1");
        }
    }

    @Test
    void aKilledWorkerIsGone() throws Exception {
        Files.writeString(home.resolve("interpreter.args"), "-cp " + home);
        Files.createDirectories(home.resolve("dev/mayfly/isolates/worker"));
        try (ProcessLauncher launcher = launcher("off")) {
            CompletableFuture<String> exited = new CompletableFuture<>();
            var running = launcher.launch(
                    new Launch(1, Tier.interpreter, Priority.ordinary, launcher.socket(1)), exited::complete);
            running.kill();
            assertThat(exited.get(30, TimeUnit.SECONDS)).startsWith("killed");
        }
    }

    @Test
    void aProgramThatIsNotThereIsSaid() throws Exception {
        Files.writeString(home.resolve("interpreter.args"), "");
        var config = IsolateConfig.of(Map.of(
                "mayfly.isolates.worker-home", home.toString(),
                "mayfly.isolates.java-home", "/nonexistent",
                "mayfly.isolates.lock-in", "off"));
        try (ProcessLauncher launcher = new ProcessLauncher(config)) {
            CompletableFuture<String> exited = new CompletableFuture<>();
            launcher.launch(new Launch(1, Tier.interpreter, Priority.ordinary, launcher.socket(1)), exited::complete);
            assertThat(exited.get(30, TimeUnit.SECONDS)).startsWith("it could not be started");
        }
    }

    @Test
    void aWorkerWhoseSocketEndedMaySayHowItEnds() throws Exception {
        assertThat(endExpectedOf("kill -11 $$")).isEqualTo("it ended by signal 11");
        assertThat(endExpectedOf("exit 3")).isEqualTo("it exited with 3");
    }

    @Test
    void aWorkerThatOutlivesItsSocketIsKilled() throws Exception {
        assertThat(endExpectedOf("exec sleep 600")).isEqualTo("killed");
    }

    /** How a worker ended that does this, after its socket did. */
    private String endExpectedOf(String script) throws Exception {
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(home.resolve("interpreter.args"), "");
        var config = IsolateConfig.of(Map.of(
                "mayfly.isolates.worker-home", home.toString(),
                "mayfly.isolates.java-home", home.resolve("jdk").toString(),
                "mayfly.isolates.lock-in", "off"));
        try (ProcessLauncher launcher = new ProcessLauncher(config)) {
            CompletableFuture<String> exited = new CompletableFuture<>();
            launcher.launch(new Launch(1, Tier.interpreter, Priority.ordinary, launcher.socket(1)), exited::complete)
                    .expectEnd();
            return exited.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void requiredRefusesWhatIsMissingAndSaysWhy() {
        var weak = new LockIn(EnumSet.complementOf(EnumSet.of(Layer.noFiles)), List.of("bubblewrap is not installed"));
        assertThatThrownBy(() -> ProcessLauncher.require(weak))
                .hasMessageContaining("lock-in=required")
                .hasMessageContaining("noFiles")
                .hasMessageContaining("bubblewrap is not installed");
    }

    @Test
    void requiredTakesAMachineThatCannotCapMemory() {
        ProcessLauncher.require(new LockIn(EnumSet.complementOf(EnumSet.of(Layer.cappedMemory)), List.of()));
    }

    private ProcessLauncher launcher(String lockIn) {
        return new ProcessLauncher(IsolateConfig.of(
                Map.of("mayfly.isolates.worker-home", home.toString(), "mayfly.isolates.lock-in", lockIn)));
    }
}
