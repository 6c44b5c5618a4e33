package dev.mayfly.bindings.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.mayfly.bindings.deployment.Notes.NewNote;
import dev.mayfly.bindings.deployment.Notes.Note;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.FunctionCaller;
import dev.mayfly.bindings.identity.Caller.Platform;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Caller.TokenHolder;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.remote.RemoteContracts;
import io.quarkus.test.QuarkusUnitTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The process that owns a contract: its bean is the resource, and both faces are guarded alike. */
class OwnedContractTest {
    private static final int PORT = Ports.free();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Caller DEMO = new TokenHolder("demo's", new Scope.Accounts(Set.of("demo")));
    private static final Caller OTHER = new TokenHolder("other's", new Scope.Accounts(Set.of("other")));

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(
                    jar -> jar.addClasses(Notes.class, StoredNotes.class, FixedTokens.class, Ports.class, Odd.class))
            .overrideConfigKey("quarkus.http.test-port", String.valueOf(PORT))
            .overrideConfigKey("mayfly.bindings.services.note-service.url", "http://localhost:" + PORT)
            .overrideConfigKey("mayfly.bindings.platform-token", FixedTokens.PLATFORM_TOKEN);

    @Inject
    Notes notes;

    @Inject
    RemoteContracts remotes;

    @Inject
    Vertx vertx;

    // --- over HTTP ---

    @Test
    void rightOnOneFunctionIsForThatFunctionAndThatAlone() {
        String notes = "/v1/accounts/demo/notes";
        as("hello-token").get(notes + "?function=hello").then().statusCode(200);
        as("hello-token").get(notes + "?function=other").then().statusCode(403);
        as("hello-token")
                .get(notes)
                .then()
                .statusCode(403)
                .body("detail", is("hello's may not do this: it takes the right invocations:read"));
        as("hello-token").get(notes + "/one").then().statusCode(403);
        as("hello-token").get("/v1/accounts/other/notes?function=hello").then().statusCode(403);
        as("hello-token").get(notes + "/beside/contract").then().statusCode(403);
    }

    @Test
    void theImplementationIsTheResource() {
        as("demo-token")
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(200)
                .body("caller", is("demo's"))
                .body("text", is("about demo"))
                .body("since", is("2026-01-02T03:04:05Z"))
                .body("thread", is("event-loop"));
    }

    @Test
    void tokenForEverythingReachesEveryAccount() {
        as("root-token")
                .get("/v1/accounts/other/notes/one")
                .then()
                .statusCode(200)
                .body("caller", is("root"));
    }

    @Test
    void foreignAccountIsDenied() {
        as("other-token")
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", is("urn:mayfly:problem:denied"))
                .body("title", is("Not allowed"))
                .body("status", is(403))
                .body("code", is("denied"))
                .body("detail", is("other's may not touch the account demo"))
                .body("errors", nullValue());
    }

    @Test
    void whoShowsNoTokenIsAskedForOne() {
        given().get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer realm=\"mayfly\"")
                .body("code", is("unauthenticated"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer nobodys-token",
                "Bearer ",
                "Bearer",
                "Basic ZGVtbzpkZW1v",
                "demo-token",
                "bearerdemo-token"
            })
    void whatIsNoTokenIsRefused(String header) {
        given().header("Authorization", header)
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(401);
    }

    @Test
    void overlongTokenIsRefused() {
        as("x".repeat(5000)).get("/v1/accounts/demo/notes/one").then().statusCode(401);
    }

    @Test
    void twoTokensAreRefused() {
        given().header("Authorization", "Bearer demo-token", "Bearer root-token")
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(401);
    }

    @Test
    void onlyOperatorsDoWhatIsTheirs() {
        as("demo-token").delete("/v1/accounts/demo/notes").then().statusCode(403);
        as("root-token").delete("/v1/accounts/demo/notes").then().statusCode(204);
        as(FixedTokens.PLATFORM_TOKEN).delete("/v1/accounts/demo/notes").then().statusCode(204);
    }

    @Test
    void onlyThePlatformDoesWhatIsItsOwnBusiness() {
        String keys = "/v1/accounts/demo/notes/secret/keys";
        as("demo-token").delete(keys).then().statusCode(403);
        as("root-token").delete(keys).then().statusCode(403).body("detail", containsString("platform's own"));
        behalf(FixedTokens.PLATFORM_TOKEN, "token root everything")
                .delete(keys)
                .then()
                .statusCode(403);
        as(FixedTokens.PLATFORM_TOKEN).delete(keys).then().statusCode(204);
    }

