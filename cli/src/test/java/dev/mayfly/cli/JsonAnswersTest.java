package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** With --json there is one document on standard output and nothing else. */
class JsonAnswersTest extends ScriptedPlatform {
    private static final String F = "/v1/accounts/acme/functions/hi";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            list                              | GET /v1/accounts/acme/functions            | [{"name":"hi"}]
            versions hi                       | GET %F/versions                            | [{"id":"v1"}]
            rollout status hi                 | GET %F/deployment                          | {"versions":[]}
            rollout list hi                   | GET %F/rollouts                            | [{"id":"r"}]
            rollout start hi v2 --percentage 5 | POST %F/rollouts                          | {"id":"r"}
            rollback hi                       | POST %F/rollback                           | {"versions":[]}
            rollback hi v1                    | POST %F/versions/v1/activate               | {"id":"v1"}
            secret list hi                    | GET %F/secrets                             | ["KEY"]
            route list hi                     | GET %F/routes                              | [{"pattern":"a/*"}]
            route put hi a/*                  | PUT %F/routes                              | [{"pattern":"a/*"}]
            route delete hi                   | PUT %F/routes                              | []
            origin list                       | GET /v1/accounts/acme/origins              | [{"name":"shop"}]
            origin put shop http://a --route a.b/* --host server --attempts-max 2 | PUT /v1/accounts/acme/origins/shop | {"name":"shop"}
            flags list shop                   | GET /v1/accounts/acme/flags/shop           | {"definition":{"flags":{"f":{"state":"ENABLED"}}}}
            flags get shop f                  | GET /v1/accounts/acme/flags/shop/flags/f   | {"key":"f"}
            flags set shop f {} --environment dev | PUT /v1/accounts/acme/flags/shop/flags/f?environment=dev | {"version":{"version":1}}
            flags ramp shop f on 12.5         | POST /v1/accounts/acme/flags/shop/flags/f/ramp | {"version":{"version":2}}
            flags plan shop f 2026-12-01T08:00:00Z --ramp on=50 | POST /v1/accounts/acme/flags/shop/flags/f/schedules | {"id":"s"}
            flags plans shop f                | GET /v1/accounts/acme/flags/shop/flags/f/schedules | [{"id":"s"}]
            flags archive shop f              | POST /v1/accounts/acme/flags/shop/flags/f/archive | {"version":{"version":3}}
            flags undo shop f                 | POST /v1/accounts/acme/flags/shop/flags/f/undo | {"version":{"version":4}}
            flags history shop f              | GET /v1/accounts/acme/flags/shop/flags/f/history | [{"version":1}]
            flags segment shop s {}           | PUT /v1/accounts/acme/flags/shop/segments/s  | {"version":{"version":1}}
            flags segment-archive shop s      | POST /v1/accounts/acme/flags/shop/segments/s/archive | {"version":{"version":2}}
            flags segment-undo shop s         | POST /v1/accounts/acme/flags/shop/segments/s/undo | {"version":{"version":3}}
            flags segment-history shop s      | GET /v1/accounts/acme/flags/shop/segments/s/history | [{"version":1}]
            logs hi                           | GET /v1/accounts/acme/invocations?limit=20&function=hi | [{"id":"i"}]
            trace 00000000000000000000000000000001 | GET /v1/accounts/acme/invocations/00000000000000000000000000000001 | {"id":"i"}
            usage hi --from 2026-11-01        | GET /v1/accounts/acme/usage?function=hi&from=2026-11-01 | {"rows":[{"function":"hi"}]}
            caps list                         | GET /v1/accounts/acme/caps                 | {"requestsPerDay":5}
            caps put --requests 5             | PUT /v1/accounts/acme/caps                 | {"requestsPerDay":5}
            caps delete                       | PUT /v1/accounts/acme/caps                 | {}
            explain http://a.b/c?d=e --ip ::1 | GET /v1/accounts/acme/edge/explain?url=http%3A%2F%2Fa.b%2Fc%3Fd%3De&ip=%3A%3A1 | {"steps":[{"phase":"route"}]}
            claim mfct_x                      | POST /v1/accounts/acme/claims              | {"from":"temp-1"}
            token list                        | GET /v1/accounts/acme/tokens               | [{"id":"t"}]
            token create ci                   | POST /v1/accounts/acme/tokens              | {"id":"t"}
            """)
    void answerOfThePlatformIsToldAsItIs(String line, String call, String answer) throws Exception {
        answers.put(call.replace("%F", F), "200 " + answer);
        assertThat(run((line + " --json").split(" "))).as(err.toString()).isZero();
        assertThat(document()).isEqualTo(Platform.JSON.readTree(answer));
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            delete hi                    | DELETE %F             | {"deleted":"hi"}
            secret put hi KEY --value v  | PUT %F/secrets/KEY    | {"function":"hi","secret":"KEY"}
            secret delete hi KEY         | DELETE %F/secrets/KEY | {"function":"hi","deleted":"KEY"}
            origin delete shop           | DELETE /v1/accounts/acme/origins/shop | {"deleted":"shop"}
            token revoke t1              | DELETE /v1/accounts/acme/tokens/t1 | {"revoked":"t1"}
            """)
    void whatHasNoAnswerSaysWhatWasDone(String line, String call, String facts) throws Exception {
        answers.put(call.replace("%F", F), "204 ");
        assertThat(run((line + " --json").split(" "))).as(err.toString()).isZero();
        assertThat(document()).isEqualTo(Platform.JSON.readTree(facts));
    }

    @Test
    void originIsSentAsAWholeAndToldInLines() {
        answers.put(
                "PUT /v1/accounts/acme/origins/shop",
                "200 {\"name\":\"shop\",\"settings\":{\"urls\":[\"http://a\"],\"routes\":[{\"pattern\":\"a.b/*\"}]}}");
        String line = "origin put shop http://a http://b --route a.b/* --route c.d/ --host server --tls-name t.e"
                + " --connect-timeout-ms 1 --silence-max-ms 2 --attempt-within-ms 3 --hedge-after-ms 4 --attempts-max 5";
        assertThat(run(line.split(" "))).as(err.toString()).isZero();
        assertThat(requests.getFirst())
                .endsWith(
                        "{\"urls\":[\"http://a\",\"http://b\"],\"routes\":[{\"pattern\":\"a.b/*\"},{\"pattern\":\"c.d/\"}],"
                                + "\"host\":\"server\",\"tlsName\":\"t.e\",\"connectTimeoutMs\":1,\"silenceMaxMs\":2,"
                                + "\"attemptWithinMs\":3,\"hedgeAfterMs\":4,\"attemptsMax\":5}");
        assertThat(out.toString().lines()).containsExactly("shop", "  at    http://a", "  from  a.b/*");
    }

    @Test
    void deploymentSaysItsVersionAndUrls(@TempDir Path folder) throws Exception {
        project(folder);
        answers.put("PUT " + F, "200 {\"id\":\"v1\"}");
        answers.put("GET " + F, "200 {\"urls\":[\"http://hi/\"]}");
        assertThat(run("deploy", folder.toString(), "--message", "first", "--json"))
                .isZero();
        assertThat(document()).hasToString("{\"function\":\"hi\",\"version\":\"v1\",\"urls\":[\"http://hi/\"]}");
        assertThat(requests.getFirst()).contains("\"message\":\"first\"");
    }

    @Test
    void inactiveVersionWaits(@TempDir Path folder) throws Exception {
        project(folder);
        answers.put("PUT " + F + "?activate=false", "200 {\"id\":\"v2\"}");
        answers.put("GET " + F, "200 {\"urls\":[]}");
        assertThat(run("deploy", folder.toString(), "--inactive", "--json"))
                .as(err.toString())
                .isZero();
        assertThat(document().path("version").asText()).isEqualTo("v2");
    }

    @Test
    void dryRunTellsAndSendsNothing(@TempDir Path folder) throws Exception {
        project(folder);
        assertThat(run("deploy", folder.toString(), "--dry-run", "--json")).isZero();
        assertThat(document().path("modules").path(0).path("bytes").asInt()).isEqualTo(17);
        assertThat(document().path("metadata").path("mainModule").asText()).isEqualTo("index.js");
        assertThat(requests).isEmpty();
    }

    @Test
    void rolloutIsAskedForWithAllThatWasSaid() {
        answers.put("POST " + F + "/rollouts", "200 {}");
        assertThat(run(
                        "rollout",
                        "start",
                        "hi",
                        "v2",
                        "--steps",
                        "1,10.5,100",
                        "--step-seconds",
                        "60",
                        "--sticky-by",
                        "ip",
                        "--requests-min",
                        "9",
                        "--margin-percent",
                        "0.5",
                        "--no-automatic-rollback",
                        "--message",
                        "a try"))
                .isZero();
        assertThat(requests.getLast()).endsWith("""
                {"version":"v2","stickyBy":"ip","steps":[1,10.5,100],"stepSeconds":60,\
                "automaticRollback":{"mode":"off","requestsMin":9,"marginPercent":0.5},"message":"a try"}""");
    }

    @Test
    void flagIsAskedForWithAllThatWasSaid(@TempDir Path folder) throws Exception {
        answers.put("PUT /v1/accounts/acme/flags/shop/flags/f", "200 {}");
        Path definition = Files.writeString(folder.resolve("f.json"), "{\"state\":\"ENABLED\"}");
        Path contexts = Files.writeString(folder.resolve("c.json"), "[{\"targetingKey\":\"ada\"}]");
        assertThat(run(
                        "flags",
                        "set",
                        "shop",
                        "f",
                        "@" + definition,
                        "--context",
                        contexts.toString(),
                        "--message",
                        "why",
                        "--if-version",
                        "3",
                        "--dry-run"))
                .as(err.toString())
                .isZero();
        assertThat(requests.getLast()).endsWith("""
                {"definition":{"state":"ENABLED"},"contexts":[{"targetingKey":"ada"}],"message":"why","version":3,"dryRun":true}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /flags/f set shop f {}",
                "POST /flags/f/ramp ramp shop f on 50",
                "PUT /segments/s segment shop s {}"
            })
    void changesOfFlagsAndSegmentsAreMadeAlike(String change, @TempDir Path folder) throws Exception {
        String[] parts = change.split(" ", 3);
        answers.put("%s /v1/accounts/acme/flags/shop%s".formatted(parts[0], parts[1]), "200 {}");
        answers.put("GET /v1/accounts/acme/flag-contexts/shop", "200 [{\"targetingKey\":\"ada\"}]");
        List<String> words = new ArrayList<>(List.of("flags"));
        words.addAll(List.of(parts[2].split(" ")));
        words.addAll(List.of("--recent", "--message", "why", "--if-version", "3", "--dry-run"));
        assertThat(run(words.toArray(String[]::new))).as(err.toString()).isZero();
        assertThat(requests.getLast())
                .endsWith(
                        "\"contexts\":[{\"targetingKey\":\"ada\"}],\"message\":\"why\",\"version\":3,\"dryRun\":true}");

        words.addAll(List.of(
                "--context", Files.writeString(folder.resolve("c"), "[]").toString()));
        assertThat(run(words.toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString()).contains("--recent and --context exclude each other");
    }

    @Test
    void definitionThatIsNoJsonIsNotSent() {
        assertThat(run("flags", "set", "shop", "f", "{oops")).isEqualTo(1);
        assertThat(err.toString()).contains("this is no JSON");
        assertThat(requests).isEmpty();
    }

    /** Those that print text for a shell or a person have none. */
    @Test
    void everyCommandHasIt() {
        Set<String> without = Set.of("help", "completion", "dev", "serve", "prepare");
        for (CommandLine command : leaves(Mayfly.commandLine())) {
            String name = command.getCommandName();
            assertThat(command.getCommandSpec().findOption("--json") != null)
                    .as(name)
                    .isEqualTo(!without.contains(name));
        }
    }

    private static List<CommandLine> leaves(CommandLine command) {
        List<CommandLine> leaves = new ArrayList<>();
        for (CommandLine below : command.getSubcommands().values()) {
            if (below.getCommandSpec().usageMessage().hidden()) continue;
            if (below.getSubcommands().isEmpty()) leaves.add(below);
            else leaves.addAll(leaves(below));
        }
        return leaves;
    }

    private static void project(Path folder) throws Exception {
        Files.writeString(folder.resolve("wrangler.jsonc"), "{\"name\":\"hi\",\"main\":\"index.js\"}");
        Files.writeString(folder.resolve("index.js"), "export default {}");
    }

    private JsonNode document() throws Exception {
        return Platform.JSON.readTree(out.toString());
    }
}
