package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.testing.OpenApiDocument;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
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
    private static OtlpReceiver collector;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data");
        collector = new OtlpReceiver();
        running = RunningMayfly.toldTo(collector, data);
        System.out.println(running.readyLine);
    }

    @AfterAll
    static void stop() throws Exception {
        if (running != null) running.close();
        collector.close();
    }

    @Override
    MayflyClient mayfly() {
        return running.client;
    }

    @Override
    OtlpReceiver collector() {
        return collector;
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

    /** Nobody at all, somebody who makes a token up, and the owner of another account, at each operation of the whole application. */
    @Test
    void everyOperationRefusesStrangers() throws Exception {
        mayfly().in("elsewhere").done("PUT", "", "{}");
        var elsewhere = mayfly().in("elsewhere")
                .done("POST", "/tokens", "{\"name\":\"stranger\"}")
                .path("token")
                .asText();
        var operations =
                OpenApiDocument.operations(URI.create("http://127.0.0.1:%d/q/".formatted(running.managementPort)));
        assertThat(operations).contains("PUT /v1/accounts/{account}", "GET /v1/accounts/{account}/invocations");
        operations.removeIf(operation -> operation.contains(" /v1/temporary"));
        for (var operation : operations) {
            assertThat(asked(operation, "")).as(operation).isEqualTo(401);
            assertThat(asked(operation, "mfat_1nobodys")).as(operation).isEqualTo(401);
            // 400 where even nothing is refused before it is looked whose it is; the services' own tests are exact.
            if (!operation.endsWith("/v1/tokens/self"))
                assertThat(asked(operation, elsewhere)).as(operation).isIn(400, 403);
        }
    }

    /** With a body that is nothing, and sound JSON: a body is read before it is asked who sends it. */
    private int asked(String operation, String token) throws Exception {
        var method = operation.split(" ")[0];
        var path = operation.split(" ")[1].replace("{account}", "demo").replaceAll("\\{\\w+}", "hello");
        var form = method.equals("PUT") && path.endsWith("/functions/hello");
        return mayfly().with(token)
                .at(
                        method,
                        path,
                        form ? "multipart/form-data; boundary=x" : "application/json",
                        method.equals("PATCH") ? "{}" : "null")
                .statusCode();
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
