package dev.mayfly.control;

import static dev.mayfly.control.Door.operator;
import static dev.mayfly.control.Door.platform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.mayfly.bindings.rollouts.RolloutReports;
import dev.mayfly.control.functions.RolloutKeeper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a rollout by what routers counted. */
@QuarkusTest
class RolloutReportsTest {
    private static final Duration STEP = Duration.ofMinutes(1);

    @Inject
    RolloutKeeper keeper;

    private final Instant now = Instant.now();
    private final long window = RolloutReports.window(now);
    private String account;
    private String stable;
    private String next;

    @BeforeEach
    void twoVersions() {
        account = Door.account();
        stable = Door.hello().put(account, "hello").statusCode(200).extract().path("id");
        next = Door.hello()
                .keep()
                .put(account, "hello")
                .statusCode(200)
                .body("state", is("inactive"))
                .extract()
                .path("id");
    }

    @Test
    void badVersionIsTakenBackWithTheFigures() {
        String rollout = rollOut("\"percentage\":10");
        report("one", counted(rollout, window, 450, 0, 50, 3));
        latest().body("state", is("rolledBack"))
                .body("endedBy", is("automatic"))
                .body("reason", containsString("3 of 50"))
                .body("figures.candidate.errors", is(3))
                .body("figures.stable.requests", is(450));
        split().body("versions.version", is(List.of(stable)));
        deployed().body("candidate", nullValue()).body("version", is(stable));
    }

    @Test
    void countsOfAllRoutersAndTheLastTwoWindowsAreOne() {
        String rollout = rollOut("\"percentage\":10");
        report("one", counted(rollout, window, 200, 0, 25, 1));
        report("two", counted(rollout, window, 200, 0, 24, 1));
        latest().body("state", is("running")).body("figures.candidate.requests", is(49));
        report("two", counted(rollout, window - 1, 50, 0, 1, 1));
        latest().body("state", is("rolledBack")).body("reason", containsString("3 of 50"));
    }

    @Test
    void reportThatComesTwiceOrLateCountsOnce() {
        String rollout = rollOut("\"percentage\":10");
        for (int i = 0; i < 3; i++) report("one", counted(rollout, window, 400, 1, 30, 3));
        report("one", counted(rollout, window, 300, 0, 20, 2));
        latest().body("state", is("running"))
                .body("figures.candidate.requests", is(30))
                .body("figures.candidate.errors", is(3))
                .body("figures.stable.requests", is(400));
    }

    @Test
    void windowsThatArePastSayNothing() {
        String rollout = rollOut("\"percentage\":10");
        report("one", counted(rollout, window - 3, 450, 0, 500, 500));
        report("one", counted(rollout, window + 3, 450, 0, 500, 500));
        latest().body("state", is("running")).body("figures.candidate.requests", is(0));
    }

    @Test
    void decisionIsTakenOnce() {
        String rollout = rollOut("\"percentage\":10");
        report("one", counted(rollout, window, 450, 0, 50, 3));
        long revision = revision();
        report("one", counted(rollout, window, 9000, 0, 1000, 500));
        report("two", counted(rollout, window, 9000, 0, 1000, 500));
        assertThat(revision()).isEqualTo(revision);
        latest().body("reason", containsString("3 of 50"));
    }

    @Test
    void withoutTheRuleABadVersionStays() {
        String rollout = rollOut("\"percentage\":10,\"automaticRollback\":{\"mode\":\"off\"}");
        report("one", counted(rollout, window, 450, 0, 500, 500));
        latest().body("state", is("running")).body("figures.candidate.errors", is(500));
    }

    @Test
    void goodVersionGoesToAllByItself() {
        String rollout = rollOut("\"steps\":[1,10,100],\"stepSeconds\":60");
        report("one", counted(rollout, window, 5000, 5, 50, 0));
        advance(STEP.minusSeconds(30));
        latest().body("percentage", is(1));
        advance(STEP);
        latest().body("percentage", is(10));
        advance(STEP);
        latest().body("percentage", is(10));
        advance(STEP.multipliedBy(2));
        latest().body("state", is("completed")).body("endedBy", is("automatic"));
        split().body("versions.version", is(List.of(next)));
    }

    @Test
    void versionThatNobodyTriedTakesNoStep() {
        String rollout = rollOut("\"steps\":[1,10],\"stepSeconds\":60");
        report("one", counted(rollout, window, 5000, 5, 49, 0));
        advance(STEP);
        latest().body("percentage", is(1));
        report("one", counted(rollout, window, 5000, 5, 50, 0));
        advance(STEP.plusSeconds(10));
        latest().body("percentage", is(10)).body("state", is("running"));
    }

    @Test
    void withoutTheRuleStepsGoByTimeAlone() {
        rollOut("\"steps\":[1,10],\"stepSeconds\":60,\"automaticRollback\":{\"mode\":\"off\"}");
        advance(STEP);
        latest().body("percentage", is(10));
    }

    @Test
    void routersAreToldOfBothVersions() {
        String rollout = rollOut("\"percentage\":12.5,\"stickyBy\":\"header:X-User\"");
        deployed()
                .body("version", is(stable))
                .body("candidate.version", is(next))
                .body("candidate.rollout", is(rollout))
                .body("candidate.share", is(1250))
                .body("candidate.stickyBy", is("header:x-user"));
    }

