package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journey on one running {@code ./mayfly dev}, and what is particular to it. */
class JourneyIT extends Journey {
    @TempDir
    static Path folder;

    private static Path data;
    private static RunningMayfly running;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data");
        running = RunningMayfly.start(data);
        System.out.println(running.readyLine);
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
    }

    @Override
    MayflyClient mayfly() {
        return running.client;
    }

    @Test
    void theUrlOfTheExampleIsPrinted() throws Exception {
        assertThat(running.readyLine).contains("http://hello.demo.localhost:" + running.port + "/");
    }

    @Test
    void healthStandsOnTheManagementPortAlone() throws Exception {
        assertThat(MayflyClient.get(running.managementPort, "/q/health/ready").statusCode())
                .isEqualTo(200);
        assertThat(mayfly().atRouter("/q/health/ready").statusCode()).isEqualTo(404);
    }

    @Test
    void nobodyElseReadsTheTokenOrTheData() throws Exception {
        assertThat(permissions(data)).isEqualTo("rwx------");
        for (var file : new String[] {"token", "platform-token", "secrets-key", "postgres-password"})
            assertThat(permissions(data.resolve(file))).as(file).isEqualTo("rw-------");
    }

    @Test
    void aSecondStartOnTheSameDirectoryNamesTheFirst() throws Exception {
        var refusal = RunningMayfly.refused(data);
        assertThat(refusal.said()).contains("in use by the Mayfly with process id " + running.pid());
        assertThat(refusal.code()).isEqualTo(1);
    }

    @Test
    void aTakenPortIsToldBeforeAnythingStarts() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var port = Integer.toString(taken.getLocalPort());
            var refusal = RunningMayfly.refused(folder.resolve("never"), "--port", port);
            assertThat(refusal.said()).contains("Port " + port + " is in use").contains("--port");
            assertThat(refusal.code()).isEqualTo(1);
            assertThat(folder.resolve("never")).doesNotExist();
        }
    }

    @Test
    void aWrongOptionIsMisuse() throws Exception {
        var refusal = RunningMayfly.refused(folder.resolve("never"), "--prot", "80");
        assertThat(refusal.said()).contains("unknown option: --prot");
        assertThat(refusal.code()).isEqualTo(2);
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
