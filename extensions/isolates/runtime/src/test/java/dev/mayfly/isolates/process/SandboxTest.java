package dev.mayfly.isolates.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mayfly.isolates.LockIn.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process behind the walls sees, on whatever walls this machine offers. */
class SandboxTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"));
    private static final Sandbox sandbox = Sandbox.detect(JAVA);

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

    @Test
    void itSeesNoFilesButItsOwn() throws Exception {
        assumeTrue(sandbox.bubblewrap(), "bubblewrap works here");
        Path secret = Files.writeString(folder.resolve("secret"), "s");
        assertThat(run("if (java.nio.file.Files.exists(java.nio.file.Path.of(\"%s\"))) IO.print(\"seen\");"
                        .formatted(secret)))
                .isEmpty();
    }

    @Test
    void itSeesNoNetwork() throws Exception {
        assumeTrue(sandbox.bubblewrap(), "bubblewrap works here");
        assertThat(run(
                        "java.net.NetworkInterface.networkInterfaces().filter(i -> { try { return i.isUp() && !i.isLoopback(); }"
                                + " catch (Exception e) { return true; } }).forEach(IO::print);"))
                .isEmpty();
    }

    @Test
    void itSeesNoOtherProcess() throws Exception {
        assumeTrue(sandbox.bubblewrap(), "bubblewrap works here");
        assertThat(Integer.parseInt(run("IO.print(ProcessHandle.allProcesses().count());")))
                .isLessThan(4);
    }

    @Test
    void itsCodeCannotBeChanged() throws Exception {
        assumeTrue(sandbox.bubblewrap(), "bubblewrap works here");
        assertThat(run("try { java.nio.file.Files.createFile(java.nio.file.Path.of(\"%s/x\")); IO.print(\"wrote\"); }"
                                .formatted(JAVA)
                        + " catch (java.io.IOException e) { }"))
                .isEmpty();
    }

    @Test
    void itsEnvironmentIsEmpty() throws Exception {
        assumeTrue(sandbox.bubblewrap(), "bubblewrap works here");
        assertThat(run("IO.print(new java.util.TreeMap<>(System.getenv()).keySet());"))
                .isEqualTo("[HOME, LC_ALL, PWD]");
    }

    @Test
    void withoutWallsTheCommandStaysAsItIs() {
        assertThat(Sandbox.NONE.wrap(List.of("java"), folder, List.of(), List.of()))
                .containsExactly("java");
        assertThat(Sandbox.NONE.lockIn().missing()).hasSize(Layer.values().length);
    }

    private String run(String statements) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("sb");
        Path source = home.resolve("Look.java");
        Files.writeString(source, "void main() throws Exception { " + statements + " }");
        Files.setPosixFilePermissions(home, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = List.of(JAVA.resolve("bin/java").toString(), "Look.java");
        Process process = new ProcessBuilder(sandbox.wrap(command, home, List.of(JAVA), List.of()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        Files.delete(source);
        Files.delete(home);
        return said;
    }
}
