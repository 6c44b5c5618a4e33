package dev.mayfly.control;

import static dev.mayfly.control.Door.operator;
import static dev.mayfly.control.Door.platform;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.mayfly.bindings.deployments.Deployments.Candidate;
import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.rollouts.RolloutReports;
import dev.mayfly.control.deployments.StoredDeployments;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts for whoever did some work. */
@QuarkusTest
class TemporaryAccountsTest {
    @Inject
    @DataSource("control")
    AgroalDataSource database;

    @Inject
    StoredDeployments deployments;

    /** Each begins with none, and leaves none to other tests. */
    @BeforeEach
    @AfterEach
    void allEnd() throws SQLException {
        end("update control.temporary_account set expires_at = now()");
        Eventually.eventually(() -> count("select count(*) from control.temporary_account") == 0);
    }

    @Test
    void workGivesAnAccountForAnHour() {
        Newcomer newcomer = Newcomer.arrives();
        assertThat(newcomer.token()).startsWith("mftt_1");
        assertThat(newcomer.claim()).startsWith("mfct_1");
        assertThat(Duration.between(Instant.now(), Instant.parse(newcomer.expiresAt())))
                .isBetween(Duration.ofMinutes(55), Duration.ofMinutes(60));
        Door.as(newcomer.token())
                .get("/v1/accounts/" + newcomer.account())
                .then()
                .statusCode(200)
                .body("trust", is("newcomers"));
        Door.hello().as(newcomer.token()).put(newcomer.account(), "hello").statusCode(200);
    }

    /** Wrangler's {@code --temporary}: the same work under other names. */
    @Test
    void workOfWranglerGivesAnAccountToo() {
        Map<String, Object> challenge =
                preview("/challenge", Map.of()).statusCode(200).extract().path("result");
        byte[] work = Newcomer.solved(
                Map.of("seed", challenge.get("seed"), "segments", challenge.get("k"), "steps", challenge.get("g")));
        Map<String, Object> solution = Map.of("checkpoints", Base64.getEncoder().encodeToString(work));
        Map<String, Object> asked = Map.of(
                "acceptTermsOfService", "yes", "challengeToken", challenge.get("challengeToken"), "solution", solution);
        var given = preview("", asked).statusCode(200).body("success", is(true)).extract();
        String token = given.path("result.account.apiToken");
        assertThat(given.<String>path("result.claim.url"))
                .isEqualTo("mayfly claim %s --account <yours>".formatted(given.<String>path("result.claim.token")));
        Door.as(token)
                .get("/client/v4/accounts/" + given.path("result.account.id"))
                .then()
                .statusCode(200)
                .body("result.name", is(given.<String>path("result.account.name")));
        preview("", asked).statusCode(409).body("success", is(false));
    }

    @Test
    void workOfWranglerThatWasNotDoneGivesNothing() {
        Map<String, Object> challenge =
                preview("/challenge", Map.of()).statusCode(200).extract().path("result");
        preview("", Map.of()).statusCode(400).body("errors[0].message", containsString("are needed"));
        preview(
                        "",
                        Map.of(
                                "challengeToken",
                                challenge.get("challengeToken"),
                                "solution",
                                Map.of("checkpoints", "AAAA")))
                .statusCode(400)
                .body("success", is(false));
    }

    private static ValidatableResponse preview(String call, Map<String, Object> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/client/v4/provisioning/previews" + call)
                .then();
    }

    @Test
    void tokenReachesNothingThatLastsLonger() {
        Newcomer newcomer = Newcomer.arrives();
        String own = "/v1/accounts/" + newcomer.account();
        Door.as(newcomer.token()).get("/v1/accounts/" + Door.account()).then().statusCode(403);
        Door.as(newcomer.token()).get("/v1/accounts").then().statusCode(403);
        Door.as(newcomer.token())
                .contentType(ContentType.JSON)
                .body("{\"name\":\"more\",\"rights\":[\"functions:read\"]}")
                .post(own + "/tokens")
                .then()
                .statusCode(403);
        Door.hello().as(newcomer.token()).put(newcomer.account(), "hello").statusCode(200);
        Door.as(newcomer.token())
                .contentType(ContentType.JSON)
                .body("[]")
                .put(own + "/functions/hello/routes")
                .then()
                .statusCode(403);
    }

    @Test
    void solutionIsGoodOnce() {
        Map<String, Object> challenge = Newcomer.challenge();
        byte[] solved = Newcomer.solved(challenge);
        Newcomer.send(challenge, solved).statusCode(200);
        Newcomer.send(challenge, solved).statusCode(409);
    }

    @Test
    void workThatWasNotDoneIsRefused() {
        Map<String, Object> challenge = Newcomer.challenge();
        byte[] solved = Newcomer.solved(challenge);
        byte[] half = solved.clone();
        for (int i = half.length / 2; i < half.length; i++) half[i] = 0;
        for (byte[] odd : List.of(new byte[0], half, new byte[solved.length], new byte[solved.length + 32]))
            Newcomer.send(challenge, odd).statusCode(400).body("code", is("work-not-done"));
        Newcomer.send(Newcomer.challenge(), solved).statusCode(400).body("code", is("work-not-done"));
        Newcomer.send(challenge, solved).statusCode(200);
    }

