package dev.mayfly.memory;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** The memory service's door, as clients stand before it, at a profile of their own. */
final class Door {
    final String account;
    final String namespace = "n" + UUID.randomUUID().toString().substring(0, 12);
    final String profile;

    Door(String account) {
        this(account, "ann");
    }

    Door(String account, String profile) {
        this.account = account;
        this.profile = profile;
    }

    RequestSpecification request() {
        return given().header("Authorization", "Bearer " + TestAuthenticator.token(account))
                .contentType(ContentType.JSON);
    }

    String path(String more) {
        return "/v1/accounts/%s/memory/%s/profiles/%s%s".formatted(account, namespace, profile, more);
    }

    ValidatableResponse settings(String settings) {
        return request()
                .body(settings.replace('\'', '"'))
                .put("/v1/accounts/%s/memory/%s".formatted(account, namespace))
                .then();
    }

    ValidatableResponse post(String what, String body) {
        return request().body(body.replace('\'', '"')).post(path(what)).then();
    }

    JsonPath done(String what, String body) {
        return post(what, body).statusCode(200).extract().jsonPath();
    }

    JsonPath ingest(String session, String messages) {
        return done("/ingest?wait=true", "{'sessionId':'%s','messages':[%s]}".formatted(session, messages));
    }

    static String message(String id, String content) {
        return "{'id':'%s','role':'user','content':'%s'}".formatted(id, content);
    }
}
