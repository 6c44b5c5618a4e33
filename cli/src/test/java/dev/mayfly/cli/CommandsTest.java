package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.tokens.TokenText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The commands against a scripted platform. */
class CommandsTest extends ScriptedPlatform {
    private static final String TOKEN = "mfat_10000000000000000000000000000003jOw3w";

    @Test
    void deploySendsMetadataAndModules(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("wrangler.jsonc"), "{\"name\":\"hi\",\"main\":\"index.js\"}");
        Files.writeString(folder.resolve("index.js"), "export default {}");
        answers.put("PUT /v1/accounts/acme/functions/hi", "200 {\"id\":\"v1\"}");
        answers.put("GET /v1/accounts/acme/functions/hi", "200 {\"urls\":[\"http://hi.acme.localhost:8080/\"]}");
        assertThat(run("deploy", folder.toString())).isZero();
        assertThat(out.toString()).contains("Deployed hi, version v1", "http://hi.acme.localhost:8080/");
        assertThat(requests.getFirst())
                .contains(
                        "Bearer secret",
                        "name=\"metadata\"",
                        "{\"mainModule\":\"index.js\",",
                        "name=\"index.js\"; filename=\"index.js\"");
    }

    @Test
    void functionThatNobodyCanReachIsToldOf(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("wrangler.jsonc"), "{\"name\":\"hi\",\"main\":\"index.js\",\"workers_dev\":false}");
        Files.writeString(folder.resolve("index.js"), "export default {}");
        answers.put("PUT /v1/accounts/acme/functions/hi", "200 {\"id\":\"v1\"}");
        answers.put("GET /v1/accounts/acme/functions/hi", "200 {\"urls\":[]}");
        assertThat(run("deploy", folder.toString())).isZero();
        assertThat(requests.getFirst()).contains("\"routesOnly\":true");
        assertThat(out.toString()).contains("at no address", "no routes");
    }

    @Test
    void rolloutsAreListedWithWhyTheyBeganAndEnded() {
        answers.put("GET /v1/accounts/acme/functions/hi/rollouts", """
                200 [{"version":"v2","state":"rolledBack","percentage":10,"startedAt":"2026-11-28T08:00:00Z",\
                "message":"faster \\u001b[31mparser","reason":"5 of 157 requests failed"}]""");
        assertThat(run("rollout", "list", "hi")).isZero();
        assertThat(out.toString())
                .contains("v2  rolledBack at 10 %", "    faster ", "parser", "    5 of 157 requests failed")
                .doesNotContain("\u001b");
    }

    @Test
    void refusedBundleSaysWhere(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("wrangler.jsonc"), "{\"name\":\"hi\",\"main\":\"index.js\"}");
        Files.writeString(folder.resolve("index.js"), "export default {");
        answers.put(
                "PUT /v1/accounts/acme/functions/hi",
                "422 {\"code\":\"syntax\",\"detail\":\"Expected } but found eof\",\"errors\":[{\"file\":\"index.js\",\"line\":1,\"column\":17}]}");
        assertThat(run("deploy", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("Expected } but found eof", "at index.js:1:17", "(syntax)");
    }

    @Test
    void refusedSettingsAreShownWhereTheFileHasThem(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("wrangler.jsonc"),
                "{\"name\":\"hi\",\"main\":\"index.js\",\n\"mayfly\":{\"bindings\":[{\"name\":\"DB\",\"type\":\"d1\"}]}}");
        Files.writeString(folder.resolve("index.js"), "export default {}");
        int column = "{'mainModule':'index.js','vars':{},'bindings':[{'name':'DB','type':".length() + 1;
        answers.put(
                "PUT /v1/accounts/acme/functions/hi",
                "422 {\"code\":\"unknown-binding\",\"detail\":\"no d1\",\"errors\":[{\"file\":\"metadata\",\"line\":1,\"column\":%d}]}"
                        .formatted(column));
        assertThat(run("deploy", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no d1", "(unknown-binding)", "at wrangler.jsonc:2:43");
    }

    @Test
    void routersThatDidNotAnswerAreToldOf() {
        answers.put("GET /v1/accounts/acme/invocations?limit=20", "200 []");
        assertThat(run("logs")).isZero();
        assertThat(err.toString()).isEmpty();
        headers.put("Mayfly-Routers-Silent", "2");
        assertThat(run("logs")).isZero();
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("mayfly: 2 of the routers did not answer; what they alone know is left out");
        err.getBuffer().setLength(0);
        assertThat(run("logs", "--json")).isZero();
        assertThat(err.toString()).startsWith("{\"code\":\"routers-silent\",");
    }

    @Test
    void silenceOfRoutersIsToldOnceWhileOneWatches() {
        headers.put("Mayfly-Routers-Silent", "1");
        answers.put("GET /v1/accounts/acme/invocations?limit=500", "200 []");
        answers.put("GET /v1/accounts/acme/invocations?limit=20", "200 [{\"id\":\"a\"},{\"id\":\"b\"}]");
        assertThat(run("tail", "--count", "2", "--every", "1")).isZero();
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void capsAreReplacedAsAWhole() {
        answers.put(
                "PUT /v1/accounts/acme/caps",
                "200 {\"requestsPerDay\":100000,\"cpuMsPerDay\":5,\"egressBytesPerDay\":null}");
        assertThat(run("caps", "put", "--requests", "100000", "--cpu-ms", "5")).isZero();
        assertThat(requests.getLast()).endsWith("{\"requestsPerDay\":100000,\"cpuMsPerDay\":5}");
        assertThat(out.toString()).contains("requestsPerDay", "100,000").doesNotContain("egress");
        assertThat(run("caps", "put")).isEqualTo(1);
        assertThat(err.toString()).contains("mayfly caps delete");
        assertThat(run("caps", "put", "--requests", "many")).isEqualTo(2);
        answers.put("PUT /v1/accounts/acme/caps", "200 {}");
        assertThat(run("caps", "delete")).isZero();
        assertThat(out.toString()).contains("acme has no caps");
    }

    @Test
    void rollbackTakesWhatRunsBack() {
        answers.put(
                "POST /v1/accounts/acme/functions/hi/rollback",
                "200 {\"versions\":[{\"version\":\"v1\",\"percentage\":100}]}");
        assertThat(run("rollback", "hi")).isZero();
        assertThat(out.toString()).containsSubsequence("hi is answered by", "100 %", "v1");
    }

    @Test
    void messageThatNobodyWouldKeepIsRefused() {
        assertThat(run("rollback", "hi", "--message", "why")).isEqualTo(1);
        assertThat(err.toString()).contains("with a VERSION");
        assertThat(requests).isEmpty();
    }

    @Test
    void rollbackToAVersionMakesItTheActiveOne() {
        answers.put("POST /v1/accounts/acme/functions/hi/versions/v1/activate?message=v2%20is%20slow", "200 {}");
        assertThat(run("rollback", "hi", "v1", "--message", "v2 is slow")).isZero();
        assertThat(out.toString()).contains("hi is answered by v1");
    }

    @Test
    void rollbackWithoutAnEarlierVersionIsRefused() {
        answers.put(
                "POST /v1/accounts/acme/functions/hi/rollback",
                "409 {\"code\":\"nothing-to-roll-back\",\"detail\":\"none before\"}");
        assertThat(run("rollback", "hi")).isEqualTo(6);
        assertThat(err.toString()).contains("none before (nothing-to-roll-back)");
    }

    @Test
    void secretValueIsSentAndNotShown() {
        answers.put("PUT /v1/accounts/acme/functions/hi/secrets/KEY", "204 ");
        assertThat(run("secret", "put", "hi", "KEY", "--value", "s3cret")).isZero();
        assertThat(requests.getLast()).endsWith("{\"value\":\"s3cret\"}");
        assertThat(out.toString() + err).doesNotContain("s3cret");
    }

    @Test
    void secretOfManyLinesIsSentWhole() {
        answers.put("PUT /v1/accounts/acme/functions/hi/secrets/PEM", "204 ");
        var before = System.in;
        System.setIn(new ByteArrayInputStream("line1\nline2\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(run("secret", "put", "hi", "PEM")).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(requests.getLast()).endsWith("{\"value\":\"line1\\nline2\"}");
    }

    @Test
    void whatSteersATerminalIsNotPrinted() {
        answers.put(
                "GET /v1/accounts/acme/invocations?limit=20",
                "200 [{\"function\":\"hi\",\"url\":\"/\",\"outcome\":\"answered\",\"logs\":[{\"level\":\"log\",\"text\":\"\\u001b[31mred\\u0007\"}]}]");
        assertThat(run("logs")).isZero();
        assertThat(out.toString()).contains("[31mred").doesNotContain("\u001b", "\u0007");
    }

    @Test
    void logsAreOldestFirstWithWhatWentWrong() {
        answers.put("GET /v1/accounts/acme/invocations?limit=20&function=hi", """
                200 [{"function":"hi","url":"/b","outcome":"failed","code":"threw","detail":"Error: no\\n at index.js:2:3","logs":[]},
                     {"function":"hi","url":"/a","outcome":"answered","code":null,"logs":[{"level":"warn","text":"careful"}]}]""");
        assertThat(run("logs", "hi")).isZero();
        assertThat(out.toString())
                .containsSubsequence("/a", "answered", "careful", "/b", "failed(threw)", "at index.js:2:3");
    }

    @Test
    void logsOfAFunctionThatDoesNotExistAreNotFound() {
        answers.put("GET /v1/accounts/acme/invocations?limit=20&function=nosuch", "200 []");
        assertThat(run("logs", "nosuch")).isEqualTo(4);
        assertThat(err.toString()).contains("there is no function nosuch in the account acme");
        assertThat(run("tail", "nosuch")).isEqualTo(4);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void logsOfADeletedFunctionAreThereStill() {
        answers.put(
                "GET /v1/accounts/acme/invocations?limit=20&function=gone",
                "200 [{\"function\":\"gone\",\"url\":\"/a\",\"outcome\":\"answered\",\"logs\":[]}]");
        assertThat(run("logs", "gone")).isZero();
        assertThat(out.toString()).contains("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 {\"name\":\"idle\"}", "403 {\"code\":\"denied\",\"detail\":\"not allowed\"}"})
    void functionThatHasNotRunHasNoInvocations(String answer) {
        answers.put("GET /v1/accounts/acme/invocations?limit=20&function=idle", "200 []");
        answers.put("GET /v1/accounts/acme/functions/idle", answer);
        assertThat(run("logs", "idle")).isZero();
        assertThat(out.toString()).contains("No invocations yet");
    }

    @Test
    void refusedBundleWithoutAPlaceNamesTheFile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("wrangler.jsonc"), "{\"name\":\"hi\",\"main\":\"index.js\"}");
        Files.writeString(folder.resolve("index.js"), "export default {}");
        answers.put(
                "PUT /v1/accounts/acme/functions/hi",
                "422 {\"code\":\"bundle-too-large\",\"detail\":\"much\",\"errors\":[{\"file\":\"big.bin\"}]}");
        assertThat(run("deploy", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("at big.bin (bundle-too-large)").doesNotContain("?");
    }

    @Test
    void usageOfAFunctionThatIsNotThereIsNotFound() {
        answers.put("GET /v1/accounts/acme/usage?function=nosuch", "200 {\"rows\":[]}");
        assertThat(run("usage", "nosuch")).isEqualTo(4);
        assertThat(err.toString()).contains("there is no function nosuch in the account acme");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void usageOfAFunctionThatDidNothingOrWasDeletedIsShown() {
        answers.put("GET /v1/accounts/acme/usage?function=idle", "200 {\"rows\":[]}");
        answers.put("GET /v1/accounts/acme/functions/idle", "200 {\"name\":\"idle\"}");
        assertThat(run("usage", "idle")).as(err.toString()).isZero();
        answers.put(
                "GET /v1/accounts/acme/usage?function=gone",
                "200 {\"rows\":[{\"start\":\"2026-11-27\",\"function\":\"gone\",\"used\":{\"requests\":3}}]}");
        assertThat(run("usage", "gone")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("2026-11-27               gone");
    }

    @Test
    void pathIsExplainedAtThePlatformsOwnAddress() {
        String whole = URLEncoder.encode(url() + "/@acme/hi/", StandardCharsets.UTF_8);
        answers.put("GET /v1/accounts/acme/edge/explain?url=" + whole, "200 {\"steps\":[]}");
        assertThat(run("explain", "/@acme/hi/", "--json")).as(err.toString()).isZero();
    }

    @Test
    void explanationIsToldPhaseByPhaseAndEndsWithWhoAnswers() {
        String asked = "GET /v1/accounts/acme/edge/explain?url=http%3A%2F%2Fhi.acme.localhost%2F";
        String route = "{\"phase\":\"route\",\"effect\":\"passes\",\"why\":\"It leads\\u001b there.\"}";
        answers.put(
                asked,
                "200 {\"url\":\"http://hi.acme.localhost/\",\"function\":\"hi\",\"version\":\"v7\",\"steps\":[" + route
                        + "]}");
        assertThat(run("explain", "http://hi.acme.localhost/"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "http://hi.acme.localhost/",
                        "",
                        "  route     passes    It leads\uFFFD there.",
                        "",
                        "The function hi answers, in its version v7.");
        out.getBuffer().setLength(0);
        answers.put(
                asked,
                "200 {\"status\":402,\"function\":\"hi\",\"steps\":[" + route
                        + ",{\"phase\":\"bots\",\"effect\":\"answers\",\"why\":\"It pays.\"}]}");
        assertThat(run("explain", "http://hi.acme.localhost/")).isZero();
        assertThat(out.toString()).contains("  bots      answers   It pays.").endsWith("The edge answers 402.\n");
        answers.put(
                asked, "200 {\"steps\":[{\"phase\":\"route\",\"effect\":\"answers\",\"why\":\"Another account's.\"}]}");
        assertThat(run("explain", "http://hi.acme.localhost/")).isZero();
        assertThat(out.toString()).endsWith("Another answers.\n");
    }

    @Test
    void traceIsAWaterfallBelowItsParents() {
        answers.put("GET /v1/accounts/acme/invocations/00000000000000000000000000000001", """
                200 {"method":"GET","url":"http://x/","status":200,"outcome":"answered","version":"v1","usage":{"cpuNs":500000},"logs":[],
                 "spans":[{"id":"a","parent":"elsewhere","name":"request","startNs":0,"endNs":4000000},
                          {"id":"c","parent":"b","name":"fetch","startNs":2000000,"endNs":3000000,"error":"refused"},
                          {"id":"b","parent":"a","name":"isolate","startNs":1000000,"endNs":4000000}]}""");
        assertThat(run("trace", "00000000000000000000000000000001")).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(2)).startsWith("request ").endsWith("4.00 ms").contains("█".repeat(48));
        assertThat(lines.get(3)).startsWith("  isolate ").contains("·".repeat(12) + "█".repeat(36));
        assertThat(lines.get(4)).startsWith("    fetch ").contains("1.00 ms").endsWith("refused");
    }

    /** The clock of the router of the inner one goes an hour wrong. */
    @Test
    void traceShowsWhatWasCalledAndSaidWhereItHappened() {
        String trace = "0000000000000000000000000000000a";
        String inner = """
                {"id":"i2","trace":"%s","method":"GET","url":"http://orders/","status":200,"outcome":"answered","version":"v1","usage":{},
                 "startedAt":"2026-01-01T11:00:00.000Z","logs":[{"at":"2026-01-01T11:00:00.000Z","level":"warn","text":"inside"}],
                 "spans":[{"id":"q2","parent":"f","name":"request","startNs":0,"endNs":1000000,"attributes":{"mayfly.function":"orders"}},
                          {"id":"i2","parent":"q2","name":"isolate","startNs":0,"endNs":1000000}]}""".formatted(trace);
        String outer = """
                {"id":"i1","trace":"%s","method":"POST","url":"http://agent/","status":200,"outcome":"answered","version":"v1","usage":{},
                 "startedAt":"2026-01-01T10:00:00.000Z","logs":[{"at":"2026-01-01T10:00:00.006Z","level":"log","text":"after"}],
                 "spans":[{"id":"q1","parent":null,"name":"request","startNs":0,"endNs":10000000,"attributes":{"mayfly.function":"agent"}},
                          {"id":"i1","parent":"q1","name":"isolate","startNs":0,"endNs":10000000},
                          {"id":"f","parent":"i1","name":"fetch","startNs":3000000,"endNs":5000000,
                           "attributes":{"http.request.method":"GET","url.full":"http://orders/","http.response.status_code":"200"}},
                          {"id":"g","parent":"i1","name":"flags.evaluate","startNs":1000000,"endNs":2000000,
                           "attributes":{"feature_flag.key":"manner","feature_flag.result.variant":"warm","feature_flag.result.reason":"split"}}]}""".formatted(trace);
        answers.put("GET /v1/accounts/acme/invocations/" + trace, "200 " + inner);
        answers.put("GET /v1/accounts/acme/invocations?limit=500&trace=" + trace, "200 [" + inner + "," + outer + "]");
        assertThat(run("trace", trace)).as(err.toString()).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.getFirst()).startsWith("POST http://agent/");
        assertThat(lines.subList(2, lines.size()))
                .extracting(line -> line.replaceAll("[·█]+ +", "").stripTrailing())
                .containsExactly(
                        "request                          10.00 ms",
                        "  isolate                        10.00 ms",
                        "    flags.evaluate               1.00 ms  manner = warm (split)",
                        "    fetch                        2.00 ms  GET http://orders/ 200",
                        "      request                    1.00 ms  orders",
                        "        isolate                  1.00 ms",
                        "          warn  inside",
                        "    log   after");
        assertThat(lines.get(6)).contains(" " + "·".repeat(24) + "█".repeat(4));
    }

    @Test
    void traceOfNonsenseIsRefusedHere() {
        assertThat(run("trace", "latest")).isEqualTo(1);
        assertThat(requests).isEmpty();
    }

    @Test
    void claimedAccountIsNotDeployedIntoAgain(@TempDir Path folder) throws IOException {
        Files.deleteIfExists(TemporaryAccount.file());
        Files.writeString(folder.resolve("wrangler.jsonc"), "{\"name\":\"hi\",\"main\":\"index.js\"}");
        Files.writeString(folder.resolve("index.js"), "export default {}");
        answers.put("POST /v1/temporary/challenge", "200 {\"seed\":\"AA\",\"segments\":1,\"steps\":1}");
        answers.put(
                "POST /v1/temporary",
                "200 {\"account\":\"t1\",\"token\":\"mftt_1\",\"expiresAt\":\"2999-01-01T00:00:00Z\",\"claim\":\"mfct_1\"}");
        answers.put("PUT /v1/accounts/t1/functions/hi", "200 {\"id\":\"v1\"}");
        answers.put("GET /v1/accounts/t1/functions/hi", "200 {\"urls\":[]}");
        assertThat(run("deploy", folder.toString(), "--temporary"))
                .as(err.toString())
                .isZero();
        assertThat(TemporaryAccount.file()).exists();
        answers.put("POST /v1/accounts/acme/claims", "200 {\"from\":\"t1\",\"functions\":[]}");
        assertThat(run("claim", "mfct_1")).as(err.toString()).isZero();
        assertThat(TemporaryAccount.file()).doesNotExist();
    }

    @Test
    void claimSaysWhatChanges() {
        answers.put("PUT /v1/accounts/acme", "200 {}");
        answers.put(
                "POST /v1/accounts/acme/claims",
                "200 {\"from\":\"temp-1\",\"functions\":[{\"function\":\"hi\",\"urls\":[\"http://hi.acme/\"],\"urlsBefore\":[\"http://hi.temp-1/\"]}]}");
        assertThat(run("claim", "mfct_x", "--new")).isZero();
        assertThat(requests).hasSize(2).last().asString().endsWith("{\"token\":\"mfct_x\"}");
        assertThat(out.toString())
                .contains("temp-1 is now part of acme", "http://hi.acme/", "no more at http://hi.temp-1/");
    }

    @Test
    void tokenIsMadeWithItsRightsAndAnEnd() {
        answers.put(
                "POST /v1/accounts/acme/tokens",
                "200 {\"id\":\"t1\",\"token\":\"mfat_text\",\"rights\":[\"functions:read@hi\"]}");
        assertThat(run("token", "create", "ci", "--allow", "functions:read@hi", "--expires", "2027-01-31T00:00:00Z"))
                .isZero();
        assertThat(requests.getLast())
                .endsWith(
                        "{\"name\":\"ci\",\"rights\":[\"functions:read@hi\"],\"expiresAt\":\"2027-01-31T00:00:00Z\"}");
        assertThat(out.toString()).isEqualTo("mfat_text" + System.lineSeparator());
        assertThat(err.toString()).contains("functions:read@hi", "not shown again");
    }

    @Test
    void tokenWithoutAnEndIsAskedForByName() {
        answers.put("POST /v1/accounts/acme/tokens", "200 {\"id\":\"t1\",\"token\":\"mfat_text\"}");
        assertThat(run("token", "create", "ci", "--expires", "never", "--json")).isZero();
        assertThat(requests.getLast()).endsWith("{\"name\":\"ci\"}");
        assertThat(run("token", "create", "ci")).isZero();
        assertThat(requests.getLast()).contains("expiresAt");
    }

    @Test
    void leakedTokenStandsOutInTheList() {
        answers.put("GET /v1/accounts/acme/tokens", """
                200 [{"id":"t1","name":"ci","rights":["*"],"createdAt":"2026-01-02T03:04:05Z","expiresAt":null,"lastUsedAt":null,
                 "leaks":[{"where":"log of hi","at":"2026-01-02T03:04:06Z"}]}]""");
        assertThat(run("token", "list")).isZero();
        assertThat(out.toString())
                .containsSubsequence("t1", "ci", "*", "expires never", "LEAKED", "2026-01-02T03:04:06Z log of hi");
    }

    @Test
    void tokenIsRevokedById() {
        answers.put("DELETE /v1/accounts/acme/tokens/t1", "204 ");
        assertThat(run("token", "revoke", "t1")).isZero();
        assertThat(out.toString()).contains("Revoked the token t1");
    }

    @Test
    void inspectedTokenIsToldWithoutTheNetwork() {
        assertThat(run("token", "inspect", TOKEN, "--offline")).isZero();
        assertThat(out.toString()).contains("account, version 1", "right").doesNotContain(TOKEN);
        assertThat(requests).isEmpty();
    }

    @Test
    void inspectedTokenIsAskedAboutWithItself() {
        answers.put("GET /v1/tokens/self", """
                200 {"name":"acme/ci","accounts":["acme"],"token":{"id":"t1","rights":["functions:read"],"leaks":[]}}""");
        assertThat(run("token", "inspect", TOKEN)).isZero();
        assertThat(requests.getLast()).startsWith("GET /v1/tokens/self\nBearer " + TOKEN);
        assertThat(out.toString()).containsSubsequence("acme/ci", "acme", "t1", "functions:read");
    }

    @Test
    void tokenThatThePlatformDoesNotKnowIsNotValid() {
        answers.put("GET /v1/tokens/self", "401 {\"code\":\"unauthenticated\",\"detail\":\"it is revoked\"}");
        assertThat(run("token", "inspect", TOKEN, "--json")).isEqualTo(1);
        assertThat(out.toString()).contains("\"checksum\" : \"right\"", "it is revoked");
    }

    @Test
    void tokenIsInspectedWhereNobodyAnswers() {
        stop();
        assertThat(run("token", "inspect", TOKEN)).isZero();
        assertThat(out.toString()).contains("account, version 1", "does not answer");
    }

    @ParameterizedTest
    @CsvSource({"mfat_1000000000000000000000000000000000000, checksum is wrong", "hello, this is no token"})
    void whatIsNoTokenIsNotAskedAbout(String text, String why) {
        assertThat(run("token", "inspect", text)).isEqualTo(1);
        assertThat(out.toString()).contains(why);
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"operator, mfot_", "platform, mfpt_"})
    void tokenForAConfigurationIsMadeUpHere(String kind, String prefix) {
        assertThat(run("token", "generate", kind)).isZero();
        assertThat(TokenText.read(out.toString().strip()))
                .map(TokenText::text)
                .hasValueSatisfying(text -> assertThat(text).startsWith(prefix));
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a/../../b, a%2F..%2F..%2Fb",
        "a?x=1#y, a%3Fx%3D1%23y",
        "a b+c, a%20b%2Bc",
        "%2e%2e, %252e%252e",
        "grüß, gr%C3%BC%C3%9F"
    })
    void namesStayNamesWhateverTheyHold(String name, String encoded) {
        run("delete", name);
        run("versions", name);
        run("rollback", name, name);
        run("secret", "put", name, name, "--value", "s");
        run("secret", "delete", name, name);
        run("secret", "list", name);
        run("logs", name, "--outcome", name);
        String functions = "/v1/accounts/acme/functions/" + encoded;
        assertThat(requests)
                .map(request -> request.lines().findFirst().orElse(""))
                .containsExactly(
                        "DELETE " + functions,
                        "GET " + functions + "/versions",
                        "POST " + functions + "/versions/" + encoded + "/activate",
                        "PUT " + functions + "/secrets/" + encoded,
                        "DELETE " + functions + "/secrets/" + encoded,
                        "GET " + functions + "/secrets",
                        "GET /v1/accounts/acme/invocations?limit=20&function=" + encoded + "&outcome=" + encoded);
    }

    @Test
    void namesThatAreStepsInAPathAreRefusedHere() {
        for (String step : new String[] {"", ".", ".."}) {
            assertThat(run("secret", "delete", "hi", step)).isEqualTo(1);
            assertThat(err.toString()).contains("'%s' is not a name".formatted(step));
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void unknownThingIsSaidWithItsCode() {
        assertThat(run("versions", "nobody")).isEqualTo(4);
        assertThat(err.toString()).contains("nothing here (not-found)");
    }

    @Test
    void helpOfEveryCommandSaysWhatEachArgumentIs() {
        CommandLine top = Mayfly.commandLine().setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        for (CommandLine command : withAllBelow(top)) {
            String name = command.getCommandSpec().qualifiedName();
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
            for (CommandLine.Model.ArgSpec argument : command.getCommandSpec().args()) {
                assertThat(argument.description())
                        .as("%s %s", name, argument.paramLabel())
                        .isNotEmpty();
                // picocli's own label is <field>
                assertThat(argument.arity().max() == 0 ? "" : argument.paramLabel())
                        .as(name)
                        .doesNotContain("<");
            }
        }
    }

    private static List<CommandLine> withAllBelow(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        for (CommandLine below : command.getSubcommands().values())
            if (!below.getCommandName().equals("help")) all.addAll(withAllBelow(below));
        return all;
    }

    @Test
    void wrongCommandLineIsTwo() {
        assertThat(run("deploi")).isEqualTo(2);
        assertThat(err.toString()).contains("deploi");
    }

    @Test
    void platformThatIsNotThereIsSaid() {
        stop();
        assertThat(run("list")).isEqualTo(3);
        assertThat(err.toString()).contains("does not answer", "mayfly dev");
    }

    @Test
    void tokenIsFoundInAFolderAbove(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve(".mayfly"));
        Files.writeString(folder.resolve(".mayfly/token"), "mf_abc\n");
        Path below = Files.createDirectories(folder.resolve("a/b"));
        assertThat(Platform.tokenFile(below)).contains("mf_abc");
    }
}
