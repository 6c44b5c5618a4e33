package dev.mayfly.bindings.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hamcrest.Matchers.is;

import dev.mayfly.bindings.deployment.Notes.NewNote;
import dev.mayfly.bindings.deployment.Notes.Note;
import dev.mayfly.bindings.env.BindingRegistry;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.FunctionCaller;
import dev.mayfly.bindings.identity.Caller.Platform;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Caller.TokenHolder;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.invocations.Invocations;
import dev.mayfly.bindings.problem.Problem;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that owns nothing: its contracts are remote clients behind the same guard. */
class RemoteContractTest {
    private static final int OWNER_PORT = Ports.shared("fake-owner");
    private static final FakeOwner OWNER = new FakeOwner();
    private static final Caller DEMO = new TokenHolder("demo's laptop", new Scope.Accounts(Set.of("demo")));
    private static final String NOTE = """
            {"key": "one", "text": "from afar", "stars": null, "since": "2026-01-02T03:04:05Z", "caller": "c", "thread": "t",
             "addedLater": 1}""";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Notes.class, Odd.class, FakeOwner.class, Ports.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("mayfly.bindings.services.note-service.url", "http://127.0.0.1:" + OWNER_PORT)
            .overrideConfigKey("mayfly.bindings.services.control-plane.url", "http://127.0.0.1:" + OWNER_PORT)
            .overrideConfigKey("mayfly.bindings.services.edge-router.url", "http://127.0.0.1:" + Ports.free())
            .overrideConfigKey("mayfly.bindings.call-timeout", "2s")
            .overrideConfigKey("mayfly.bindings.token-memory", "10s")
            .overrideConfigKey("mayfly.bindings.platform-token", FixedTokens.PLATFORM_TOKEN);

    @Inject
    Notes notes;

    @Inject
    Invocations invocations;

    @Inject
    Functions functions;

    @Inject
    Authenticator authenticator;

    @Inject
    BindingRegistry registry;

    @BeforeEach
    void ownerAnswersWithANote() {
        OWNER.start(OWNER_PORT);
        OWNER.answers(200, "application/json", NOTE);
    }

    @AfterEach
    void stop() {
        OWNER.stop();
    }

    @Test
    void callGoesToTheOwnerWithTokenAndCaller() {
        Note note = await(Callers.as(DEMO, () -> notes.put("demo", "one", new NewNote("hi", Optional.of(3)))));
        assertThat(note.text()).isEqualTo("from afar");
        assertThat(note.stars()).isEmpty();
        FakeOwner.Seen seen = OWNER.only();
        assertThat(seen.line()).isEqualTo("PUT /v1/accounts/demo/notes/one");
        assertThat(seen.header("Authorization")).contains("Bearer " + FixedTokens.PLATFORM_TOKEN);
        assertThat(seen.header("Mayfly-On-Behalf-Of")).contains("token demo%27s+laptop accounts demo");
        assertThat(seen.body()).isEqualTo("{\"text\":\"hi\",\"stars\":3}");
    }

    @Test
    void guardStandsBeforeTheRemoteClientToo() {
        assertThat(problem(notes.note("demo", "one"))).isInstanceOf(Problem.Unauthenticated.class);
        assertThat(problem(Callers.as(DEMO, () -> notes.note("other", "one")))).isInstanceOf(Problem.Denied.class);
        assertThat(problem(Callers.as(DEMO, () -> notes.forgetAll("demo")))).isInstanceOf(Problem.Denied.class);
        assertThat(problem(Callers.as(DEMO, () -> notes.note("demo", null))).code())
                .isEqualTo("missing-argument");
        assertThat(OWNER.seen()).isEmpty();
    }

    @Test
    void contractIsNoResourceHere() {
        given().auth()
                .oauth2(FixedTokens.PLATFORM_TOKEN)
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(FixedTokens.PLATFORM_TOKEN)
                .get("/v1/accounts/demo/functions")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(FixedTokens.PLATFORM_TOKEN)
                .contentType("application/json")
                .body("{\"token\":\"demo-token\"}")
                .post("/v1/platform/caller")
                .then()
                .statusCode(404);
    }

