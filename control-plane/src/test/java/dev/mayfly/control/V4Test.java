package dev.mayfly.control;

import static dev.mayfly.control.Door.as;
import static dev.mayfly.control.Door.operator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The v4 API: its envelope, whom it lets in, and what it refuses. What wrangler makes of it is tested with wrangler. */
@QuarkusTest
class V4Test {
    private static final String PLAIN = "{\"main_module\":\"index.js\"%s}";
    private String account;

    @BeforeEach
    void newAccount() {
        account = Door.account();
    }

    @Test
    void whoShowsNoTokenIsNobody() {
        for (RequestSpecification stranger : List.of(given(), as("guess"), given().header("Authorization", "Basic x")))
            refused(stranger.get("/client/v4/user").then(), 401, 10000);
    }

    @Test
    void callsThatAreNotThereAreNamed() {
        refused(
                        operator()
                                .get("/client/v4/accounts/%s/d1/database".formatted(account))
                                .then(),
                        404,
                        7003)
                .body("errors[0].message", is("Mayfly has no D1: GET /accounts/%s/d1/database".formatted(account)));
        refused(
                        operator()
                                .body("{}")
                                .put("/client/v4/accounts/%s/triggers/any".formatted(account))
                                .then(),
                        404,
                        7003)
                .body("errors[0].message", containsString("triggers.events"));
        refused(operator().body("{}").patch(worker("any/versions/latest")).then(), 404, 7003)
                .body("errors[0].message", startsWith("Mayfly has no secrets of versions; "));
        refused(operator().patch("/client/v4/user").then(), 404, 7003)
                .body("errors[0].message", is("Mayfly has no such call: PATCH /user"));
    }

    /** Wrangler asks for them before it deletes a script, and goes on when there are none. */
    @ParameterizedTest
    @ValueSource(
            strings = {"storage/kv/namespaces", "workers/durable_objects/namespaces", "workers/tails/by-consumer/any"})
    void whatMayflyHasNoneOfIsAnEmptyList(String what) {
        operator()
                .get("/client/v4/accounts/%s/%s".formatted(account, what))
                .then()
                .statusCode(200)
                .body("result", empty())
                .body("result_info.total_count", is(0));
    }

    @Test
    void accountIsKnownByNameAndByTheIdThatFollowsFromIt() {
        String id = operator()
                .get("/client/v4/accounts/" + account)
                .then()
                .statusCode(200)
                .body("success", is(true))
                .body("result.name", is(account))
                .body("result.id", matchesPattern("[0-9a-f]{32}"))
                .extract()
                .path("result.id");
        operator().get("/client/v4/accounts/" + id).then().body("result.name", is(account));
        upload("hello", "").statusCode(200);
        operator()
                .get("/client/v4/accounts/%s/workers/services/hello".formatted(id))
                .then()
                .statusCode(200)
                .body("result.default_environment.script.last_deployed_from", is("wrangler"));
    }

    @Test
    void tokenSeesItsAccountAlone() {
        String own = Door.token(account);
        for (String list : List.of("accounts.name", "memberships.account.name")) {
            String[] path = list.split("\\.", 2);
            as(own).get("/client/v4/" + path[0])
                    .then()
                    .statusCode(200)
                    .body("result." + path[1], contains(account))
                    .body("result_info.total_count", is(1));
        }
        operator().get("/client/v4/accounts").then().body("result.name", hasItem(account));
        as(own).get("/client/v4/user").then().body("result.email", is(account + "/test"));
    }

    @Test
    void foreignAccountAndOneThatIsNotThereAreTheSame() {
        upload("hello", "").statusCode(200);
        String stranger = Door.token(Door.account());
        String foreign = refused(as(stranger).get(scripts("hello/secrets")).then(), 403, 9109)
                .extract()
                .path("errors[0].message");
        String missing = refused(
                        as(stranger)
                                .get("/client/v4/accounts/none/workers/scripts")
                                .then(),
                        403,
                        9109)
                .extract()
                .path("errors[0].message");
        assertThat(foreign.replace(account, "none")).isEqualTo(missing);
        refused(upload(as(stranger), "put", scripts("stolen"), PLAIN.formatted("")), 403, 9109);
        operator().get("/v1/accounts/%s/functions".formatted(account)).then().body("name", contains("hello"));
    }

