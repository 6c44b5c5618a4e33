package dev.mayfly.isolates.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mayfly.isolates.LockIn.Layer;
import dev.mayfly.isolates.process.Sandbox.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process behind the walls sees, on whatever walls this machine offers. */
class SandboxTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"));
    private static final Path HOME = Path.of(System.getProperty("mayfly.isolates.worker-home"));
    private static final Sandbox sandbox = Sandbox.detect(JAVA, HOME, Optional.empty());

    @TempDir
    Path folder;

    @Test
    void everyLayerIsEitherOnOrMissing() {
        var lockIn = sandbox.lockIn();
        assertThat(lockIn.missing()).doesNotContainAnyElementsOf(lockIn.on());
        assertThat(lockIn.on().size() + lockIn.missing().size()).isEqualTo(Layer.values().length);
    }

    @Test
    void whatIsMissingIsExplained() {
        assertThat(sandbox.lockIn().missing().isEmpty()
                        || !sandbox.lockIn().remarks().isEmpty())
                .isTrue();
    }

    /** One look from inside at all of it: each would cost a process. */
    @Test
    void itSeesNothingButWhatItNeeds() throws Exception {
        assumeTrue(sandbox.bubblewrap(), "bubblewrap works here");
        Path secret = Files.writeString(folder.resolve("secret"), "s");
        assertThat(lookFromInside(secret).lines())
                .containsExactly(
                        "secret seen: false",
                        "networks: 0",
                        "few processes: true",
                        "home writable: false",
                        "hears HUP, INT, TERM: " + !sandbox.limits(),
                        "environment: [HOME, LC_ALL, PWD]");
    }

    @Test
    void withoutWallsTheCommandStaysAsItIs() {
        assertThat(Sandbox.NONE.wrap(List.of("java"), new View(folder, List.of()), Optional.empty()))
                .containsExactly("java");
        assertThat(Sandbox.NONE.lockIn().missing()).hasSize(Layer.values().length);
    }

    private static String lookFromInside(Path secret) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("sb");
        Path source = Files.writeString(home.resolve("Look.java"), """
                import java.nio.file.*;
                void main() throws Exception {
                    IO.println("secret seen: " + Files.exists(Path.of("%s")));
                    IO.println("networks: " + Files.lines(Path.of("/proc/net/dev")).skip(2).filter(line -> !line.strip().startsWith("lo:")).count());
                    IO.println("few processes: " + (ProcessHandle.allProcesses().count() < 4));
                    IO.println("home writable: " + Files.isWritable(Path.of("").toAbsolutePath()));
                    long ignored = Files.lines(Path.of("/proc/self/status")).filter(line -> line.startsWith("SigIgn:")).mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16)).sum();
                    IO.println("hears HUP, INT, TERM: " + ((ignored & 0x4003) != 0x4003));
                    IO.println("environment: " + new TreeMap<>(System.getenv()).keySet());
                }
                """.formatted(secret));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = List.of(JAVA.resolve("bin/java").toString(), "Look.java");
        Process process = new ProcessBuilder(sandbox.wrap(command, new View(home, List.of(JAVA)), Optional.empty()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Files.delete(source);
        Files.delete(home);
        return said;
    }
}
