package dev.mayfly.memory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** An export, page by page, without the lines that say where the next one begins. */
    List<String> pages() {
        List<String> pages = new ArrayList<>();
        for (Optional<String> cursor = Optional.of(""); cursor.isPresent(); ) {
            assertThat(pages).hasSizeLessThan(100);
            String page = request()
                    .queryParam("cursor", cursor.get())
                    .post(path("/export"))
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            int last = page.stripTrailing().lastIndexOf('\n') + 1;
            cursor = page.startsWith("{\"cursor\"", last)
                    ? Optional.of(JsonPath.from(page.substring(last)).getString("cursor"))
                    : Optional.empty();
            pages.add(cursor.isPresent() ? page.substring(0, last) : page);
        }
        return pages;
    }

    static String message(String id, String content) {
        return "{'id':'%s','role':'user','content':'%s'}".formatted(id, content);
    }
}