    @Test
    void serviceSpeaksForACallerAndNoMore() {
        behalf(FixedTokens.PLATFORM_TOKEN, "function demo hello 1")
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(200)
                .body("caller", is("function demo/hello"));
        behalf(FixedTokens.PLATFORM_TOKEN, "function demo hello 1")
                .get("/v1/accounts/other/notes/one")
                .then()
                .statusCode(403);
        behalf(FixedTokens.PLATFORM_TOKEN, "function demo hello 1")
                .delete("/v1/accounts/demo/notes")
                .then()
                .statusCode(403);
        behalf(FixedTokens.PLATFORM_TOKEN, "king of everything")
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(403);
    }

    @Test
    void nobodyElseSpeaksForOthers() {
        behalf("demo-token", "token demo everything")
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(403);
        behalf("root-token", "token root everything")
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Demo",
                "de_mo",
                "-demo",
                "demo-",
                "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddE",
                "d%C3%A9mo",
                "de%2Fmo"
            })
    void accountNamesAreChecked(String account) {
        given().urlEncodingEnabled(false)
                .auth()
                .oauth2("root-token")
                .get("/v1/accounts/" + account + "/notes/one")
                .then()
                .statusCode(400)
                .body("code", is("invalid-name"));
    }

    @Test
    void functionNamesAreCheckedWhenGiven() {
        as("demo-token")
                .get("/v1/accounts/demo/notes?function=No+Name")
                .then()
                .statusCode(400)
                .body("code", is("invalid-name"));
        as("demo-token").get("/v1/accounts/demo/notes").then().statusCode(200);
    }

    @Test
    void parameterThatCannotBeReadIsTheCallersFault() {
        as("demo-token")
                .get("/v1/accounts/demo/notes?limit=many")
                .then()
                .statusCode(400)
                .body("code", is("invalid-parameter"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\": }           | invalid-json",
                "{\"text\": \"a\"       | invalid-json",
                "[]                     | invalid-json",
                "{\"text\":\"a\",\"stars\":\"x\"} | invalid-json",
                "{\"text\":\" \"}       | blank-note"
            })
    void bodyThatCannotBeReadIsTheCallersFault(String body, String code) {
        put(body).statusCode(400).body("code", is(code)).body("detail", not(containsString("dev.mayfly")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"a\",\"star\":5}             | star: there is no key 'star' here; there is stars, text",
                "{\"text\":\"a\",\"stars\":\"5\"}          | stars: this must be a whole number",
                "{\"text\":\"a\",\"stars\":\"\"}           | stars: this must be a whole number",
                "{\"text\":\"a\",\"stars\":1.5}          | stars: this must be a whole number",
                "{\"text\":\"a\",\"stars\":99999999999}  | stars: this must be a whole number that fits",
                "{\"text\":7}                           | text: this must be text",
                "{\"text\":true}                        | text: this must be text",
                "{\"text\":[\"a\"]}                     | text: this must be text",
                "{\"text\":\"a\",\"text\":\"b\"}         | Duplicate field 'text'",
                "{\"text\":\"a\"} {}                    | there is more behind the end",
                "[]                                   | this must be an object"
            })
    void bodyIsTakenAsItStandsOrRefused(String body, String detail) {
        put(body).statusCode(400).body("code", is("invalid-json")).body("detail", containsString(detail));
    }

    @Test
    void bodyThatIsMissingIsTheCallersFault() {
        as("demo-token")
                .contentType(ContentType.JSON)
                .put("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(400)
                .body("code", Matchers.anyOf(is("missing-argument"), is("invalid-json")));
    }

    @Test
    void whatTheBodyLeavesOutIsEmpty() {
        put("{\"text\":\"hi\"}").statusCode(200).body("text", is("hi")).body("stars", nullValue());
        put("{\"text\":\"hi\",\"stars\":5}").statusCode(200).body("stars", is(5));
    }

    @Test
    void whatHttpRefusesHasACodeToo() {
        as("demo-token").get("/v1/nothing/here").then().statusCode(404).body("code", is("not-found"));
        as("demo-token")
                .post("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .body("code", is("method-not-allowed"));
        as("demo-token")
                .contentType("text/csv")
                .body("a,b")
                .put("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(415)
                .body("code", is("unsupported-media-type"));
    }

    @Test
    void defectOfOursTellsNothing() {
        as("demo-token")
                .get("/v1/accounts/demo/notes/broken")
                .then()
                .statusCode(500)
                .body("code", is("broken"))
                .body(not(containsString("secret inside")))
                .body(not(containsString("Exception")));
    }

    @Test
    void badBundleSaysWhere() {
        as("demo-token")
                .get("/v1/accounts/demo/notes/bundle")
                .then()
                .statusCode(422)
                .body("errors[0].file", is("a.js"))
                .body("errors[0].line", is(3))
                .body("errors[0].column", is(7));
    }

    @Test
    void whenToTryAgainStandsInTheHeader() {
        as("demo-token")
                .get("/v1/accounts/demo/notes/limit")
                .then()
                .statusCode(429)
                .header("Retry-After", "7");
        as("demo-token")
                .get("/v1/accounts/demo/notes/unavailable")
                .then()
                .statusCode(503)
                .header("Retry-After", "2");
    }

    @Test
    void methodBesideTheContractIsGuardedToo() {
        given().get("/v1/accounts/demo/notes/beside/contract").then().statusCode(401);
        as("other-token").get("/v1/accounts/demo/notes/beside/contract").then().statusCode(403);
        as("demo-token").get("/v1/accounts/demo/notes/beside/contract").then().statusCode(200);
    }

    @Test
    void resourceThatIsNoContractCallsOnesOnBehalfOfItsClient() {
        given().get("/odd/demo").then().statusCode(401);
        as("other-token").get("/odd/demo").then().statusCode(403);
        as("demo-token").get("/odd/demo").then().statusCode(200).body(is("demo's event-loop"));
        as("demo-token").get("/odd/blocking/demo").then().statusCode(200).body(is("demo's event-loop"));
        as("demo-token").get("/odd/virtual/demo").then().statusCode(200).body(is("demo's event-loop"));
        as("other-token").get("/odd/virtual/demo").then().statusCode(403);
    }

    @Test
    void servicesMayAskWhoseATokenIs() {
        whose(FixedTokens.PLATFORM_TOKEN, "demo-token")
                .statusCode(200)
                .body("name", is("demo's"))
                .body("accounts", is(List.of("demo")));
        whose(FixedTokens.PLATFORM_TOKEN, "root-token")
                .statusCode(200)
                .body("name", is("root"))
                .body("accounts", nullValue());
        whose(FixedTokens.PLATFORM_TOKEN, "nobodys").statusCode(404);
        whose("demo-token", "demo-token").statusCode(403);
    }

    // --- in-process ---

    @Test
    void nobodyIsRefusedInProcessToo() {
        assertThat(problem(notes.note("demo", "one"))).isInstanceOf(Problem.Unauthenticated.class);
    }

    @Test
    void foreignAccountIsDeniedInProcessToo() {
        Problem denied = problem(Callers.as(OTHER, () -> notes.note("demo", "one")));
        assertThat(denied).isInstanceOf(Problem.Denied.class).hasMessage("other's may not touch the account demo");
        assertThat(problem(Callers.as(function("other"), () -> notes.note("demo", "one"))))
                .isInstanceOf(Problem.Denied.class);
        assertThat(problem(Callers.as(function("demo"), () -> notes.forgetAll("demo"))))
                .isInstanceOf(Problem.Denied.class);
    }

    @Test
    void nullIsRefusedInProcessToo() {
        assertThat(problem(Callers.as(DEMO, () -> notes.note("demo", null))).code())
                .isEqualTo("missing-argument");
        assertThat(problem(Callers.as(DEMO, () -> notes.note(null, "one"))).code())
                .isEqualTo("missing-argument");
    }

    @Test
    void anyThreadMayCall() throws Exception {
        Note fromHere = await(Callers.as(DEMO, () -> notes.note("demo", "one")));
        assertThat(fromHere.thread()).isEqualTo("event-loop");
        assertThat(fromHere.caller()).isEqualTo("demo's");

        CompletableFuture<Note> fromVirtual = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> fromVirtual.complete(await(Callers.as(DEMO, () -> notes.note("demo", "one")))));
        assertThat(fromVirtual.get(20, TimeUnit.SECONDS)).isEqualTo(fromHere);

        CompletableFuture<Note> fromLoop = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(nothing -> Callers.as(DEMO, () -> notes.note("demo", "one"))
                        .subscribe()
                        .with(fromLoop::complete, fromLoop::completeExceptionally));
        assertThat(fromLoop.get(20, TimeUnit.SECONDS)).isEqualTo(fromHere);
    }

    @Test
    void callerIsThereAgainAfterAnAsynchronousStep() {
        Note second = await(Callers.as(
                DEMO,
                () -> notes.note("demo", "one")
                        .onItem()
                        .delayIt()
                        .by(Duration.ofMillis(1))
                        .chain(() -> notes.note("demo", "two"))));
        assertThat(second.caller()).isEqualTo("demo's");
    }

    @Test
    void callerEndsWithTheCall() {
        Problem after =
                problem(Callers.as(DEMO, () -> notes.note("demo", "one")).chain(() -> notes.note("demo", "two")));
        assertThat(after).isInstanceOf(Problem.Unauthenticated.class);
        Note outer = await(Callers.as(
                DEMO,
                () -> Callers.as(new Platform("inner"), () -> notes.note("demo", "one"))
                        .chain(inner -> notes.note("demo", inner.caller()))));
        assertThat(outer.key()).isEqualTo("inner");
        assertThat(outer.caller()).isEqualTo("demo's");
    }

    @Test
    void chainsSideBySideHaveTheirOwnCallers() {
        List<Uni<Note>> calls = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> Callers.as(
                        new Platform("number-" + i),
                        () -> notes.note("demo", "one").chain(() -> notes.note("demo", "number-" + i))))
                .toList();
        List<Note> answers = await(Uni.join().all(calls).andFailFast());
        assertThat(answers).hasSize(200).allMatch(note -> note.caller().equals(note.key()));
    }

    // --- both agree ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid",
                "bundle",
                "missing",
                "denied",
                "conflict",
                "limit",
                "unavailable",
                "broken",
                "foreign",
                "Bad"
            })
    void problemsAreTheSameOnBothFaces(String key) {
        Function<Notes, Uni<Note>> call = face -> switch (key) {
            case "foreign" -> face.note("other", "one");
            case "Bad" -> face.note("Bad", "one");
            default -> face.note("demo", key);
        };
        Notes remote = remotes.client(Notes.class, "note-service");
        Problem inProcess = problem(Callers.as(DEMO, () -> call.apply(notes)));
        Problem overHttp = problem(Callers.as(DEMO, () -> call.apply(remote)));
        assertThat(overHttp).hasSameClassAs(inProcess);
        assertThat(overHttp.code()).isEqualTo(inProcess.code());
        assertThat(overHttp.status()).isEqualTo(inProcess.status());
        assertThat(overHttp.retryAfter().isPresent())
                .isEqualTo(inProcess.retryAfter().isPresent());
        if (!key.equals("broken")) assertThat(overHttp.detail()).isEqualTo(inProcess.detail());
        if (inProcess instanceof Problem.BadBundle bad)
            assertThat(overHttp)
                    .usingRecursiveComparison()
                    .comparingOnlyFields("file", "line", "column")
                    .isEqualTo(bad);
    }

    @Test
    void answersAreTheSameOnBothFaces() {
        Notes remote = remotes.client(Notes.class, "note-service");
        for (Notes face : List.of(notes, remote)) {
            assertThat(await(Callers.as(DEMO, () -> face.put("demo", "k", new NewNote("hi", Optional.of(4))))))
                    .isEqualTo(new Note("k", "hi", Optional.of(4), StoredNotes.SINCE, "demo's", "event-loop"));
            assertThat(await(Callers.as(DEMO, () -> face.list("demo", Optional.of("hello"), Optional.empty()))))
                    .extracting(Note::key, Note::text)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("hello", "limit 50"));
            assertThat(await(Callers.as(DEMO, () -> face.forget("demo", "k")))).isNull();
        }
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    private static RequestSpecification behalf(String token, String caller) {
        return as(token).header("Mayfly-On-Behalf-Of", caller);
    }

    private static io.restassured.response.ValidatableResponse put(String body) {
        return as("demo-token")
                .contentType(ContentType.JSON)
                .body(body)
                .put("/v1/accounts/demo/notes/one")
                .then();
    }

    private static io.restassured.response.ValidatableResponse whose(String token, String asked) {
        return as(token)
                .contentType(ContentType.JSON)
                .body("{\"token\":\"%s\"}".formatted(asked))
                .post("/v1/platform/caller")
                .then();
    }

    private static FunctionCaller function(String account) {
        return new FunctionCaller(account, "hello", "1");
    }

    private static <T> T await(Uni<T> call) {
        return call.await().atMost(PATIENCE);
    }

    private static Problem problem(Uni<?> call) {
        Throwable thrown = catchThrowable(() -> await(call));
        assertThat(thrown).isInstanceOf(Problem.class);
        return (Problem) thrown;
    }
}