    @Test
    void uploadBecomesAVersionWithAllThatItSays() {
        String id = upload("whole", """
                        ,"bindings":[{"name":"A","type":"plain_text","text":"a"},{"name":"B","type":"json","json":[1]},
                        {"name":"LOG","type":"invocations"}],"compatibility_date":"2026-01-01",
                        "compatibility_flags":["url_standard"],"limits":{"cpu_ms":700,"subrequests":3},
                        "annotations":{"workers/message":"why","workers/tag":"v1"},"observability":{"enabled":true},
                        "mayfly":{"egress":{"mode":"none"},"limits":{"wallMs":9000}}""")
                .statusCode(200)
                .body("result.startup_time_ms", nullValue())
                .extract()
                .path("result.deployment_id");
        operator()
                .get("/v1/accounts/%s/functions/whole/versions/%s".formatted(account, id))
                .then()
                .body("version.state", is("active"))
                .body("version.message", is("why"))
                .body("vars.A", is("a"))
                .body("vars.B", contains(1))
                .body("bindings.name", contains("LOG"))
                .body("limits.cpuMs", is(700))
                .body("limits.wallMs", is(9000))
                .body("limits.subrequests", is(3))
                .body("egress.mode", is("none"));
        operator()
                .get(scripts("whole/versions/" + id))
                .then()
                .statusCode(200)
                .body("result.annotations.'workers/tag'", is("v1"))
                .body("result.resources.script_runtime.compatibility_date", is("2026-01-01"))
                .body("result.resources.script_runtime.compatibility_flags", contains("url_standard"))
                .body("result.resources.bindings.type", contains("plain_text", "json", "invocations"));
    }

    @Test
    void whatAnUploadLeavesOutHasItsDefault() {
        upload(
                        "reset",
                        ",\"limits\":{\"cpu_ms\":700},\"bindings\":[{\"name\":\"A\",\"type\":\"plain_text\",\"text\":\"a\"}]")
                .statusCode(200);
        String id = upload("reset", "").statusCode(200).extract().path("result.deployment_id");
        operator()
                .get("/v1/accounts/%s/functions/reset/versions/%s".formatted(account, id))
                .then()
                .body("limits.cpuMs", is(1000))
                .body("vars.size()", is(0));
    }

