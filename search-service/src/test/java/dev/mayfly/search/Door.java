package dev.mayfly.search;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** The search service's door, as clients stand before it. */
final class Door {
    static final String WORDS = "{\"fields\":{\"text\":{\"type\":\"text\"},\"tag\":{\"type\":\"keyword\"},"
            + "\"meaning\":{\"type\":\"vector\",\"dimensions\":2}}}";

    final String account;
    final String index = "i" + UUID.randomUUID().toString().substring(0, 12);

    Door(String account) {
        this.account = account;
    }

    RequestSpecification request() {
        return given().header("Authorization", "Bearer " + TestAuthenticator.token(account))
                .contentType(ContentType.JSON);
    }

    String path(String more) {
        return "/v1/accounts/%s/search/%s%s".formatted(account, index, more);
    }

    Door made(String settings) {
        request().body(settings).put(path("")).then().statusCode(200);
        return this;
    }

    io.restassured.response.ValidatableResponse bulk(String lines) {
        return given().header("Authorization", "Bearer " + TestAuthenticator.token(account))
                .contentType("application/x-ndjson")
                .body(lines.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post(path("/documents?refresh=true"))
                .then();
    }

    io.restassured.response.ValidatableResponse search(String query) {
        return request().body(query.replace('\'', '"')).post(path("/search")).then();
    }
}
