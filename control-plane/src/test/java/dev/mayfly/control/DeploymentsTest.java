package dev.mayfly.control;

import static dev.mayfly.control.Door.form;
import static dev.mayfly.control.Door.hello;
import static dev.mayfly.control.Door.operator;
import static dev.mayfly.control.Door.platform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.mayfly.bindings.deployments.Deployments;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What routers are told, and when. */
@QuarkusTest
class DeploymentsTest {
    @Inject
    @RedisClientName("control")
    RedisDataSource redis;

    @Inject
    @DataSource("control")
    AgroalDataSource database;

    private String account;

    @BeforeEach
    void newAccount() {
        account = Door.account();
    }

    @Test
    void deploymentHoldsAllThatARouterNeeds() {
        String metadata =
                "{\"mainModule\":\"index.js\",\"vars\":{\"A\":{\"b\":[1]}},\"bindings\":[{\"name\":\"LOG\",\"type\":\"invocations\"}],"
                        + "\"egress\":{\"mode\":\"none\",\"allow\":[\"10.0.0.0/8\"]},\"routes\":[{\"pattern\":\""
                        + account + ".deploy.test/*\"}]}";
        form(metadata).module("index.js", Door.HELLO).put(account, "hello").statusCode(200);
        secret("hello", "KEY", "open sesame").statusCode(204);
        long since = revision() - 2;
        changes(since)
                .body("full", is(false))
                .body("deployed", hasSize(1))
                .body("deployed[0].account", is(account))
                .body("deployed[0].trust", is("newcomers"))
                .body("deployed[0].vars.A.b", contains(1))
                .body("deployed[0].secrets.KEY", is("open sesame"))
                .body("deployed[0].bindings[0].type", is("invocations"))
                .body("deployed[0].egress.allow", contains("10.0.0.0/8"))
                .body("deployed[0].routes", contains(account + ".deploy.test/*"));
    }

    @Test
    void deletionIsToldAlsoWhenAVersionOfTheSameNameWaits() {
        hello().put(account, "again").statusCode(200);
        long before = revision();
        operator()
                .delete("/v1/accounts/%s/functions/again".formatted(account))
                .then()
                .statusCode(204);
        String waiting = operator()
                .contentType(ContentType.JSON)
                .body(
                        "{\"metadata\":{\"mainModule\":\"index.js\"},\"modules\":[{\"name\":\"index.js\",\"kind\":\"esm\",\"content\":\"%s\"}]}"
                                .formatted(java.util.Base64.getEncoder().encodeToString(Door.HELLO.getBytes())))
                .post("/v1/accounts/%s/functions/again/uploads".formatted(account))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        changes(before).body("removed.function", contains("again")).body("deployed", empty());
        operator()
                .post("/v1/accounts/%s/functions/again/versions/%s/activate".formatted(account, waiting))
                .then()
                .statusCode(200);
        changes(before).body("removed", empty()).body("deployed.function", contains("again"));
    }

    @Test
    void accountWhoseCapsWereSetIsNamedUntilItIsHeardOf() {
        long before = revision();
        operator()
                .contentType(ContentType.JSON)
                .body("{\"requestsPerDay\":5}")
                .put("/v1/accounts/%s/caps".formatted(account))
                .then()
                .statusCode(200);
        changes(before)
                .body("revision", is((int) before + 1))
                .body("capped", contains(account))
                .body("deployed", empty());
        changes(before + 1).body("capped", empty());
    }

    @Test
    void everyKindOfChangeTakesOneRevision() {
        String first = hello().put(account, "hello").extract().path("id");
        hello().put(account, "hello").statusCode(200);
        long before = revision();
        List<Runnable> kinds = List.of(
                () -> operator()
                        .post(path("hello/versions/" + first + "/activate"))
                        .then()
                        .statusCode(200),
                () -> secret("hello", "KEY", "x").statusCode(204),
                () -> operator().delete(path("hello/secrets/KEY")).then().statusCode(204),
                () -> operator()
                        .contentType(ContentType.JSON)
                        .body("[]")
                        .put(path("hello/routes"))
                        .then()
                        .statusCode(200),
                () -> trust("own"),
                () -> operator().delete(path("hello")).then().statusCode(204));
        for (int i = 0; i < kinds.size(); i++) {
            kinds.get(i).run();
            assertThat(revision()).as("after change %d", i).isEqualTo(before + i + 1);
        }
    }

