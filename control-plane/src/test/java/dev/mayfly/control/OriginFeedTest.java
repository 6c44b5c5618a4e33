package dev.mayfly.control;

import static dev.mayfly.control.Door.operator;
import static dev.mayfly.control.Door.platform;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What routers are told of accounts' servers. */
@QuarkusTest
class OriginFeedTest {
    @Test
    void accountsOfWhichSomethingChangedAreToldWithAllThatTheyHave() {
        String account = Door.account();
        String other = Door.account();
        put(other, "elsewhere");
        long before = changes(0).getLong("revision");
        put(account, "one");
        put(account, "two");
        JsonPath after = changes(before);
        assertThat(after.getBoolean("full")).isFalse();
        assertThat(after.<String>getList("accounts.account")).containsExactly(account);
        assertThat(after.<String>getList("accounts[0].origins.name")).containsExactly("one", "two");
        assertThat(after.getString("accounts[0].origins[0].settings.urls[0]")).isEqualTo("http://one.example.com");
        assertThat(changes(0).<String>getList("accounts.account")).contains(account, other);

        operator()
                .delete("/v1/accounts/%s/origins/one".formatted(account))
                .then()
                .statusCode(204);
        operator()
                .delete("/v1/accounts/%s/origins/two".formatted(account))
                .then()
                .statusCode(204);
        JsonPath gone = changes(after.getLong("revision"));
        assertThat(gone.<String>getList("accounts.account")).containsExactly(account);
        assertThat(gone.<Object>getList("accounts[0].origins")).isEmpty();
    }

    @Test
    void whatChangesNothingIsNotTold() {
        String account = Door.account();
        put(account, "one");
        long before = changes(0).getLong("revision");
        put(account, "one");
        assertThat(changes(before).<Map<String, Object>>getList("accounts")).isEmpty();
    }

    @Test
    void revisionThatNeverWasIsAnsweredWithEverything() {
        assertThat(changes(Long.MAX_VALUE).getBoolean("full")).isTrue();
    }

    /** Functions are told of as before, whatever else their account's routes lead to. */
    @Test
    void functionsOfAnAccountWithOriginsAreListed() {
        String account = Door.account();
        put(account, "one");
        Door.hello().put(account, "hello").statusCode(200);
        List<String> names = operator()
                .get("/v1/accounts/%s/functions".formatted(account))
                .then()
                .statusCode(200)
                .extract()
                .path("name");
        assertThat(names).containsExactly("hello");
    }

    private static void put(String account, String name) {
        operator()
                .contentType(ContentType.JSON)
                .body("{\"urls\":[\"http://%s.example.com\"],\"routes\":[{\"pattern\":\"%s.%s.example/*\"}]}"
                        .formatted(name, name, account))
                .put("/v1/accounts/%s/origins/%s".formatted(account, name))
                .then()
                .statusCode(200);
    }

    private static JsonPath changes(long since) {
        return platform()
                .queryParam("since", since)
                .get("/v1/platform/origins")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
