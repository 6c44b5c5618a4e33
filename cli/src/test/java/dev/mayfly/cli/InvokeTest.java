package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvokeTest extends ScriptedPlatform {
    @BeforeEach
    void functionHasAUrl() {
        String port = url().substring(url().lastIndexOf(':'));
        answers.put(
                "GET /v1/accounts/acme/functions/hi",
                "200 {\"urls\":[\"http://hi.acme.localhost%s/\"]}".formatted(port));
    }

    @Test
    void functionOfRoutesAloneIsNotAskedHere() {
        answers.put(
                "GET /v1/accounts/acme/functions/hi", "200 {\"urls\":[\"http://a.example/*\"],\"routesOnly\":true}");
        assertThat(run("invoke", "hi")).isEqualTo(1);
        assertThat(err.toString()).contains("routes alone", "http://a.example/*");
    }

    @Test
    void answerIsShownAsTheBytesThatItIs() {
        answers.put("GET /?name=J%C3%BCrgen", "200 Hello, Jürgen!");
        var before = System.out;
        var written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            assertThat(run("invoke", "hi", "?name=J%C3%BCrgen"))
                    .as(err.toString())
                    .isZero();
        } finally {
            System.setOut(before);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("Hello, Jürgen!");
        assertThat(err.toString()).startsWith("200, ");
    }

    @Test
    void bodyIsPostedWithHeadersAndNoTokenToTheFunction() throws Exception {
        answers.put("POST /orders", "201 {}");
        assertThat(run("invoke", "hi", "/orders", "-d", "{\"a\":1}", "-H", "Content-Type: application/json", "--json"))
                .as(err.toString())
                .isZero();
        JsonNode facts = Platform.JSON.readTree(out.toString());
        assertThat(facts.path("status").asInt()).isEqualTo(201);
        assertThat(facts.path("body").asText()).isEqualTo("{}");
        assertThat(requests.getLast()).endsWith("{\"a\":1}").doesNotContain("secret");
    }

    @Test
    void dataThatIsEmptyIsPostedAllTheSame() {
        answers.put("POST /orders", "201 {}");
        assertThat(run("invoke", "hi", "/orders", "-d", "", "--json"))
                .as(err.toString())
                .isZero();
    }

    @Test
    void bodyComesFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("body"), "of a file");
        answers.put("PUT /", "200 ");
        assertThat(run("invoke", "hi", "-X", "PUT", "-d", "@" + file, "--json"))
                .as(err.toString())
                .isZero();
        assertThat(requests.getLast()).endsWith("of a file");
    }

    @Test
    void badAnswerIsEight() {
        answers.put("GET /gone", "410 gone");
        assertThat(run("invoke", "hi", "/gone", "--json")).isEqualTo(8);
    }

    @Test
    void wrongHeaderIsRefusedWithWhatIsRight() {
        assertThat(run("invoke", "hi", "-H", "nothing")).isEqualTo(1);
        assertThat(err.toString()).contains("Name: value");
    }

    @Test
    void functionThatIsNotThereIsFour() {
        assertThat(run("invoke", "nobody")).isEqualTo(4);
    }

    @Test
    void functionWithoutAVersionHasNoUrl() {
        answers.put("GET /v1/accounts/acme/functions/new", "200 {\"urls\":[]}");
        assertThat(run("invoke", "new")).isEqualTo(1);
        assertThat(err.toString()).contains("mayfly deploy");
    }
}