    @Test
    void whatMakesNoDifferenceTakesNoRevision() {
        String id = hello().put(account, "hello").extract().path("id");
        long before = revision();
        operator().post(path("hello/versions/" + id + "/activate")).then().statusCode(200);
        trust("newcomers");
        form("{\"mainModule\":\"lost.js\"}")
                .module("index.js", Door.HELLO)
                .put(account, "hello")
                .statusCode(422);
        operator().delete(path("nothing")).then().statusCode(404);
        Door.token(account);
        assertThat(revision()).isEqualTo(before);
    }

    @Test
    void changedTrustReachesRouters() {
        hello().put(account, "one").statusCode(200);
        hello().put(account, "two").statusCode(200);
        long before = revision();
        trust("own");
        changes(before)
                .body("deployed.trust", contains("own", "own"))
                .body("deployed.function", contains("one", "two"));
    }

    @Test
    void deletedFunctionsAreToldAndSomeTimeForgotten() {
        for (int i = 0; i < 4; i++) hello().put(account, "f" + i).statusCode(200);
        long before = revision();
        operator().delete(path("f0")).then().statusCode(204);
        changes(before)
                .body("full", is(false))
                .body("removed.function", contains("f0"))
                .body("deployed", empty());
        for (int i = 1; i < 4; i++) operator().delete(path("f" + i)).then().statusCode(204);
        changes(before).body("full", is(true)).body("removed", empty());
        changes(before + 1).body("full", is(false)).body("removed.function", contains("f1", "f2", "f3"));
    }

    @Test
    void functionThatComesBackIsNotRemoved() {
        hello().put(account, "phoenix").statusCode(200);
        long before = revision();
        operator().delete(path("phoenix")).then().statusCode(204);
        hello().put(account, "phoenix").statusCode(200);
        changes(before).body("removed", empty()).body("deployed.function", contains("phoenix"));
    }

    @Test
    void revisionThatNeverWasGetsEverything() {
        long now = revision();
        changes(now + 1).body("full", is(true)).body("revision", is((int) now));
        changes(-1).body("full", is(true));
        changes(0).body("full", is(true));
        platform().get("/v1/platform/deployments?since=new").then().statusCode(400);
    }

    @Test
    void changesArePublished() throws InterruptedException {
        var heard = new LinkedBlockingQueue<String>();
        var subscriber = redis.pubsub(String.class).subscribe(Deployments.CHANNEL, heard::add);
        try {
            hello().put(account, "hello").statusCode(200);
            String wanted = revision() + " deployments";
            String last = "";
            while (!last.equals(wanted)) {
                last = heard.poll(20, TimeUnit.SECONDS);
                assertThat(last).as("'%s' on the channel", wanted).isNotNull();
            }
        } finally {
            subscriber.unsubscribe(Deployments.CHANNEL);
        }
    }

