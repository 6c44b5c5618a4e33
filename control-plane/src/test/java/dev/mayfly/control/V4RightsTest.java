package dev.mayfly.control;

import static dev.mayfly.control.Door.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a token of a single right may do by the v4 API: that, and nothing else. */
@QuarkusTest
class V4RightsTest {
    private String account;
    private String scripts;
    private String version;

    @BeforeEach
    void newAccount() {
        account = Door.account();
        scripts = "/client/v4/accounts/%s/workers/scripts/".formatted(account);
        version = Door.hello().put(account, "hello").statusCode(200).extract().path("id");
    }

    /** Calls of wrangler. What they take stands behind them. */
    enum Doing {
        DEPLOY("functions:deploy"),
        UPLOAD("functions:deploy"),
        SECRET_PUT("secrets:write"),
        SECRETS_SET("secrets:write"),
        SECRETS_REMOVE("secrets:write", "functions:read"),
        WORKER("functions:read"),
        VERSIONS_LIST("functions:read"),
        DEPLOYMENTS_LIST("functions:read"),
        VERSIONS_DEPLOY("functions:read", "functions:deploy"),
        TAIL("invocations:read", "functions:read"),
        DELETE("functions:write");

        private final List<String> takes;

        Doing(String... takes) {
            this.takes = List.of(takes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachCallTakesItsRight(Doing doing) {
        for (String had : Set.of("functions:read", "functions:deploy", "secrets:write", "invocations:read")) {
            List<String> missing =
                    doing.takes.stream().filter(right -> !right.equals(had)).toList();
            if (missing.isEmpty()) allowed(doing, had);
            else refused(doing, missing, had);
        }
        for (String missing : doing.takes) {
            String[] others = EnumSet.allOf(Doing.class).stream()
                    .flatMap(each -> each.takes.stream())
                    .distinct()
                    .filter(right -> !right.equals(missing))
                    .toArray(String[]::new);
            refused(doing, List.of(missing), others);
        }
        allowed(doing, doing.takes.toArray(String[]::new));
    }

    @Test
    void rightOnOneFunctionIsOneOnThat() {
        Door.hello().put(account, "other").statusCode(200);
        String token = Door.token(account, "functions:read@hello");
        as(token).get(scripts + "hello/versions").then().statusCode(200);
        as(token)
                .get(scripts + "other/versions")
                .then()
                .statusCode(403)
                .body("errors[0].message", containsString("functions:read@other"));
    }

    @Test
    void whoseATokenIsNeedsNoRight() {
        String token = Door.token(account, "secrets:write");
        as(token).get("/client/v4/accounts").then().statusCode(200).body("result.name", contains(account));
        as(token)
                .get("/client/v4/memberships")
                .then()
                .statusCode(200)
                .body("result.account.name", contains(account))
                .body("result[0].roles", contains("secrets:write"));
        as(token).get("/client/v4/accounts/" + account).then().statusCode(200).body("result.name", is(account));
        as(token).get("/client/v4/user").then().statusCode(200).body("result.email", is(account + "/test"));
    }

    private void allowed(Doing doing, String... rights) {
        ask(doing, as(Door.token(account, rights))).then().statusCode(200).body("success", is(true));
    }

    private void refused(Doing doing, List<String> missing, String... rights) {
        String named = ask(doing, as(Door.token(account, rights)))
                .then()
                .statusCode(403)
                .body("success", is(false))
                .body("errors", hasSize(1))
                .body("errors[0].code", is(9109))
                .body("errors[0].message", containsString("may not do this: it takes the right "))
                .body("result", nullValue())
                .extract()
                .path("errors[0].message");
        assertThat(missing).anyMatch(named::contains);
    }

    private Response ask(Doing doing, RequestSpecification as) {
        return switch (doing) {
            case DEPLOY -> script(as).put(scripts + "hello");
            case UPLOAD -> script(as).post(scripts + "hello/versions");
            case SECRET_PUT ->
                as.contentType(ContentType.JSON)
                        .body("{\"name\":\"KEY\",\"text\":\"x\",\"type\":\"secret_text\"}")
                        .put(scripts + "hello/secrets");
            case SECRETS_SET ->
                as.body("{\"secrets\":{\"KEY\":{\"text\":\"x\"}}}").patch(scripts + "hello/secrets-bulk");
            case SECRETS_REMOVE -> as.body("{\"secrets\":{\"KEY\":null}}").patch(scripts + "hello/secrets-bulk");
            case WORKER -> as.get("/client/v4/accounts/%s/workers/workers/hello".formatted(account));
            case VERSIONS_LIST -> as.get(scripts + "hello/versions");
            case DEPLOYMENTS_LIST -> as.get(scripts + "hello/deployments");
            case VERSIONS_DEPLOY ->
                as.contentType(ContentType.JSON)
                        .body("{\"versions\":[{\"version_id\":\"%s\",\"percentage\":100}]}".formatted(version))
                        .post(scripts + "hello/deployments");
            case TAIL -> as.body("{\"filters\":[]}").post(scripts + "hello/tails");
            case DELETE -> as.delete(scripts + "hello");
        };
    }

    private static RequestSpecification script(RequestSpecification as) {
        return as.multiPart("metadata", "metadata", "{\"main_module\":\"index.js\"}".getBytes(), "application/json")
                .multiPart("index.js", "index.js", Door.HELLO.getBytes(), "application/javascript+module");
    }
}