    @Test
    void challengeThatNobodySignedIsRefused() {
        Map<String, Object> challenge = Newcomer.challenge();
        String text = (String) challenge.get("challenge");
        char last = text.charAt(50) == 'A' ? 'B' : 'A';
        for (String odd : List.of("", "x", "!", text + "A", text.substring(0, 50) + last + text.substring(51)))
            Newcomer.send(Map.of("challenge", odd), Newcomer.solved(challenge))
                    .statusCode(400)
                    .body("code", is("invalid-challenge"));
    }

    @Test
    void oneAddressHasOnlySoMany() {
        for (int i = 0; i < 5; i++) Newcomer.arrives();
        Map<String, Object> challenge = Newcomer.challenge();
        Newcomer.send(challenge, Newcomer.solved(challenge))
                .statusCode(429)
                .body("code", is("limit-temporary-accounts"))
                .body("detail", startsWith("your address has 5"));
    }

    @Test
    void thereAreOnlySoManyInAll() throws SQLException {
        for (int i = 0; i < 4; i++) Newcomer.arrives();
        end("update control.temporary_account set address = '192.0.2.1'");
        for (int i = 0; i < 4; i++) Newcomer.arrives();
        Map<String, Object> challenge = Newcomer.challenge();
        Newcomer.send(challenge, Newcomer.solved(challenge)).statusCode(429).body("detail", startsWith("there are 8"));
    }

    @Test
    void itEndsWithAllThatItHas() throws SQLException {
        Newcomer newcomer = Newcomer.arrives();
        Door.hello().as(newcomer.token()).put(newcomer.account(), "hello").statusCode(200);
        end("update control.temporary_account set expires_at = now()");
        Eventually.eventually(
                () -> operator().get("/v1/accounts/" + newcomer.account()).statusCode() == 404);
        for (String table : List.of("function", "token"))
            assertThat(count("select count(*) from control.%s where account = '%s'"
                            .formatted(table, newcomer.account())))
                    .as(table)
                    .isZero();
        claim(Door.account(), newcomer).statusCode(404);
        assertThat(changes(0)).noneMatch(deployment -> deployment.account().equals(newcomer.account()));
    }

    @Test
    void itsFunctionsAreFewAndHeldToLess() {
        Newcomer newcomer = Newcomer.arrives();
        String metadata =
                "{\"mainModule\":\"index.js\",\"limits\":{\"cpuMs\":300000},\"egress\":{\"allow\":[\"127.0.0.1:9\"]}}";
        for (int i = 0; i < 5; i++)
            Door.form(metadata)
                    .module("index.js", Door.HELLO)
                    .as(newcomer.token())
                    .put(newcomer.account(), "f" + i)
                    .statusCode(200);
        Door.hello().as(newcomer.token()).put(newcomer.account(), "f5").statusCode(429);
        List<Deployment> told = changes(0).stream()
                .filter(deployment -> deployment.account().equals(newcomer.account()))
                .toList();
        assertThat(told).hasSize(5).allSatisfy(deployment -> {
            assertThat(deployment.limits().cpuMs()).isEqualTo(200);
            assertThat(deployment.limits().heapBytes()).isLessThan(Limits.DEFAULT.heapBytes());
            assertThat(deployment.egress().allow()).isEmpty();
        });
    }

    @Test
    void claimedFunctionKeepsItsVersionsAndSecrets() {
        Newcomer newcomer = Newcomer.arrives();
        for (int i = 0; i < 2; i++)
            Door.hello().as(newcomer.token()).put(newcomer.account(), "kept").statusCode(200);
        Door.as(newcomer.token())
                .contentType(ContentType.JSON)
                .body("{\"value\":\"s3cret\"}")
                .put("/v1/accounts/%s/functions/kept/secrets/KEY".formatted(newcomer.account()))
                .then()
                .statusCode(204);
        String account = Door.account();
        claim(account, newcomer)
                .statusCode(200)
                .body("from", is(newcomer.account()))
                .body("functions[0].function", is("kept"));
        operator()
                .get("/v1/accounts/%s/functions/kept/versions".formatted(account))
                .then()
                .body("", hasSize(2))
                .body("[0].state", is("active"));
        operator().get("/v1/accounts/" + newcomer.account()).then().statusCode(404);
        Deployment told = changes(0).stream()
                .filter(deployment -> deployment.account().equals(account))
                .findFirst()
                .orElseThrow();
        assertThat(told.secrets()).containsEntry("KEY", "s3cret");
        assertThat(told.limits()).isEqualTo(Limits.DEFAULT);
        Door.hello().put(account, "kept").statusCode(200);
    }

