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

/** What a newcomer does in the first ten minutes, on one running Mayfly. */
class JourneyIT {
    @TempDir
    static Path folder;

    private static Path data;
    private static RunningMayfly mayfly;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data");
        mayfly = RunningMayfly.start(data);
        System.out.println(mayfly.readyLine);
    }

    @AfterAll
    static void stop() throws Exception {
        mayfly.close();
    }

    @Test
    void theExampleAnswersAtTheUrlThatWasPrinted() throws Exception {
        assertThat(mayfly.readyLine).contains("http://hello.demo.localhost:" + mayfly.port + "/");
        assertThat(mayfly.get("hello", "/?name=Ada").body()).isEqualTo("Hello, Ada!\n");
    }

    @Test
    void theExampleAnswersByPathToo() throws Exception {
        assertThat(mayfly.platform("/@demo/hello/?name=Ada").body()).isEqualTo("Hello, Ada!\n");
    }

    @Test
    void aSecondVersionReplacesTheFirstAndGivesWayAgain() throws Exception {
        var first = mayfly.deployed("versions", "export default { fetch: () => new Response('one') };");
        mayfly.answersSoon("versions", "/", "one");
        mayfly.deployed("versions", "export default { fetch: () => new Response('two') };");
        mayfly.answersSoon("versions", "/", "two");
        var rollback = mayfly.api("POST", "/functions/versions/versions/" + first + "/activate", "");
        assertThat(rollback.statusCode()).as(rollback.body()).isEqualTo(200);
        mayfly.answersSoon("versions", "/", "one");
    }

    @Test
    void aSecretReachesTheFunctionAndNobodyElse() throws Exception {
        mayfly.deployed("secretive", "export default { fetch: (request, env) => new Response(env.KEY ?? 'none') };");
        mayfly.answersSoon("secretive", "/", "none");
        mayfly.api("PUT", "/functions/secretive/secrets/KEY", "{\"value\":\"s3cret-value\"}");
        mayfly.answersSoon("secretive", "/", "s3cret-value");
        assertThat(mayfly.read("/functions/secretive/secrets").toString())
                .contains("KEY")
                .doesNotContain("s3cret");
    }

    @Test
    void whatAFunctionLoggedIsRead() throws Exception {
        mayfly.deployed("chatty", "export default { fetch() { console.log('heard'); return new Response('said'); } };");
        mayfly.answersSoon("chatty", "/", "said");
        RunningMayfly.eventually(() ->
                mayfly.read("/invocations?function=chatty&limit=10").toString().contains("heard"));
    }

    @Test
    void aBundleThatDoesNotParseIsRefusedWithThePlace() throws Exception {
        var answer = mayfly.deploy("broken", "export default {\n  fetch( { }\n};");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("index.js").contains("\"line\":");
    }

    @Test
    void strangersReachFunctionsButNotThePlatform() throws Exception {
        assertThat(mayfly.platform("/v1/accounts/demo/functions").statusCode()).isEqualTo(401);
    }

    @Test
    void aFunctionOwnsAllPathsOfItsHost() throws Exception {
        assertThat(mayfly.get("hello", "/v1/accounts/demo/functions").body()).isEqualTo("Hello, world!\n");
        assertThat(mayfly.get("hello", "/q/health").body()).isEqualTo("Hello, world!\n");
    }

    @Test
    void healthStandsOnTheManagementPortAlone() throws Exception {
        assertThat(mayfly.management("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(mayfly.platform("/q/health/ready").statusCode()).isEqualTo(404);
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
        assertThat(refusal.said()).contains("in use by the Mayfly with process id " + mayfly.pid());
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
