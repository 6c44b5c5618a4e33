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

/** What routers are told of flags. */
@QuarkusTest
class FlagFeedTest {
    private static final String ON = "{\"state\":\"ENABLED\",\"variants\":{\"on\":true},\"defaultVariant\":\"on\"}";

    @Test
    void changesAreToldAfterARevisionAndAllOfThemFromTheBeginning() {
        String account = Door.account();
        long before = changes(0).getLong("revision");
        put(account, "one");
        put(account, "two");
        JsonPath after = changes(before);
        assertThat(after.getBoolean("full")).isFalse();
        assertThat(after.<String>getList("items.key")).containsExactly("one", "two");
        assertThat(after.getString("items[0].place.app")).isEqualTo("shop");
        assertThat(ofAccount(changes(0), account)).containsExactlyInAnyOrder("one", "two");
        assertThat(changes(after.getLong("revision")).getList("items")).isEmpty();
    }

    @Test
    void archivedFlagIsToldWithoutADefinitionAndNotFromTheBeginning() {
        String account = Door.account();
        put(account, "one");
        long before = changes(0).getLong("revision");
        operator()
                .post("/v1/accounts/%s/flags/shop/flags/one/archive".formatted(account))
                .then()
                .statusCode(200);
        Map<String, Object> item = changes(before).getMap("items[0]");
        assertThat(item.get("key")).isEqualTo("one");
        assertThat(item.get("definition")).isNull();
        assertThat(ofAccount(changes(0), account)).isEmpty();
    }

    @Test
    void revisionThatNeverWasIsAnsweredWithEverything() {
        assertThat(changes(Long.MAX_VALUE).getBoolean("full")).isTrue();
    }

    private static List<String> ofAccount(JsonPath changes, String account) {
        return changes.<Map<String, Object>>getList("items").stream()
                .filter(item -> account.equals(item.get("account")))
                .map(item -> (String) item.get("key"))
                .toList();
    }

    private static void put(String account, String key) {
        operator()
                .contentType(ContentType.JSON)
                .body("{\"definition\":" + ON + "}")
                .put("/v1/accounts/%s/flags/shop/flags/%s".formatted(account, key))
                .then()
                .statusCode(200);
    }

    private static JsonPath changes(long since) {
        return platform()
                .queryParam("since", since)
                .get("/v1/platform/flags")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
