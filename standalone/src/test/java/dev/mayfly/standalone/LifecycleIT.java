package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** How Mayfly ends, and begins again, on one data directory. The damaged ones come last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleIT {
    @TempDir
    static Path folder;

    private static Path data;

    @BeforeAll
    static void inANewFolder() {
        data = folder.resolve("data");
    }

    @Test
    @Order(1)
    void sigtermEndsAllWithinFiveSecondsAndKeepsWhatWasDeployed() throws Exception {
        try (var mayfly = RunningMayfly.start(data, "--no-example")) {
            mayfly.client.done("PUT", "", "{}");
            mayfly.client.deployed("kept", "export default { fetch: () => new Response('kept') };");
            mayfly.client.answersSoon("kept", "/", "kept");
            var end = mayfly.stop();
            assertThat(end.took()).isLessThan(Duration.ofSeconds(5));
            assertThat(end.code()).isEqualTo(143);
        }
        try (var again = RunningMayfly.start(data, "--no-example")) {
            assertThat(again.client.get("kept", "/").body()).isEqualTo("kept");
            again.client.deployed("later", "export default { fetch: () => new Response('acknowledged') };");
            var next = again.client.uploaded("later", "export default { fetch: () => new Response('next') };");
            again.client.done(
                    "POST",
                    "/functions/later/rollouts",
                    "{\"version\":\"%s\",\"percentage\":40,\"stickyBy\":\"ip\"}".formatted(next));
            again.kill();
        }
        try (var afterTheKill = RunningMayfly.start(data, "--no-example")) {
            assertThat(afterTheKill.client.get("later", "/").body()).isIn("acknowledged", "next");
            var rollout = afterTheKill.client.read("/functions/later/rollouts").get(0);
            assertThat(rollout.path("state").asText()).isEqualTo("running");
            assertThat(rollout.path("percentage").asInt()).isEqualTo(40);
            afterTheKill.client.done("POST", "/functions/later/rollback", "");
            afterTheKill.client.answersSoon("later", "/", "acknowledged");
        }
    }

    @Test
    @Order(2)
    void ctrlCEndsAllWithinFiveSecondsAndKeepsWhatWasDeployed() throws Exception {
        try (var mayfly = RunningMayfly.startAsInATerminal(data, "--no-example")) {
            mayfly.client.deployed("kept", "export default { fetch: () => new Response('until Ctrl-C') };");
            mayfly.client.answersSoon("kept", "/", "until Ctrl-C");
            var end = mayfly.interrupt();
            assertThat(end.took()).isLessThan(Duration.ofSeconds(5));
            assertThat(end.code()).isEqualTo(130);
        }
        try (var again = RunningMayfly.start(data, "--no-example")) {
            assertThat(again.client.get("kept", "/").body()).isEqualTo("until Ctrl-C");
        }
    }

    @Test
    @Order(3)
    void sigtermDuringAStartEndsItWithoutAWord() throws Exception {
        var end = RunningMayfly.brokenOff(data);
        assertThat(end.said()).doesNotContain("ERROR", "Exception", "\tat ");
        assertThat(end.code()).isEqualTo(143);
        try (var again = RunningMayfly.start(data, "--no-example")) {
            assertThat(again.client.get("kept", "/").body()).isEqualTo("until Ctrl-C");
        }
    }

    @Test
    @Order(4)
    void aDatabaseThatEndsByItselfEndsMayflyAndNothingIsLost() throws Exception {
        try (var mayfly = RunningMayfly.start(data, "--no-example")) {
            var end = mayfly.killDatabase(data);
            assertThat(end.took()).isLessThan(Duration.ofSeconds(10));
            assertThat(end.code()).isEqualTo(1);
        }
        try (var again = RunningMayfly.start(data, "--no-example")) {
            assertThat(again.client.get("kept", "/").body()).isEqualTo("until Ctrl-C");
        }
    }

    @Test
    @Order(5)
    void aLostDatabaseIsNotReplacedByAnEmptyOne() throws Exception {
        var elsewhere = Files.move(data.resolve("postgres"), folder.resolve("elsewhere"));
        refused("postgres is missing");
        assertThat(data.resolve("postgres")).doesNotExist();
        Files.move(elsewhere, data.resolve("postgres"));
    }

    @Test
    @Order(6)
    void aDamagedDatabaseIsRefusedAndLeftAsItIs() throws Exception {
        Files.delete(data.resolve("postgres/PG_VERSION"));
        refused("PG_VERSION is missing");
        assertThat(data.resolve("postgres/base")).isDirectory();
    }

    @Test
    @Order(7)
    void aLostKeyIsRefused() throws Exception {
        Files.delete(data.resolve("secrets-key"));
        refused("secrets-key is missing");
    }

    private static void refused(String why) throws Exception {
        var refusal = RunningMayfly.refused(data);
        assertThat(refusal.said()).startsWith("mayfly dev: ").contains(why);
        assertThat(refusal.code()).isEqualTo(1);
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").contains(data.toString())))
                .isEmpty();
    }
}