    @Test
    void claimedFunctionGoesOnWithItsRollout() {
        Newcomer newcomer = Newcomer.arrives();
        String before = versionOf(Door.hello().as(newcomer.token()), newcomer.account());
        String stable = versionOf(Door.hello().as(newcomer.token()), newcomer.account());
        String next = versionOf(Door.hello().keep().as(newcomer.token()), newcomer.account());
        String rollout = Door.as(newcomer.token())
                .contentType(ContentType.JSON)
                .body("{\"version\":\"%s\",\"percentage\":10}".formatted(next))
                .post("/v1/accounts/%s/functions/rolling/rollouts".formatted(newcomer.account()))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        count(rollout, 7);

        String account = Door.account();
        claim(account, newcomer).statusCode(200);
        String function = "/v1/accounts/%s/functions/rolling".formatted(account);
        operator()
                .get(function + "/deployment")
                .then()
                .body("rollout", is(rollout))
                .body("versions.version", contains(stable, next));
        operator().get(function + "/activations").then().body("version", contains(stable, before));
        operator().get(function + "/rollouts").then().body("[0].figures.candidate.requests", is(7));
        Candidate told = changes(0).stream()
                .filter(deployment -> deployment.account().equals(account))
                .findFirst()
                .flatMap(Deployment::candidate)
                .orElseThrow();
        assertThat(told.rollout()).isEqualTo(rollout);
        count(rollout, 9);
        operator().get(function + "/rollouts").then().body("[0].figures.candidate.requests", is(9));

        for (String version : List.of(stable, before))
            operator().post(function + "/rollback").then().statusCode(200).body("versions.version", contains(version));
    }

    @Test
    void usageStaysWithTheAccountThatUsed() throws SQLException {
        Newcomer newcomer = Newcomer.arrives();
        Door.hello().as(newcomer.token()).put(newcomer.account(), "used").statusCode(200);
        end("insert into control.usage_day values ('%s', 'used', %d, 5, 5, 5, 5, 5)"
                .formatted(newcomer.account(), LocalDate.now(ZoneOffset.UTC).toEpochDay()));
        Door.as(newcomer.token())
                .get("/v1/accounts/%s/usage".formatted(newcomer.account()))
                .then()
                .body("total.requests", is(5));
        String account = Door.account();
        claim(account, newcomer).statusCode(200);
        operator()
                .get("/v1/accounts/%s/usage".formatted(account))
                .then()
                .statusCode(200)
                .body("rows", hasSize(0));
        operator()
                .get("/v1/accounts/%s/usage".formatted(newcomer.account()))
                .then()
                .statusCode(404);
    }

    @Test
    void claimMovesAllOrNothing() {
        Newcomer newcomer = Newcomer.arrives();
        for (String name : List.of("a", "taken"))
            Door.hello().as(newcomer.token()).put(newcomer.account(), name).statusCode(200);
        String account = Door.account();
        Door.hello().put(account, "taken").statusCode(200);
        claim(account, newcomer).statusCode(409);
        operator().get("/v1/accounts/%s/functions".formatted(account)).then().body("", hasSize(1));
        operator()
                .get("/v1/accounts/%s/functions".formatted(newcomer.account()))
                .then()
                .body("", hasSize(2));
    }

    @Test
    void temporaryAccountTakesNoOtherOver() {
        Newcomer first = Newcomer.arrives();
        Newcomer second = Newcomer.arrives();
        claim(first.account(), second).statusCode(409);
        Door.as(first.token())
                .contentType(ContentType.JSON)
                .body(Map.of("token", second.claim()))
                .post("/v1/accounts/%s/claims".formatted(first.account()))
                .then()
                .statusCode(403);
    }

    @Test
    void nothingElseAnswersWithoutAToken() {
        given().get("/v1/temporary").then().statusCode(405);
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/temporary")
                .then()
                .statusCode(400);
    }

    private static String versionOf(Door.Form form, String account) {
        return form.put(account, "rolling").statusCode(200).extract().path("id");
    }

    /** A router tells what it counted of the candidate so far. */
    private static void count(String rollout, int requests) {
        platform()
                .contentType(ContentType.JSON)
                .body("""
                        {"router":"edge","counts":[{"rollout":"%s","window":%d,
                         "stable":{"requests":0,"errors":0},"candidate":{"requests":%d,"errors":0}}]}""".formatted(rollout, RolloutReports.window(Instant.now()), requests))
                .post("/v1/platform/rollouts")
                .then()
                .statusCode(204);
    }

    private ValidatableResponse claim(String account, Newcomer newcomer) {
        return operator()
                .contentType(ContentType.JSON)
                .body(Map.of("token", newcomer.claim()))
                .post("/v1/accounts/%s/claims".formatted(account))
                .then();
    }

    private List<Deployment> changes(long since) {
        return Callers.as(new Caller.Platform("test"), () -> deployments.changes(since))
                .await()
                .atMost(Duration.ofSeconds(20))
                .deployed();
    }

    private void end(String update) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(update);
        }
    }

    private long count(String query) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