    @Test
    void varsStayWhereTheyAreToBeKept() {
        upload(
                        "kept",
                        ",\"bindings\":[{\"name\":\"A\",\"type\":\"plain_text\",\"text\":\"a\"},{\"name\":\"B\",\"type\":\"json\",\"json\":1}]")
                .statusCode(200);
        String id = upload(
                        "kept",
                        ",\"keep_bindings\":[\"plain_text\"],\"bindings\":[{\"name\":\"C\",\"type\":\"json\",\"json\":2}]")
                .statusCode(200)
                .extract()
                .path("result.deployment_id");
        operator()
                .get("/v1/accounts/%s/functions/kept/versions/%s".formatted(account, id))
                .then()
                .body("vars.A", is("a"))
                .body("vars.B", nullValue())
                .body("vars.C", is(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"placement\":{\"mode\":\"targeted\",\"region\":\"fra, iad\"} | fra,iad | none",
                "\"placement\":{\"region\":\"fra\"} | fra | none",
                "\"placement\":{\"mode\":\"off\"} | | none",
                "\"placement\":{} | | none",
                "\"mayfly\":{\"placement\":{\"regions\":[\"fra\"],\"affinity\":\"cookie:a\"}} | fra | cookie:a",
            })
    void placementIsKeptAsItWasSaid(String key, String regions, String affinity) {
        String id = upload("placed", "," + key).statusCode(200).extract().path("result.deployment_id");
        operator()
                .get("/v1/accounts/%s/functions/placed/versions/%s".formatted(account, id))
                .then()
                .body("placement.regions", is(regions == null ? List.of() : List.of(regions.split(","))))
                .body("placement.affinity", is(affinity));
    }

    @Test
    void rateLimitsAndRatesAreKeptAsTheyWereSaid() {
        String id = upload(
                        "slowly",
                        ",\"bindings\":[{\"name\":\"SLOW\",\"type\":\"ratelimit\",\"namespace_id\":\"1001\",\"simple\":{\"limit\":5,\"period\":60}}],\"mayfly\":{\"rates\":{\"client\":{\"limit\":7,\"period\":1},\"clientBy\":\"header:x-key\"}}")
                .statusCode(200)
                .extract()
                .path("result.deployment_id");
        operator()
                .get("/v1/accounts/%s/functions/slowly/versions/%s".formatted(account, id))
                .then()
                .body("bindings[0].namespace_id", is("1001"))
                .body("bindings[0].simple.limit", is(5))
                .body("rates.client.limit", is(7))
                .body("rates.clientBy", is("header:x-key"));
        upload("slowly", ",\"keep_bindings\":[\"ratelimit\"]").statusCode(200);
        operator()
                .get("/v1/accounts/%s/functions/slowly/versions".formatted(account))
                .then()
                .body("size()", is(2));
    }

    @Test
    void whatIsInheritedMustBeThere() {
        upload("heir", "").statusCode(200);
        operator()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"KEY\",\"text\":\"x\",\"type\":\"secret_text\"}")
                .put(scripts("heir/secrets"))
                .then()
                .statusCode(200);
        upload("heir", ",\"bindings\":[{\"name\":\"KEY\",\"type\":\"inherit\"}]")
                .statusCode(200);
        refused(upload("heir", ",\"bindings\":[{\"name\":\"LOST\",\"type\":\"inherit\"}]"), 400, 10057)
                .body("errors[0].message", containsString("inherit binding 'LOST' is invalid"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"bindings\":[{\"name\":\"STORE\",\"type\":\"kv_namespace\"}] | binding STORE | kv_namespace",
                "\"bindings\":[{\"name\":\"SLOW\",\"type\":\"ratelimit\",\"burst\":1}] | binding SLOW | key burst",
                "\"bindings\":[{\"name\":\"A\",\"type\":\"plain_text\",\"text\":\"\",\"part\":\"x\"}] | binding A | key part",
                "\"bindings\":[{\"name\":\"B\",\"type\":\"json\",\"json\":1,\"text\":\"\"}] | binding B | key text",
                "\"bindings\":[{\"name\":\"C\",\"type\":\"inherit\",\"old_name\":\"D\"}] | binding C | key old_name",
                "\"bindings\":[{\"name\":\"LOG\",\"type\":\"invocations\",\"simple\":{}}] | binding LOG | key simple",
                "\"cache_options\":{\"enabled\":true} | not support | cache",
                "\"exports\":{} | not support | exports",
                "\"bindings\":[{\"name\":\"KEY\",\"type\":\"secret_text\",\"text\":\"x\"}] | secret KEY | wrangler secret put",
                "\"migrations\":{\"steps\":[{}]} | migrations | Durable Objects",
                "\"placement\":{\"mode\":\"smart\"} | not support | placement",
                "\"placement\":{\"mode\":\"off\",\"hint\":\"wnam\"} | not support | placement.hint",
                "\"placement\":{\"host\":\"a:1\"} | not support | placement.host",
                "\"tail_consumers\":[{\"service\":\"x\"}] | not support | tail_consumers",
                "\"assets\":{\"jwt\":\"x\"} | not support | static assets",
                "\"containers\":[{\"class_name\":\"x\"}] | not support | containers",
                "\"logpush\":true | not support | logpush",
                "\"body_part\":\"x\" | service-worker | export default",
                "\"surprise\":1 | not support | surprise",
                "\"limits\":{\"memory\":1} | not support | limits.memory",
                "\"annotations\":{\"workers/alias\":\"x\"} | not support | workers/alias",
                "\"compatibility_flags\":[\"python_workers\"] | python_workers | url_standard",
                "\"mayfly\":{\"routes\":[]} | mayfly.routes | egress"
            })
    void whatMayflyLacksIsRefusedByName(String key, String first, String second) {
        refused(upload("lacking", "," + key), 400, 10501)
                .body("errors[0].message", containsString(first))
                .body("errors[0].message", containsString(second));
        operator()
                .get("/v1/accounts/%s/functions/lacking".formatted(account))
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"compatibility_date\":\"soon\"",
                "\"limits\":{\"cpu_ms\":0}",
                "\"limits\":{\"cpu_ms\":\"7\"}",
                "\"bindings\":{}",
                "\"bindings\":[{\"type\":\"plain_text\"}]",
                "\"bindings\":[{\"name\":\"A\",\"type\":\"plain_text\"}]",
                "\"bindings\":[{\"name\":\"A\",\"type\":\"ratelimit\",\"namespace_id\":\"1\"}]",
                "\"bindings\":[{\"name\":\"A\",\"type\":\"ratelimit\",\"simple\":{\"limit\":1,\"period\":60}}]",
                "\"bindings\":[{\"name\":\"A\",\"type\":\"ratelimit\",\"namespace_id\":\"1\",\"simple\":{\"limit\":1,\"period\":30}}]",
                "\"bindings\":[{\"name\":\"A\",\"type\":\"ratelimit\",\"namespace_id\":\"1\",\"simple\":{\"limit\":0,\"period\":60}}]",
                "\"bindings\":[{\"name\":\"A\",\"type\":\"ratelimit\",\"namespace_id\":\"1\",\"simple\":{\"limit\":1.5,\"period\":60}}]",
                "\"bindings\":[{\"name\":\"A\",\"type\":\"ratelimit\",\"namespace_id\":\"x\",\"simple\":{\"limit\":1,\"period\":60}}]",
                "\"mayfly\":{\"rates\":{\"client\":{\"limit\":1}}}",
                "\"mayfly\":{\"rates\":{\"clientBy\":\"none\"}}",
                "\"bindings\":[{\"name\":\"1 2\",\"type\":\"plain_text\",\"text\":\"\"}]",
                "\"limits\":{},\"limits\":{}",
                "\"mayfly\":{\"egress\":{\"mode\":\"some\"}}",
                "\"placement\":[]",
                "\"placement\":{\"mode\":\"targeted\",\"region\":\"no way\"}",
                "\"limits\":"
            })
    void metadataThatIsWrongIsRefused(String key) {
        refused(upload("wrong", "," + key), 400, 10021);
    }

