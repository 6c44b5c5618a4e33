package dev.mayfly.control;

import static dev.mayfly.control.Door.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
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
        assertThat(token).matches("mf_[0-9A-Za-z]{43}");
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
        for (int i = 0; i < 10; i++) Door.token(account);
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
        for (String token : new String[] {"mf_", "x", "mf_" + "a".repeat(43), "a".repeat(600)})
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
}
