package dev.mayfly.control;

import static dev.mayfly.control.Door.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.mayfly.bindings.tokens.TokenText;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens where none should be. */
@QuarkusTest
class LeaksTest {
    private String account = "";
    private String token = "";

    @BeforeEach
    void account() {
        account = Door.account();
        token = Door.token(account);
    }

    @Test
    void liveTokenInCodeIsRefusedAndFlagged() {
        Door.hello()
                .module("lib/api.js", "// é\nexport const\n  TOKEN = '%s';".formatted(token))
                .put(account, "leaky")
                .statusCode(422)
                .body("code", is("token-in-bundle"))
                .body("errors[0].file", is("lib/api.js"))
                .body("errors[0].line", is(3))
                .body("errors[0].column", is(12));
        leaks().body("token.leaks", hasSize(1))
                .body(
                        "token.leaks[0].where",
                        is("deployment of function %s/leaky, lib/api.js:3:12".formatted(account)));
        operator()
                .get("/v1/accounts/%s/functions/leaky".formatted(account))
                .then()
                .statusCode(404);
    }

    @Test
    void liveTokenInDataIsRefused() {
        byte[] data = ("\0\u00ff" + token + "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
        Door.hello()
                .part("blob.bin", "application/octet-stream", data)
                .put(account, "leaky")
                .statusCode(422)
                .body("code", is("token-in-bundle"))
                .body("errors[0].file", is("blob.bin"));
    }

    @Test
    void liveTokenInMetadataIsRefusedWhereItStands() {
        Door.form("{\"mainModule\":\"index.js\",\n \"vars\":{\"KEY\":{\"deep\":[\"%s\"]}}}".formatted(token))
                .module("index.js", Door.HELLO)
                .put(account, "leaky")
                .statusCode(422)
                .body("errors[0].file", is("metadata"))
                .body("errors[0].line", is(2))
                .body("errors[0].column", is(26));
    }

    @Test
    void escapesHideNothing() {
        Door.form("{\"mainModule\":\"index.js\",\"message\":\"\\u006d%s\"}".formatted(token.substring(1)))
                .module("index.js", Door.HELLO)
                .put(account, "leaky")
                .statusCode(422)
                .body("code", is("token-in-bundle"));
    }

    @Test
    void liveTokenInADeploymentAsJsonIsRefused() {
        String content =
                Base64.getEncoder().encodeToString((Door.HELLO + "// " + token).getBytes(StandardCharsets.UTF_8));
        var module = Map.of("name", "index.js", "kind", "esm", "content", content);
        operator()
                .contentType(ContentType.JSON)
                .body(Map.of("metadata", Map.of("mainModule", "index.js"), "modules", List.of(module)))
                .post("/v1/accounts/%s/functions/leaky/versions".formatted(account))
                .then()
                .statusCode(422)
                .body("code", is("token-in-bundle"));
    }

    @Test
    void liveTokenInAMessageOrARouteIsRefusedAndFlagged() {
        String version =
                Door.hello().put(account, "told").statusCode(200).extract().path("id");
        String function = "/v1/accounts/%s/functions/told".formatted(account);
        refusedInText(operator()
                .queryParam("message", "because of " + token)
                .post(function + "/versions/%s/activate".formatted(version))
                .then());
        refusedInText(operator()
                .contentType(ContentType.JSON)
                .body(Map.of("version", version, "percentage", 10, "message", token))
                .post(function + "/rollouts")
                .then());
        refusedInText(operator()
                .contentType(ContentType.JSON)
                .body(List.of(Map.of("pattern", "told.%s.example/%s".formatted(account, token))))
                .put(function + "/routes")
                .then());
        leaks().body("token.leaks.where", hasItem("function %s/told, message:1:12".formatted(account)));
        operator().get(function + "/routes").then().body("", empty());
    }

    private static void refusedInText(ValidatableResponse answer) {
        answer.statusCode(400).body("code", is("token-in-text"));
    }

    /** {@code wrangler versions upload --tag}: the tag is told by every list of versions. */
    @Test
    void liveTokenInAScriptsTagIsRefusedAndFlagged() {
        String metadata = "{\"main_module\":\"index.js\",\"annotations\":{\"workers/tag\":\"%s\"}}".formatted(token);
        operator()
                .multiPart("metadata", "metadata", metadata.getBytes(StandardCharsets.UTF_8), "application/json")
                .multiPart(
                        "index.js",
                        "index.js",
                        Door.HELLO.getBytes(StandardCharsets.UTF_8),
                        "application/javascript+module")
                .post("/client/v4/accounts/%s/workers/scripts/leaky/versions".formatted(account))
                .then()
                .statusCode(400)
                .body("errors[0].message", containsString("mfat_…"));
        leaks().body("token.leaks[0].where", is("deployment of function %s/leaky, metadata".formatted(account)));
    }

    @Test
    void tokenOfAnotherAccountIsFlaggedToo() {
        Door.hello()
                .module("a.js", "'" + token + "'")
                .put(Door.account(), "leaky")
                .statusCode(422);
        leaks().body("token.leaks[0].where", startsWith("deployment of function "));
    }

    @Test
    void theTokenForEverythingIsRefused() {
        Door.hello()
                .module("a.js", "'" + Backends.BOOTSTRAP + "'")
                .put(account, "leaky")
                .statusCode(422)
                .body("detail", containsString("mfot_…"));
    }

    @Test
    void liveClaimIsRefused() {
        String claim = Newcomer.arrives().claim();
        Door.hello()
                .module("a.js", "'" + claim + "'")
                .put(account, "leaky")
                .statusCode(422)
                .body("detail", containsString("mfct_…"));
    }

    @Test
    void tokensThatNobodyCouldUseMayStay() {
        String nobodys =
                TokenText.random(TokenText.Kind.account, new SecureRandom()).text();
        String id = operator().get("/v1/accounts/%s/tokens".formatted(account)).path("[0].id");
        operator()
                .delete("/v1/accounts/%s/tokens/%s".formatted(account, id))
                .then()
                .statusCode(204);
        Door.hello()
                .module("a.js", "export default ['%s', '%s', 'mfat_1%s']".formatted(nobodys, token, "a".repeat(36)))
                .put(account, "documented")
                .statusCode(200);
    }

    @Test
    void moreTokensThanAnybodyLooksThroughAreRefused() {
        StringBuilder many = new StringBuilder();
        var random = new SecureRandom();
        for (int i = 0; i <= 100; i++)
            many.append("//")
                    .append(TokenText.random(TokenText.Kind.account, random).text())
                    .append('\n');
        Door.hello()
                .module("a.js", many.toString())
                .put(account, "leaky")
                .statusCode(422)
                .body("code", is("token-in-bundle"))
                .body("errors[0].line", is(101));
    }

    @Test
    void onlyTheLastPlacesAreKept() {
        for (int i = 0; i < 25; i++)
            flag("log " + i, "2026-01-02T03:04:%02dZ".formatted(i)).statusCode(204);
        leaks().body("token.leaks", hasSize(20)).body("token.leaks[0].where", is("log 24"));
    }

    @Test
    void placesAreCutToSize() {
        flag("x".repeat(2000) + "\0", "2026-01-02T03:04:05Z").statusCode(204);
        String where = leaks().extract().path("token.leaks[0].where");
        assertThat(where).hasSize(500);
    }

    private ValidatableResponse flag(String where, String at) {
        String hash = HexFormat.of().formatHex(TokenText.hash(token));
        return Door.platform()
                .contentType(ContentType.JSON)
                .body(Map.of("hash", hash, "where", where, "at", at))
                .post("/v1/platform/leaks")
                .then();
    }

    private ValidatableResponse leaks() {
        return Door.as(token).get("/v1/tokens/self").then().statusCode(200);
    }
}