    /** Neither asks Mayfly for anything: it has no Durable Objects, and does not look at packages. */
    @Test
    void whatNewerWranglersSayOfEveryScriptIsTaken() {
        String dependencies = "\"package_dependencies\":[{\"name\":\"hono\",\"packageJsonVersion\":\"^4.0.0\"}]";
        upload("newer", ",\"code_update_strategy\":{\"mode\":\"deferred\",\"max_delay\":300}," + dependencies)
                .statusCode(200);
        String second = waiting("newer");
        operator()
                .contentType(ContentType.JSON)
                .body(
                        "{\"strategy\":\"percentage\",\"versions\":[%s],\"code_update_strategy\":{\"mode\":\"immediate\"}}"
                                .formatted(all(second)))
                .post(scripts("newer/deployments"))
                .then()
                .statusCode(200);
        refused(upload("newer", ",\"code_update_strategy\":\"deferred\""), 400, 10021);
        refused(upload("newer", ",\"package_dependencies\":{}"), 400, 10021);
    }

    @Test
    void whatAsksForNothingIsTaken() {
        upload(
                        "modest",
                        ",\"logpush\":false,\"tail_consumers\":[],\"migrations\":null,\"keep_assets\":true,\"tags\":[\"x\"]")
                .statusCode(200);
        operator()
                .contentType(ContentType.JSON)
                .body(
                        "{\"observability\":{\"enabled\":false},\"logpush\":false,\"tail_consumers\":[],\"tags\":[\"a\"]}")
                .patch(scripts("modest/script-settings"))
                .then()
                .statusCode(200)
                .body("result.tags", contains("a"));
        refused(
                        operator()
                                .contentType(ContentType.JSON)
                                .body("{\"logpush\":true}")
                                .patch(scripts("modest/script-settings"))
                                .then(),
                        400,
                        10501)
                .body("errors[0].message", containsString("logpush"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"logs\":{\"destinations\":[\"elsewhere\"]}",
                "\"logs\":{\"persist\":false}",
                "\"traces\":{\"destinations\":[\"elsewhere\"]}",
                "\"traces\":{\"persist\":false}"
            })
    void observabilityThatMayflyDoesNotHaveIsRefusedByName(String asked) {
        String observability = "\"observability\":{\"enabled\":true,%s}".formatted(asked);
        String key = asked.replaceAll("\"(logs|traces)\":\\{\"(\\w+)\".*", "observability.$1.$2");
        refused(upload("seen", "," + observability), 400, 10501).body("errors[0].message", containsString(key));
        upload(
                        "unseen",
                        ",\"observability\":{\"logs\":{\"destinations\":[],\"persist\":true},\"traces\":{\"enabled\":false}}")
                .statusCode(200);
        refused(
                        operator()
                                .contentType(ContentType.JSON)
                                .body("{" + observability + "}")
                                .patch(scripts("unseen/script-settings"))
                                .then(),
                        400,
                        10501)
                .body("errors[0].message", containsString(key));
    }

    @Test
    void codeThatDoesNotParseSaysWhere() {
        refused(
                        operator()
                                .multiPart(
                                        "metadata",
                                        "metadata",
                                        PLAIN.formatted("").getBytes(),
                                        "application/json")
                                .multiPart(
                                        "index.js",
                                        "index.js",
                                        "export default {".getBytes(),
                                        "application/javascript+module")
                                .put(scripts("broken"))
                                .then(),
                        400,
                        10021)
                .body("errors[0].message", matchesPattern("(?s)index\\.js:\\d+:\\d+: .*"));
    }

    @Test
    void formsThatAreNoneAreRefused() {
        refused(
                operator()
                        .contentType("multipart/form-data; boundary=x")
                        .body("no form".getBytes())
                        .put(scripts("form"))
                        .then(),
                400,
                10021);
        refused(operator().multiPart("other", "x").put(scripts("form")).then(), 400, 10021);
        refused(
                operator()
                        .contentType(ContentType.JSON)
                        .body("{")
                        .put(scripts("form/secrets"))
                        .then(),
                400,
                10021);
    }

    @Test
    void uploadThatIsTooLargeIsRefused() {
        refused(
                operator()
                        .multiPart("metadata", "metadata", PLAIN.formatted("").getBytes(), "application/json")
                        .multiPart("big.bin", "big.bin", new byte[13 << 20], "application/octet-stream")
                        .put(scripts("big"))
                        .then(),
                400,
                10027);
    }

    @Test
    void deploymentsAreActivations() {
        String first = upload("rolled", "").extract().path("result.deployment_id");
        String second = waiting("rolled");
        operator().get(scripts("rolled/deployments")).then().body("result.deployments", hasSize(1));
        deploy("rolled", shares(second, "100", first, "0"))
                .statusCode(200)
                .body("result.versions[0].version_id", is(second))
                .body("result.annotations.'workers/message'", is("why"));
        operator()
                .get(scripts("rolled/deployments"))
                .then()
                .body("result.deployments.versions.flatten().version_id", contains(second, first))
                .body("result.deployments[0].author_email", is("bootstrap"));
        refused(deploy("rolled", all("nothing")), 404, 10212);
    }

    @Test
    void splitIsARolloutOfTheVersionThatDoesNotAnswerYet() {
        String stable = upload("split", "").extract().path("result.deployment_id");
        String next = waiting("split");
        deploy("split", shares(next, "10", stable, "90"))
                .statusCode(200)
                .body("result.versions.version_id", contains(stable, next))
                .body("result.versions.percentage", contains(90, 10))
                .body("result.annotations.'workers/message'", is("why"));
        rollouts("split")
                .body("[0].state", is("running"))
                .body("[0].version", is(next))
                .body("[0].percentage", is(10));
        deploy("split", shares(stable, "66.5", next, "33.5"))
                .statusCode(200)
                .body("result.versions.percentage", contains(66.5f, 33.5f));
        rollouts("split").body("", hasSize(1));
        operator()
                .get(scripts("split/deployments"))
                .then()
                .body("result.deployments.versions.version_id", contains(List.of(stable, next), List.of(stable)));
    }

    @Test
    void wholeShareEndsTheRollout() {
        String stable = upload("whole", "").extract().path("result.deployment_id");
        String next = waiting("whole");
        deploy("whole", shares(next, "10", stable, "90")).statusCode(200);
        deploy("whole", all(stable)).statusCode(200).body("result.versions.version_id", contains(stable));
        rollouts("whole")
                .body("[0].state", is("rolledBack"))
                .body("[0].reason", is("version %s was activated: why".formatted(stable)));

        deploy("whole", shares(next, "10", stable, "90")).statusCode(200);
        deploy("whole", all(next)).statusCode(200).body("result.versions.version_id", contains(next));
        rollouts("whole").body("[0].state", is("completed"));

        deploy("whole", shares(next, "90", stable, "10")).statusCode(200);
        String third = waiting("whole");
        deploy("whole", all(third)).statusCode(200);
        rollouts("whole").body("[0].state", is("replaced"));
    }

    /** Clients roll back to what had all requests before the newest deployment. */
    @Test
    void rollbackThatNoClientMadeIsADeploymentToo() {
        String before = upload("back", "").extract().path("result.deployment_id");
        String stable = upload("back", "").extract().path("result.deployment_id");
        String next = waiting("back");
        deploy("back", shares(next, "10", stable, "90")).statusCode(200);
        operator()
                .post("/v1/accounts/%s/functions/back/rollback".formatted(account))
                .then()
                .statusCode(200);
        operator()
                .get(scripts("back/deployments"))
                .then()
                .body("result.deployments.versions.flatten().version_id", contains(stable, stable, before))
                .body("result.deployments[0].annotations.'workers/message'", containsString("rolled back by hand"));
    }

    @Test
    void splitsThatCannotBeSayWhatCan() {
        String stable = upload("odd", "").extract().path("result.deployment_id");
        String second = waiting("odd");
        String third = waiting("odd");
        refused(deploy("odd", shares(second, "60", third, "40")), 409, 10013)
                .body(
                        "errors[0].message",
                        containsString("deploy %s@60 %s@40, or one version at 100 %%".formatted(second, stable)));
        refused(deploy("odd", shares(second, "60", stable, "30") + "," + share(third, "10")), 400, 10501)
                .body("errors[0].message", containsString("two versions at most, not 3"));
        refused(deploy("odd", share(stable, "60")), 400, 10021).body("errors[0].message", containsString("not 60 %"));
        refused(deploy("odd", shares(stable, "110", second, "-10")), 400, 10021);
        refused(deploy("odd", shares(stable, "66.667", second, "33.333")), 400, 10021);
        refused(deploy("odd", "{\"version_id\":\"%s\"}".formatted(stable)), 400, 10021);
        refused(deploy("odd", ""), 400, 10021);
        refused(deploy("odd", shares(stable, "60", "nothing", "40")), 404, 10212);
        rollouts("odd").body("", empty());

        deploy("odd", shares(stable, "60", second, "40")).statusCode(200);
        refused(deploy("odd", shares(stable, "60", third, "40")), 409, 10013)
                .body("errors[0].message", containsString(second + " is being rolled out already"));
        upload(operator(), "post", scripts("young/versions"), PLAIN.formatted(""))
                .statusCode(200);
        refused(deploy("young", shares(stable, "60", second, "40")), 409, 10013)
                .body("errors[0].message", containsString("no version that answers yet"));
    }

    @Test
    void secretsInBulkKeepTheRest() {
        upload("bulk", ",\"bindings\":[{\"name\":\"A\",\"type\":\"plain_text\",\"text\":\"a\"}]")
                .statusCode(200);
        bulk(
                        "bulk",
                        "{\"name\":\"A\",\"type\":\"plain_text\"},{\"name\":\"K\",\"type\":\"secret_text\",\"text\":\"1\"}")
                .statusCode(200)
                .body("result.bindings.name", contains("A", "K"));
        refused(bulk("bulk", "{\"name\":\"K\",\"type\":\"secret_text\",\"text\":\"2\"}"), 400, 10501)
                .body("errors[0].message", containsString("A is not among"));
        refused(
                bulk("bulk", "{\"name\":\"A\",\"type\":\"plain_text\"},{\"name\":\"L\",\"type\":\"secret_text\"}"),
                400,
                10057);
        operator().get(scripts("bulk/secrets")).then().body("result.name", contains("K"));
        refused(operator().delete(scripts("bulk/secrets/NONE")).then(), 404, 10056);
    }

    @Test
    void secretsAreMergedIntoThoseThatAreThere() {
        upload("merged", "").statusCode(200);
        merge("merged", "\"A\":%s,\"B\":%s".formatted(secret("A", "1"), secret("B", "1")))
                .statusCode(200)
                .body("result.name", contains("A", "B"))
                .body("result[0].text", nullValue());
        merge("merged", "\"A\":null,\"NEVER\":null,\"C\":" + secret("C", "3"))
                .statusCode(200)
                .body("result.name", contains("C"));
        operator().get(scripts("merged/secrets")).then().body("result.name", contains("B", "C"));
        merge("merged", "\"B\":null").statusCode(200).body("result", empty());
        for (String flawed : List.of(
                "\"D\":{\"name\":\"D\",\"type\":\"secret_text\"}",
                "\"D\":" + secret("E", "1"),
                "\"D\":7",
                "\"1 D\":" + secret("1 D", "1"))) refused(merge("merged", "\"C\":null," + flawed), 400, 10021);
        refused(merge("merged", "\"D\":{\"name\":\"D\",\"type\":\"secret_key\",\"text\":\"\"}"), 400, 10501)
                .body("errors[0].message", containsString("secret_key"));
        operator().get(scripts("merged/secrets")).then().body("result.name", contains("C"));
        for (String patch : List.of("\"A\":null", "\"A\":" + secret("A", "1")))
            refused(merge("none", patch), 404, 10007);
        refused(
                operator()
                        .body("{\"others\":{}}")
                        .patch(scripts("merged/secrets-bulk"))
                        .then(),
                400,
                10021);
        refused(
                as(Door.token(Door.account()))
                        .body("{\"secrets\":{\"C\":null}}")
                        .patch(scripts("merged/secrets-bulk"))
                        .then(),
                403,
                9109);
    }

    private static String secret(String name, String text) {
        return "{\"name\":\"%s\",\"text\":\"%s\",\"type\":\"secret_text\"}".formatted(name, text);
    }

    private ValidatableResponse merge(String script, String secrets) {
        return operator()
                .contentType("application/merge-patch+json")
                .body("{\"secrets\":{%s}}".formatted(secrets))
                .patch(scripts(script + "/secrets-bulk"))
                .then();
    }

    @Test
    void subdomainLeadsToTheFunctionItself() {
        upload("hosted", "").statusCode(200);
        operator()
                .get("/client/v4/accounts/%s/workers/subdomain".formatted(account))
                .then()
                .body("result.subdomain", is(account + ".localhost:8080/#"));
        subdomain("hosted", false).body("result.enabled", is(false));
        operator().get(scripts("hosted/subdomain")).then().body("result.enabled", is(false));
        subdomain("hosted", true).body("result.enabled", is(true));
        refused(
                operator()
                        .contentType(ContentType.JSON)
                        .body("{\"enabled\":true,\"previews_enabled\":true}")
                        .post(scripts("hosted/subdomain"))
                        .then(),
                400,
                10501);
    }

    /** Where newer clients look for it. */
    @Test
    void workerTellsWhetherTheFunctionHasAnAddressOfItsOwn() {
        upload("told", "").statusCode(200);
        for (boolean enabled : new boolean[] {false, true, false}) {
            subdomain("told", enabled).statusCode(200);
            operator()
                    .get(worker("told"))
                    .then()
                    .statusCode(200)
                    .body("result.name", is("told"))
                    .body("result.id", matchesPattern("[0-9a-f]{32}"))
                    .body("result.subdomain.enabled", is(enabled))
                    .body("result.subdomain.previews_enabled", is(false));
        }
        refused(operator().get(worker("none")).then(), 404, 10007);
        refused(as(Door.token(Door.account())).get(worker("told")).then(), 403, 9109);
    }

    private String worker(String rest) {
        return "/client/v4/accounts/%s/workers/workers/%s".formatted(account, rest);
    }

    /** Wrangler says behind the code whether it shall have one; until then it has none, whatever made it first. */
    @Test
    void functionThatIsNewHasNoAddressOfItsOwnUntilItIsAskedFor() {
        upload("young", "").statusCode(200);
        upload(operator(), "post", scripts("waiting/versions"), PLAIN.formatted(""))
                .statusCode(200);
        for (String script : List.of("young", "waiting")) {
            operator().get(scripts(script + "/subdomain")).then().body("result.enabled", is(false));
            subdomain(script, true).body("result.enabled", is(true));
            upload(script, "").statusCode(200);
            operator().get(scripts(script + "/subdomain")).then().body("result.enabled", is(true));
        }
    }

    private ValidatableResponse subdomain(String script, boolean enabled) {
        return operator()
                .contentType(ContentType.JSON)
                .body("{\"enabled\":%s}".formatted(enabled))
                .post(scripts(script + "/subdomain"))
                .then();
    }

    @Test
    void schedulesMustBeNone() {
        upload("timed", "").statusCode(200);
        var json = operator().contentType(ContentType.JSON);
        json.body("[]").put(scripts("timed/schedules")).then().statusCode(200).body("result.schedules", empty());
        refused(
                        operator()
                                .contentType(ContentType.JSON)
                                .body("[{\"cron\":\"* * * * *\"}]")
                                .put(scripts("timed/schedules"))
                                .then(),
                        400,
                        10501)
                .body("errors[0].message", containsString("cron triggers"));
    }

    @Test
    void unknownScriptsAndServicesHaveTheNumbersThatWranglerKnows() {
        refused(
                operator()
                        .get("/client/v4/accounts/%s/workers/services/none".formatted(account))
                        .then(),
                404,
                10090);
        for (String path : List.of("none/settings", "none/deployments", "none/versions", "none/secrets"))
            refused(operator().get(scripts(path)).then(), 404, 10007);
    }

    @Test
    void tailsHaveABoundAndEndWhenTheyAreClosed() {
        upload("watched", "").statusCode(200);
        List<String> ids = IntStream.range(0, 20)
                .mapToObj(i -> tail("watched", "[]")
                        .statusCode(200)
                        .body("result.url", startsWith("wss://api.front.example/client/v4/tails/"))
                        .body("result.expires_at", notNullValue())
                        .extract()
                        .<String>path("result.id"))
                .toList();
        refused(tail("watched", "[]"), 429, 10013);
        operator().get(scripts("watched/tails")).then().body("result", hasSize(20));
        String stranger = Door.token(Door.account());
        refused(as(stranger).delete(scripts("watched/tails/" + ids.getFirst())).then(), 403, 9109);
        for (String id : ids)
            operator().delete(scripts("watched/tails/" + id)).then().statusCode(200);
        operator().get(scripts("watched/tails")).then().body("result", empty());
        refused(given().get("/client/v4/tails/" + ids.getFirst()).then(), 404, 7003);
    }

    @Test
    void tailSpeaksItsProtocolToOneReader() {
        upload("read", "").statusCode(200);
        String told = tail("read", "[]").statusCode(200).extract().path("result.url");
        String url = "ws://127.0.0.1:%d%s"
                .formatted(RestAssured.port, URI.create(told).getPath());
        HttpClient http = HttpClient.newHttpClient();
        WebSocket reader = http.newWebSocketBuilder()
                .subprotocols("trace-v1")
                .buildAsync(URI.create(url), new WebSocket.Listener() {})
                .join();
        assertThat(reader.getSubprotocol()).isEqualTo("trace-v1");
        assertThat(http.newWebSocketBuilder()
                        .subprotocols("trace-v1")
                        .buildAsync(URI.create(url), new WebSocket.Listener() {}))
                .failsWithin(java.time.Duration.ofSeconds(20));
        reader.abort();
    }

    @Test
    void filtersThatAreNotKnownAreRefused() {
        upload("filtered", "").statusCode(200);
        refused(tail("filtered", "[{\"colour\":\"blue\"}]"), 400, 10501)
                .body("errors[0].message", containsString("colour"));
        refused(tail("none", "[]"), 404, 10007);
    }

    private String scripts(String rest) {
        return "/client/v4/accounts/%s/workers/scripts/%s".formatted(account, rest);
    }

    private ValidatableResponse upload(String script, String more) {
        return upload(operator(), "put", scripts(script), PLAIN.formatted(more));
    }

    private static ValidatableResponse upload(RequestSpecification as, String method, String path, String metadata) {
        return as.multiPart("metadata", "metadata", metadata.getBytes(), "application/json")
                .multiPart("index.js", "index.js", Door.HELLO.getBytes(), "application/javascript+module")
                .request(method, path)
                .then();
    }

    private ValidatableResponse deploy(String script, String versions) {
        return operator()
                .contentType(ContentType.JSON)
                .body("{\"strategy\":\"percentage\",\"versions\":[%s],\"annotations\":{\"workers/message\":\"why\"}}"
                        .formatted(versions))
                .post(scripts(script + "/deployments"))
                .then();
    }

    private static String all(String version) {
        return share(version, "100");
    }

    private static String shares(String one, String its, String other, String others) {
        return share(one, its) + "," + share(other, others);
    }

    private static String share(String version, String percentage) {
        return "{\"version_id\":\"%s\",\"percentage\":%s}".formatted(version, percentage);
    }

    /** A version that does not answer yet. */
    private String waiting(String script) {
        return upload(operator(), "post", scripts(script + "/versions"), PLAIN.formatted(""))
                .statusCode(200)
                .extract()
                .path("result.id");
    }

    private ValidatableResponse rollouts(String function) {
        return operator()
                .get("/v1/accounts/%s/functions/%s/rollouts".formatted(account, function))
                .then()
                .statusCode(200);
    }

    private ValidatableResponse bulk(String script, String bindings) {
        return operator()
                .multiPart("settings", "{\"bindings\":[%s]}".formatted(bindings))
                .patch(scripts(script + "/settings"))
                .then();
    }

    private ValidatableResponse tail(String script, String filters) {
        return operator()
                .body("{\"filters\":%s}".formatted(filters))
                .post(scripts(script + "/tails"))
                .then();
    }

    private static ValidatableResponse refused(ValidatableResponse answer, int status, int code) {
        return answer.statusCode(status)
                .contentType(ContentType.JSON)
                .body("success", is(false))
                .body("errors", hasSize(1))
                .body("errors[0].code", is(code))
                .body("result", nullValue());
    }
}
