package dev.mayfly.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.mayfly.control.flags.FlagSchedules;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of flags with a time, with a bound, and with others that they hang on. */
@QuarkusTest
class FlagPlansTest {
    private static final String ON_OFF =
            "{\"state\":\"ENABLED\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"%s}";
    private static final Instant SOON = Instant.now().plus(Duration.ofHours(2));

    @Inject
    FlagSchedules schedules;

    private String account;
    private String token;

    @BeforeEach
    void flag() {
        account = Door.account();
        token = Door.token(account, "flags:write", "flags:read");
        put("search", ON_OFF.formatted("")).statusCode(200);
    }

    @Test
    void plannedChangesAreMadeInTheirOrderWhenTheirTimeHasCome() {
        plan("{\"at\":\"%s\",\"ramp\":{\"variant\":\"on\",\"percent\":50},\"message\":\"half\"}"
                        .formatted(SOON.plusSeconds(60)))
                .statusCode(200);
        plan("{\"at\":\"%s\",\"ramp\":{\"variant\":\"on\",\"percent\":10}}".formatted(SOON))
                .statusCode(200);
        read("search/schedules")
                .body("planned.ramp.percent", contains(10f, 50f))
                .body("by", hasSize(2));
        advance(SOON.minusSeconds(1));
        read("search/history").body("", hasSize(1));
        advance(SOON.plusSeconds(1));
        read("search/history").body("message", contains("as planned", ""));
        advance(SOON.plusSeconds(61));
        read("search/history")
                .body("message", contains("half", "as planned", ""))
                .body("[0].version", is(3));
        read("search").body("definition.targeting.fractional[1]", contains("on", 5000));
        read("search/schedules").body("", empty());
    }

    @Test
    void flagIsReplacedAndArchivedByPlan() {
        plan("{\"at\":\"%s\",\"definition\":%s}".formatted(SOON, ON_OFF.formatted(",\"metadata\":{\"owner\":\"web\"}")))
                .statusCode(200);
        plan("{\"at\":\"%s\",\"archive\":true}".formatted(SOON.plusSeconds(1))).statusCode(200);
        advance(SOON);
        read("search").body("definition.metadata.owner", is("web"));
        advance(SOON.plusSeconds(1));
        read("search").body("", not(hasKey("definition")));
    }

    /** The flag was archived meanwhile. */
    @Test
    void whatCannotBeMadeStaysWithTheReasonAndStopsNothingElse() {
        put("other", ON_OFF.formatted("")).statusCode(200);
        plan("{\"at\":\"%s\",\"ramp\":{\"variant\":\"on\",\"percent\":10}}".formatted(SOON))
                .statusCode(200);
        asked(token)
                .body("{\"at\":\"%s\",\"archive\":true}".formatted(SOON))
                .post(path("other/schedules"))
                .then()
                .statusCode(200);
        asked(token).post(path("search/archive")).then().statusCode(200);
        advance(SOON);
        read("search/schedules").body("[0].failure", containsString("there is no flag 'search'"));
        read("other/schedules").body("", empty());
        advance(SOON.plusSeconds(10));
        String id = read("search/schedules").extract().path("[0].id");
        asked(token).delete(path("search/schedules/" + id)).then().statusCode(204);
        read("search/schedules").body("", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"at\":\"SOON\"}",
                "{\"at\":\"2999-12-01T00:00:00Z\",\"archive\":true}",
                "{\"at\":\"2020-01-01T00:00:00Z\",\"archive\":true}",
                "{\"at\":\"SOON\",\"archive\":true,\"ramp\":{\"variant\":\"on\",\"percent\":1}}",
                "{\"at\":\"SOON\",\"ramp\":{\"variant\":\"none\",\"percent\":1}}",
                "{\"at\":\"SOON\",\"definition\":{\"state\":\"ON\"}}"
            })
    void planThatMakesNoSenseIsRefusedAtOnce(String plan) {
        plan(plan.replace("SOON", SOON.toString())).statusCode(400);
        read("search/schedules").body("", empty());
    }

    /** Weights that somebody wrote are shares of their sum. */
    @Test
    void boundCountsTheShareThatOneHasWhateverTheWeightsAre() {
        String bounded = Door.token(account, "flags:ramp@10-25");
        put("search", shares("[\"on\",20000],[\"off\",180000]")).statusCode(200);
        ramp(bounded, 100, "").statusCode(403).body("detail", containsString("it has 10.0"));
        ramp(bounded, 20, "").statusCode(200);
        put("search", shares("[\"on\",1],[\"off\",4]")).statusCode(200);
        ramp(bounded, 25.5, "").statusCode(403);
        ramp(bounded, 25, "").statusCode(200);
        put("search", shares("[\"on\",0],[\"off\",0]")).statusCode(200);
        ramp(bounded, 11, "").statusCode(403);
    }

    @Test
    void sharesOfWhichAnotherVariantHasTheRestAreNotLost() {
        put("search", shares("[\"off\",30],[\"on\",70]")).statusCode(200);
        ramp(token, 5, "").statusCode(409).body("detail", containsString("targeting of its own"));
    }

    private static String shares(String shares) {
        return ON_OFF.formatted(
                ",\"targeting\":{\"fractional\":[{\"cat\":[{\"var\":\"$flagd.flagKey\"},{\"var\":\"targetingKey\"}]},%s]}"
                        .formatted(shares));
    }

    @Test
    void tokenWithABoundGoesSoFarAtOnceAndNoFurther() {
        String bounded = Door.token(account, "flags:ramp@10-25");
        ramp(bounded, 10, "").statusCode(200);
        ramp(bounded, 20.5, "")
                .statusCode(403)
                .body("detail", containsString("10 hundredths more at once, and 25 at most"));
        ramp(bounded, 20, "").statusCode(200);
        ramp(bounded, 25.01, "").statusCode(403);
        ramp(bounded, 25, "").statusCode(200);
        ramp(token, 60, "").statusCode(200);
        ramp(bounded, 61, "").statusCode(403);
        ramp(bounded, 30, "").statusCode(200);
        ramp(bounded, 5, ",\"by\":\"company\"").statusCode(403);
        ramp(bounded, 0, "").statusCode(200);
        asked(bounded)
                .body("{\"definition\":" + ON_OFF.formatted("") + "}")
                .put(path("search"))
                .then()
                .statusCode(403);
        asked(bounded).get(path("search")).then().statusCode(403);
    }

    @Test
    void tokenWithABoundMakesNoTokenThatGoesFurther() {
        String bounded = Door.token(account, "flags:ramp@10-25", "tokens:write");
        for (String wanted : List.of("flags:ramp", "flags:ramp@11-25", "flags:write"))
            asked(bounded)
                    .body(Map.of("name", "more", "rights", List.of(wanted)))
                    .post("/v1/accounts/%s/tokens".formatted(account))
                    .then()
                    .statusCode(403);
        asked(bounded)
                .body(Map.of("name", "less", "rights", List.of("flags:ramp@5-20")))
                .post("/v1/accounts/%s/tokens".formatted(account))
                .then()
                .statusCode(200)
                .body("rights", contains("flags:ramp@5-20"));
    }

    @Test
    void flagThatOthersAskForCannotBeTakenFromUnderThem() {
        put(
                        "asking",
                        ON_OFF.formatted(
                                ",\"targeting\":{\"if\":[true,\"on\"]},\"prerequisites\":{\"flags\":{\"search\":\"on\"}}"))
                .statusCode(200);
        asked(token)
                .post(path("search/archive"))
                .then()
                .statusCode(400)
                .body("detail", containsString("/flags/asking/prerequisites/flags/search"));
        put("asking", ON_OFF.formatted(",\"prerequisites\":{\"flags\":{\"nothing\":\"on\"}}"))
                .statusCode(400);
        read("asking").body("definition.prerequisites.flags.search", is("on"));
        JsonPath whole = asked(token)
                .get("/v1/accounts/%s/flags/shop".formatted(account))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(whole.getString("definition.flags.asking.prerequisites")).isNull();
        assertThat(whole.getList("definition.flags.asking.targeting.if")).hasSize(3);
    }

    /** Who is told to move by a change of the flag that theirs hangs on. */
    @Test
    void dryRunTellsWhoMovesWhereOthersHangOnTheFlag() {
        put(
                        "asking",
                        ON_OFF.formatted(
                                ",\"targeting\":{\"if\":[true,\"on\"]},\"prerequisites\":{\"flags\":{\"search\":\"on\"}}"))
                .statusCode(200);
        asked(token)
                .body("{\"definition\":" + ON_OFF.formatted("").replace("\"off\"}", "\"on\"}")
                        + ",\"dryRun\":true,\"contexts\":[{\"targetingKey\":\"ada\"}]}")
                .put(path("search"))
                .then()
                .statusCode(200)
                .body("moved", hasSize(2))
                .body("moved.after", contains("on", "on"));
    }

    private void advance(Instant now) {
        schedules.advance(now).await().atMost(Duration.ofSeconds(20));
    }

    private ValidatableResponse plan(String plan) {
        return asked(token).body(plan).post(path("search/schedules")).then();
    }

    private ValidatableResponse ramp(String by, double percent, String more) {
        return asked(by)
                .body("{\"variant\":\"on\",\"percent\":%s%s}".formatted(percent, more))
                .post(path("search/ramp"))
                .then();
    }

    private ValidatableResponse put(String key, String definition) {
        return asked(token)
                .body("{\"definition\":" + definition + "}")
                .put(path(key))
                .then();
    }

    private ValidatableResponse read(String of) {
        return asked(token).get(path(of)).then().statusCode(200);
    }

    private static io.restassured.specification.RequestSpecification asked(String by) {
        return Door.as(by).contentType(ContentType.JSON);
    }

    private String path(String of) {
        return "/v1/accounts/%s/flags/shop/flags/%s".formatted(account, of);
    }
}
