package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to fail has its number, and says itself in JSON where that was asked for. */
class ExitCodesTest extends ScriptedPlatform {
    @ParameterizedTest
    @CsvSource({"400, 1", "422, 1", "401, 5", "403, 5", "404, 4", "409, 6", "429, 7", "500, 3", "503, 3"})
    void refusalOfThePlatformHasItsNumber(int status, int exit) throws Exception {
        answers.put("GET /v1/accounts/acme/functions", status + " {\"code\":\"some-code\",\"detail\":\"why\"}");
        assertThat(run("list")).isEqualTo(exit);
        assertThat(err.toString()).startsWith("mayfly: why (some-code)");
        assertThat(out.toString()).isEmpty();

        err.getBuffer().setLength(0);
        assertThat(run("list", "--json")).isEqualTo(exit);
        JsonNode said = Platform.JSON.readTree(err.toString());
        assertThat(said.path("code").asText()).isEqualTo("some-code");
        assertThat(said.path("detail").asText()).startsWith("why");
        assertThat(said.path("exitCode").asInt()).isEqualTo(exit);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void platformThatSpeaksNoJsonIsUnavailable() {
        answers.put("GET /v1/accounts/acme/functions", "502 <html>");
        assertThat(run("list")).isEqualTo(3);
        assertThat(err.toString()).contains("status 502");
    }

    @Test
    void nobodyThereIsThree() throws Exception {
        stop();
        assertThat(run("secret", "list", "hi", "--json")).isEqualTo(3);
        assertThat(Platform.JSON.readTree(err.toString()).path("code").asText()).isEqualTo("unreachable");
    }

    @ParameterizedTest
    @CsvSource({"list --bogus", "rollout start hi", "help nonsense", "init . --template nonsense", "completion fish"})
    void wrongCommandLineIsTwo(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isNotEmpty();
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            list --json --bogus            | misused         | Unknown option: '--bogus' (see mayfly list --help)
            --json                         | misused         | Unknown option: '--json'
            versions --json                | misused         | FUNCTION
            tail x --count x --json        | misused         | '--count'
            invoke x --timeout abc --json  | misused         | '--timeout'
            list --jsn --json              | misused         | did you mean --json?
            rollout start hi --json        | misused         | see mayfly rollout start --help
            token generate bogus --json    | misused         | operator, platform
            token --json                   | misused         | subcommand
            token bogus --json             | no-such-command | there is no command mayfly token bogus
            deplooy --json                 | no-such-command | there is no command mayfly deplooy; did you mean deploy
            help nonsense --json           | misused         | Unknown option: '--json'
            completion bash --json         | misused         | Unknown option: '--json'
            """)
    void wrongCommandLineSaysSoInJson(String line, String code, String detail) throws Exception {
        assertThat(run(line.split(" "))).isEqualTo(2);
        JsonNode said = Platform.JSON.readTree(err.toString());
        assertThat(said.path("code").asText()).isEqualTo(code);
        assertThat(said.path("detail").asText()).contains(detail).doesNotContain("Usage:");
        assertThat(said.path("exitCode").asInt()).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(requests).isEmpty();
    }

    /** What stands behind two dashes is a value, however it looks. */
    @Test
    void valueThatLooksLikeTheOptionAsksForNothing() {
        assertThat(run("list", "--", "--json")).isEqualTo(2);
        assertThat(err.toString()).startsWith("Unknown options: '--json'");
    }
}