    @Test
    void anyThreadMayCall() throws Exception {
        CompletableFuture<Note> fromVirtual = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> fromVirtual.complete(await(Callers.as(DEMO, () -> notes.note("demo", "one")))));
        assertThat(fromVirtual.get(20, TimeUnit.SECONDS).text()).isEqualTo("from afar");
    }

    @Test
    void tokenOfAClientIsAskedAboutOnceAndRemembered() {
        OWNER.answers(200, "application/json", "{\"name\": \"demo/laptop\", \"accounts\": [\"demo\"]}");
        Caller first = await(authenticator.authenticate("some-token"));
        Caller second = await(authenticator.authenticate("some-token"));
        assertThat(first)
                .isEqualTo(second)
                .isEqualTo(new TokenHolder("demo/laptop", new Scope.Accounts(Set.of("demo"))));
        FakeOwner.Seen seen = OWNER.only();
        assertThat(seen.line()).isEqualTo("POST /v1/platform/caller");
        assertThat(seen.header("Mayfly-On-Behalf-Of")).contains("platform authenticator");
        assertThat(seen.body()).isEqualTo("{\"token\":\"some-token\"}");
    }

    @Test
    void nobodysTokenIsUnauthenticatedAndNotRemembered() {
        OWNER.answers(404, "application/problem+json", document(404, "not-found", "this token is nobody's"));
        assertThat(problem(authenticator.authenticate("no-token"))).isInstanceOf(Problem.Unauthenticated.class);
        assertThat(problem(authenticator.authenticate("no-token"))).isInstanceOf(Problem.Unauthenticated.class);
        assertThat(OWNER.seen()).hasSize(2);
    }

    @Test
    void controlPlaneThatDoesNotKnowUsLetsNobodyIn() {
        OWNER.answers(401, "application/problem+json", document(401, "unauthenticated", "the token is not valid"));
        given().auth()
                .oauth2("some-other-token")
                .get("/odd/demo")
                .then()
                .statusCode(500)
                .body("code", is("broken"));
    }

    @Test
    void clientsTokenReachesTheOwnerAsItsCaller() {
        OWNER.answers(200, "application/json", "{\"name\": \"demo/phone\", \"accounts\": [\"demo\"]}");
        await(authenticator.authenticate("phone-token"));
        OWNER.answers(200, "application/json", NOTE);
        given().auth().oauth2("phone-token").get("/odd/demo").then().statusCode(200);
        assertThat(OWNER.seen().getLast().header("Mayfly-On-Behalf-Of")).contains("token demo%2Fphone accounts demo");
        given().auth().oauth2("phone-token").get("/odd/other").then().statusCode(403);
    }

    @Test
    void functionsCallTravelsWithItsTrace() throws Exception {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String result = await(registry.call(
                new FunctionCaller("demo", "hello", "1"),
                "notes",
                Optional.empty(),
                "note",
                "[\"a/b ?\"]",
                Optional.of(traceparent)));
        assertThat(result).contains("from afar").doesNotContain("addedLater");
        FakeOwner.Seen seen = OWNER.only();
        assertThat(seen.line()).isEqualTo("GET /v1/accounts/demo/notes/a%2Fb%20%3F");
        assertThat(seen.header("traceparent")).contains(traceparent);
        assertThat(seen.header("Mayfly-On-Behalf-Of")).contains("function demo hello 1");
    }

    @ParameterizedTest
    @CsvSource({
        "404, application/problem+json, NotFound",
        "403, application/problem+json, Denied",
        "409, application/problem+json, Conflict",
        "404, text/html, Broken",
        "500, text/plain, Broken",
        "418, application/problem+json, Broken",
        "301, text/plain, Broken",
        "502, text/html, Unavailable",
        "504, text/html, Unavailable",
        "200, application/json, Broken",
        "200, text/html, Broken"
    })
    void whateverTheOwnerAnswersIsAProblem(int status, String type, String kind) {
        String body = type.contains("problem") ? document(status, "some-code", "told by the owner") : "<nonsense";
        OWNER.answers(status, type, body);
        Problem problem = problem(Callers.as(DEMO, () -> notes.note("demo", "one")));
        assertThat(problem.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(problem.detail()).doesNotContain("nonsense");
    }

    @Test
    void ownerThatIsNotThereIsUnavailable() {
        assertThat(problem(Callers.as(DEMO, () -> invocations.invocation("demo", "1"))))
                .isInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void ownerThatDoesNotAnswerInTimeIsUnavailable() {
        OWNER.staysSilent();
        assertThat(problem(Callers.as(new Platform("p"), () -> functions.list("demo"))))
                .isInstanceOf(Problem.Unavailable.class);
    }

    private static String document(int status, String code, String detail) {
        return "{\"type\": \"urn:mayfly:problem:%s\", \"title\": \"t\", \"status\": %d, \"detail\": \"%s\", \"code\": \"%s\"}"
                .formatted(code, status, detail, code);
    }

    private static <T> T await(Uni<T> call) {
        return call.await().atMost(Duration.ofSeconds(20));
    }

    private static Problem problem(Uni<?> call) {
        Throwable thrown = catchThrowable(() -> await(call));
        assertThat(thrown).isInstanceOf(Problem.class);
        return (Problem) thrown;
    }
}