    @Test
    void twentyDeploysAtOnceAllSucceedOneAfterTheOther() throws Exception {
        long before = revision();
        List<Callable<String>> deploys = IntStream.range(0, 20)
                .<Callable<String>>mapToObj(i -> () -> put("crowd", "// " + i))
                .toList();
        List<String> ids = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            for (Future<String> done : threads.invokeAll(deploys)) ids.add(done.get());
        }
        assertThat(ids).doesNotHaveDuplicates().hasSize(20);
        assertThat(revision()).isEqualTo(before + 20);
        operator()
                .get(path("crowd/versions"))
                .then()
                .body(
                        "findAll { it.state == 'active' }.id",
                        contains(ids.stream().max(String::compareTo).orElseThrow()));
    }

    @Test
    void readersSeeRevisionsWithoutGaps() throws Exception {
        hello().put(account, "f0").statusCode(200);
        long before = revision();
        List<Long> seen = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> deploys = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> put("f" + i % 5, "// " + i)))
                    .toList();
            long since = before;
            while (since < before + 20) {
                var answer = changes(since).extract();
                long now = ((Number) answer.path("revision")).longValue();
                if (now > since)
                    assertThat(answer.<List<?>>path("deployed")).isNotEmpty().hasSizeLessThanOrEqualTo((int)
                            (now - since));
                LongStream.rangeClosed(since + 1, now).forEach(seen::add);
                since = now;
                if (deploys.stream().allMatch(Future::isDone) && since < before + 20)
                    for (Future<String> done : deploys) done.get();
            }
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(before + 1, before + 20).boxed().toList());
    }

    @Test
    void changeThatFindsTheLockHeldGivesUpInTime() throws SQLException {
        hello().put(account, "hello").statusCode(200);
        long before = revision();
        try (var holder = database.getConnection();
                var lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("select number from control.revision for update");
            secret("hello", "KEY", "x").statusCode(503).body("code", is("unavailable"));
            changes(before).body("deployed", empty());
            holder.rollback();
        }
        secret("hello", "KEY", "x").statusCode(204);
        assertThat(revision()).isEqualTo(before + 1);
    }

    @Test
    void secretThatDoesNotOpenHoldsUpItsFunctionAlone() throws SQLException {
        long before = revision();
        hello().put(account, "damaged").statusCode(200);
        secret("damaged", "KEY", "x").statusCode(204);
        hello().put(account, "sound").statusCode(200);
        try (var connection = database.getConnection();
                var change = connection.prepareStatement("update control.secret set sealed = nonce where id = ?")) {
            change.setString(1, account + "/damaged/KEY");
            assertThat(change.executeUpdate()).isOne();
        }
        changes(before).body("deployed.function", contains("sound"));
    }

    @Test
    void namesThatThereCannotBeAreNotFound() {
        hello().put(account, "hello").statusCode(200);
        String base = "http://localhost:" + RestAssured.port;
        for (String path : List.of("/functions/hello/versions/%00/activate"))
            operator()
                    .urlEncodingEnabled(false)
                    .post(base + "/v1/accounts/" + account + path)
                    .then()
                    .statusCode(404);
        for (String path : List.of("/functions/hello/secrets/%00", "/tokens/%00"))
            operator()
                    .urlEncodingEnabled(false)
                    .delete(base + "/v1/accounts/" + account + path)
                    .then()
                    .statusCode(404);
        platform()
                .urlEncodingEnabled(false)
                .get(base + "/v1/platform/deployments/bundles/%00")
                .then()
                .statusCode(404);
        operator()
                .contentType(ContentType.JSON)
                .body("[null]")
                .put(path("hello/routes"))
                .then()
                .statusCode(400);
        form("{\"mainModule\":\"index.js\",\"message\":\"\\u0000\"}")
                .module("index.js", Door.HELLO)
                .put(account, "hello")
                .statusCode(422);
    }

    @Test
    void onlyThePlatformIsTold() {
        String owner = Door.token(account);
        Door.as(owner).get("/v1/platform/deployments").then().statusCode(403);
        operator().get("/v1/platform/deployments").then().statusCode(403);
        Door.as(Backends.PLATFORM)
                .get("/v1/platform/deployments")
                .then()
                .statusCode(200)
                .body("revision", greaterThan(0));
    }

    private String put(String name, String comment) {
        Door.Form form = form("{\"mainModule\":\"index.js\"}").module("index.js", Door.HELLO + comment);
        ValidatableResponse answer = form.put(account, name);
        while (answer.extract().statusCode() == 503) answer = form.put(account, name);
        return answer.statusCode(200).extract().path("id");
    }

    private ValidatableResponse secret(String name, String secret, String value) {
        return operator()
                .contentType(ContentType.JSON)
                .body("{\"value\":\"%s\"}".formatted(value))
                .put(path(name + "/secrets/" + secret))
                .then();
    }

    private void trust(String trust) {
        operator()
                .contentType(ContentType.JSON)
                .body("{\"trust\":\"%s\"}".formatted(trust))
                .put("/v1/accounts/" + account)
                .then()
                .statusCode(200);
    }

    private static long revision() {
        return ((Number) platform()
                        .get("/v1/platform/deployments?since=1000000000")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("revision"))
                .longValue();
    }

    private static ValidatableResponse changes(long since) {
        return platform().get("/v1/platform/deployments?since=" + since).then().statusCode(200);
    }

    private String path(String rest) {
        return "/v1/accounts/%s/functions/%s".formatted(account, rest);
    }
}
