package dev.mayfly.control;

import static dev.mayfly.control.Door.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.mayfly.bindings.tokens.TokenText;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who comes in, and with what. */
@QuarkusTest
class TokensTest {
    @Test
    void tokenReachesItsAccountAlone() {
        String account = Door.account();
        String other = Door.account();
        String token = Door.token(account);
        assertThat(TokenText.read(token)).map(TokenText::kind).contains(TokenText.Kind.account);
        Door.as(token).get("/v1/accounts/" + account).then().statusCode(200).body("trust", is("newcomers"));
        Door.as(token).get("/v1/accounts/" + other).then().statusCode(403);
        Door.as(token).get("/v1/accounts").then().statusCode(403);
    }

    @Test
    void revokedTokenIsRefusedAtOnce() {
        String account = Door.account();
        Map<String, String> made = operator()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"short-lived\"}")
                .post("/v1/accounts/%s/tokens".formatted(account))
                .then()
                .extract()
                .path("");
        String token = made.get("token");
        Door.as(token).get("/v1/accounts/" + account).then().statusCode(200);
        operator()
                .delete("/v1/accounts/%s/tokens/%s".formatted(account, made.get("id")))
                .then()
                .statusCode(204);
        Door.as(token).get("/v1/accounts/" + account).then().statusCode(401).body("code", is("unauthenticated"));
    }

    @Test
    void tokenOfAnotherAccountCannotBeRevoked() {
        String account = Door.account();
        String other = Door.account();
        String id = operator()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"mine\"}")
                .post("/v1/accounts/%s/tokens".formatted(account))
                .then()
                .extract()
                .path("id");
        operator()
                .delete("/v1/accounts/%s/tokens/%s".formatted(other, id))
                .then()
                .statusCode(404);
        operator().get("/v1/accounts/%s/tokens".formatted(account)).then().body("", hasSize(1));
    }

    @Test
    void tokensHaveALimit() {
        String account = Door.account();
        for (int i = 0; i < 40; i++) Door.token(account);
        operator()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"more\"}")
                .post("/v1/accounts/%s/tokens".formatted(account))
                .then()
                .statusCode(429)
                .body("code", is("limit-tokens"));
    }

    @Test
    void whatIsNoTokenIsRefused() {
        for (String token :
                new String[] {"mf_", "x", "mf_" + "a".repeat(43), "mfat_1" + "a".repeat(36), "mfat_", "a".repeat(600)})
            Door.as(token).get("/v1/accounts").then().statusCode(401);
    }

    @Test
    void servicesLearnWhoseATokenIs() {
        String account = Door.account();
        String token = Door.token(account);
        Door.as(Backends.PLATFORM)
                .contentType(ContentType.JSON)
                .body(Map.of("token", token))
                .post("/v1/platform/caller")
                .then()
                .statusCode(200)
                .body("accounts[0]", is(account));
        Door.as(Backends.PLATFORM)
                .contentType(ContentType.JSON)
                .body(Map.of("token", "mf_nobodys"))
                .post("/v1/platform/caller")
                .then()
                .statusCode(404);
    }

    @Test
    void damagedTokenIsToldSo() {
        Door.as("mfat_1" + "a".repeat(36))
                .get("/v1/tokens/self")
                .then()
                .statusCode(401)
                .body("detail", containsString("checksum"));
    }

    @Test
    void tokenKnowsItself() {
        String account = Door.account();
        String token = Door.token(account, "functions:read@hello", "invocations:read");
        Door.as(token)
                .get("/v1/tokens/self")
                .then()
                .statusCode(200)
                .body("name", is(account + "/test"))
                .body("accounts", is(List.of(account)))
                .body("token.rights", is(List.of("functions:read@hello", "invocations:read")))
                .body("token.createdBy", is("bootstrap"))
                .body("token.leaks", hasSize(0));
        operator().get("/v1/tokens/self").then().body("name", is("bootstrap")).body("accounts", nullValue());
    }

    @Test
    void nobodyGivesWhatTheyDoNotHave() {
        String account = Door.account();
        String limited = Door.token(account, "tokens:write", "functions:read@hello", "*@other");
        for (String beyond : List.of(
                "*", "functions:read", "functions:read@third", "functions:write@hello", "tokens:read", "*@hello"))
            make(limited, account, Map.of("name", "more", "rights", List.of(beyond)))
                    .statusCode(403)
                    .body("detail", containsString("right " + beyond));
        make(limited, account, Map.of("name", "all of it")).statusCode(403);
        for (String had : List.of("functions:read@hello", "secrets:write@other", "*@other", "tokens:write"))
            make(limited, account, Map.of("name", "less", "rights", List.of(had)))
                    .statusCode(200)
                    .body("rights", is(List.of(had)));
        make(limited, Door.account(), Map.of("name", "elsewhere", "rights", List.of("tokens:write")))
                .statusCode(403);
    }

    @Test
    void noTokenOutlivesTheOneThatMakesIt() {
        String account = Door.account();
        String end =
                Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS).toString();
        String later = Instant.now().plusSeconds(700).toString();
        String maker = make(Backends.BOOTSTRAP, account, Map.of("name", "maker", "expiresAt", end))
                .extract()
                .path("token");
        make(maker, account, Map.of("name", "later", "expiresAt", later)).statusCode(403);
        make(maker, account, Map.of("name", "unsaid")).statusCode(200).body("expiresAt", is(end));
    }

    @Test
    void expiredTokenIsRefusedAndMakesRoom() {
        String account = Door.account();
        String end = Instant.now().plusMillis(700).toString();
        Map<String, String> made = make(Backends.BOOTSTRAP, account, Map.of("name", "brief", "expiresAt", end))
                .extract()
                .path("");
        String path = "/v1/accounts/" + account;
        Eventually.eventually(() -> Door.as(made.get("token")).get(path).statusCode() == 401);
        Door.as(made.get("token")).get(path).then().statusCode(401).body("detail", containsString("expired"));
        operator().get(path + "/tokens").then().body("id", hasItem(made.get("id")));
        Door.token(account);
        operator().get(path + "/tokens").then().body("id", not(hasItem(made.get("id"))));
    }

    @Test
    void lastUseIsNoted() {
        String account = Door.account();
        String token = Door.token(account);
        Door.as(token).get("/v1/accounts/" + account).then().statusCode(200);
        Eventually.eventually(
                () -> Door.as(token).get("/v1/tokens/self").then().extract().path("token.lastUsedAt") != null);
    }

    @Test
    void servicesLearnWhichRightsATokenHas() {
        String account = Door.account();
        Door.as(Backends.PLATFORM)
                .contentType(ContentType.JSON)
                .body(Map.of("token", Door.token(account, "functions:read@hello")))
                .post("/v1/platform/caller")
                .then()
                .statusCode(200)
                .body("accounts", hasSize(0))
                .body("account", is(account))
                .body("rights", is(List.of("functions:read@hello")));
    }

    @Test
    void rightsThatDoNotExistAreRefusedByName() {
        make(Backends.BOOTSTRAP, Door.account(), Map.of("name", "odd", "rights", List.of("functions:everything")))
                .statusCode(400)
                .body("detail", containsString("functions:everything"));
    }

    private static ValidatableResponse make(String token, String account, Map<String, Object> request) {
        return Door.as(token)
                .contentType(ContentType.JSON)
                .body(request)
                .post("/v1/accounts/%s/tokens".formatted(account))
                .then();
    }
}
