package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mayfly dev} gives Java, in a checkout whose build and Java are scripts that do next to nothing. */
class DevScriptTest {
    @TempDir
    Path home;

    @BeforeEach
    void checkout() throws IOException {
        Files.copy(Path.of("..", "mayfly"), home.resolve("mayfly"));
        executable("java", "echo java \"$@\"");
        executable("mvnw", """
                mkdir -p standalone/target/quarkus-app extensions/isolates/worker/target/worker cli/target
                touch standalone/target/quarkus-app/quarkus-run.jar cli/target/mayfly-cli.jar
                echo -XX:AOTCache=interpreter.aot >extensions/isolates/worker/target/worker/interpreter.args""");
        write("pom.xml", "");
        write(".mvn/find-jdk.sh", "JAVA_HOME=$home");
        Files.createDirectories(home.resolve("bin"));
        Files.move(home.resolve("java"), home.resolve("bin/java"));
        for (String module : new String[] {
            "extensions", "control-plane", "edge-router", "search-service", "memory-service", "cli", "standalone"
        }) Files.createDirectories(home.resolve(module));
    }

    @Test
    void startKnowsHowLongTheBuildBeforeItTook() throws Exception {
        assertThat(dev()).containsPattern("(?m)^java .* -Dmayfly\\.standalone\\.built-in=\\d+0ms .*quarkus-run.jar");
        assertThat(dev())
                .as("what is built is not built again")
                .containsPattern("(?m)^java .*quarkus-run.jar")
                .doesNotContain("built-in");
    }

    private String dev() throws Exception {
        Process dev = new ProcessBuilder(home.resolve("mayfly").toString(), "dev", "--no-watch")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(dev.getInputStream().readAllBytes());
        assertThat(dev.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(dev.exitValue()).as(said).isZero();
        return said;
    }

    private void executable(String name, String script) throws IOException {
        write(name, "#!/bin/sh\n" + script + "\n");
        assertThat(home.resolve(name).toFile().setExecutable(true)).isTrue();
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