    @Test
    void everyMoveTakesOneRevision() {
        long before = revision();
        rollOut("\"percentage\":1");
        assertThat(revision()).isEqualTo(before + 1);
        rollOut("\"percentage\":2");
        assertThat(revision()).isEqualTo(before + 2);
        operator().post(path("rollback")).then().statusCode(200);
        assertThat(revision()).isEqualTo(before + 3);
    }

    @Test
    void secretMustNotClashWithTheCandidate() {
        String clashing = Door.form("{\"mainModule\":\"index.js\",\"vars\":{\"KEY\":\"1\"}}")
                .module("index.js", Door.HELLO)
                .keep()
                .put(account, "hello")
                .statusCode(200)
                .extract()
                .path("id");
        rollOut(clashing, "\"percentage\":1").statusCode(200);
        operator()
                .contentType(ContentType.JSON)
                .body("{\"value\":\"x\"}")
                .put(path("secrets/KEY"))
                .then()
                .statusCode(409);
    }

    @Test
    void versionsThatAreNeededAreNotPruned() {
        rollOut("\"percentage\":1");
        for (int i = 0; i < 6; i++) Door.hello().keep().put(account, "hello").statusCode(200);
        operator()
                .get(path("versions"))
                .then()
                .body("", hasSize(5))
                .body("find { it.id == '%s' }.state".formatted(next), is("inactive"))
                .body("find { it.id == '%s' }.state".formatted(stable), is("active"));
    }

    @Test
    void historyIsBounded() {
        for (int i = 0; i < 5; i++) {
            rollOut("\"percentage\":1");
            operator().post(path("rollback")).then().statusCode(200);
        }
        operator().get(path("rollouts")).then().body("", hasSize(3));
    }

    @Test
    void reportsAreThePlatformsAlone() {
        String body = "{\"router\":\"one\",\"counts\":[]}";
        for (var door : List.of(operator(), Door.as(Door.token(account))))
            door.contentType(ContentType.JSON)
                    .body(body)
                    .post("/v1/platform/rollouts")
                    .then()
                    .statusCode(403);
        reported(body).statusCode(204);
    }

    @Test
    void reportsAreBounded() {
        String counts = IntStream.rangeClosed(0, RolloutReports.COUNTS_MAX)
                .mapToObj(i -> counted("r" + i, window, 1, 0, 1, 0))
                .collect(Collectors.joining(","));
        reported("{\"router\":\"one\",\"counts\":[%s]}".formatted(counts)).statusCode(400);
        reported("{\"router\":\"one\",\"counts\":[%s]}".formatted(counted("nothing", window, 1, 0, 1, 0)))
                .statusCode(204);
    }

    @Test
    void keysThatAreNotKnownAreRefused() {
        rollOut(next, "\"percentage\":1,\"percent\":2").statusCode(400).body("detail", containsString("percent"));
        rollOut(next, "\"percentage\":\"1\"").statusCode(400);
        operator()
                .contentType(ContentType.JSON)
                .body("{}")
                .put(path("?activate=perhaps"))
                .then()
                .statusCode(415);
        Door.hello().query("activate", "perhaps").put(account, "hello").statusCode(400);
    }

    private String rollOut(String rest) {
        return rollOut(next, rest).statusCode(200).extract().path("id");
    }

    private ValidatableResponse rollOut(String version, String rest) {
        return operator()
                .contentType(ContentType.JSON)
                .body("{\"version\":\"%s\",%s}".formatted(version, rest))
                .post(path("rollouts"))
                .then();
    }

    private void report(String router, String counted) {
        reported("{\"router\":\"%s\",\"counts\":[%s]}".formatted(router + account, counted))
                .statusCode(204);
    }

    private static ValidatableResponse reported(String body) {
        return platform()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/platform/rollouts")
                .then();
    }

    private static String counted(
            String rollout, long window, int requests, int errors, int candidateRequests, int candidateErrors) {
        return "{\"rollout\":\"%s\",\"window\":%d,\"stable\":{\"requests\":%d,\"errors\":%d},\"candidate\":{\"requests\":%d,\"errors\":%d}}"
                .formatted(rollout, window, requests, errors, candidateRequests, candidateErrors);
    }

    private void advance(Duration sinceStart) {
        keeper.advance(now.plus(sinceStart).plusSeconds(5)).await().atMost(Duration.ofSeconds(30));
    }

    private ValidatableResponse latest() {
        return operator().get(path("rollouts")).then().statusCode(200).rootPath("[0]");
    }

    private ValidatableResponse split() {
        return operator().get(path("deployment")).then().statusCode(200);
    }

    private ValidatableResponse deployed() {
        return platform()
                .get("/v1/platform/deployments?since=0")
                .then()
                .statusCode(200)
                .rootPath("deployed.find { it.account == '%s' }".formatted(account));
    }

    private static long revision() {
        return ((Number) platform()
                        .get("/v1/platform/deployments?since=1000000000")
                        .then()
                        .extract()
                        .path("revision"))
                .longValue();
    }

    private String path(String rest) {
        return "/v1/accounts/%s/functions/hello/%s".formatted(account, rest);
    }
}
