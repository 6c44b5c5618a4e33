package dev.mayfly.isolates.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each attack runs in a process started from the worker's folder, so that what it breaks there is not this one. */
class AttacksTest {
    private static final Path FOLDER = Path.of("target", "worker").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 240;

    @TempDir
    Path scratch;

    @Test
    void everyAttackIsStoppedAndLeavesNeighboursRight() throws Exception {
        var rows = run("interpreter", List.of());
        assertThat(rows.getFirst()).isEqualTo("engine Interpreted");
        assertThat(rows).hasSize(1 + Attack.BUILTINS.size() + Attack.RECURSION.size() + Attack.REFUSED.size());
        assertThat(rows.subList(1, rows.size())).allMatch(row -> row.contains(" neighbour right"));
        assertThat(rows.subList(1, rows.size()))
                .noneMatch(row -> row.contains(" resists ") || row.contains(" accepted "));
    }

    @Test
    void compiledGuestsAreStoppedToo() throws Exception {
        var rows = run(
                "jit",
                List.of("Array.from", "JSON.stringify shared", "sort", "nested groups", "plain", "catch", "finally"));
        assertThat(rows.getFirst()).isEqualTo("engine GraalVM CE");
        assertThat(rows.subList(1, rows.size()))
                .hasSize(7)
                .noneMatch(row -> row.contains(" resists "))
                .allMatch(row -> row.contains(" neighbour right"));
    }

    @Test
    void aDamagedStartCacheDoesNotKeepAWorkerFromStarting() throws Exception {
        var damaged = Files.writeString(scratch.resolve("damaged.aot"), "no cache at all");
        var rows = run("interpreter", List.of("indexOf"), "-XX:AOTCache=" + damaged);
        assertThat(rows).hasSize(2);
        assertThat(rows.getLast()).contains("indexOf", "stopped", "neighbour right");
    }

    private List<String> run(String tier, List<String> attacks, String... options) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "@" + tier + ".args"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath(tier), AttackRun.class.getName()));
        command.addAll(attacks);
        var printed = scratch.resolve("printed");
        var process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        System.out.println(Files.readString(printed));
        return Files.readAllLines(printed).stream().filter(AttacksTest::isRow).toList();
    }

    private static boolean isRow(String line) {
        return line.startsWith("engine ") || line.contains(" neighbour ");
    }

    /** The folder's jars and these tests. */
    private static String classPath(String tier) throws IOException {
        try (Stream<String> options = Files.lines(FOLDER.resolve(tier + ".args"))) {
            var jars = options.toList().getLast();
            return jars + ":" + Path.of("target", "test-classes").toAbsolutePath();
        }
    }
}
