package dev.mayfly.standalone;

import static dev.mayfly.standalone.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a newcomer does in the first ten minutes. It is the same for Mayfly in one process and in several. */
abstract class Journey {
    /** For the account demo, with a token that reaches everything; the example is deployed. */
    abstract MayflyClient mayfly();

    @Test
    void theExampleAnswersByHost() throws Exception {
        assertThat(mayfly().get("hello", "/?name=Ada").body()).isEqualTo("Hello, Ada!\n");
    }

    @Test
    void theExampleAnswersByPathToo() throws Exception {
        assertThat(mayfly().atRouter("/@demo/hello/?name=Ada").body()).isEqualTo("Hello, Ada!\n");
    }

    @Test
    void aSecondVersionReplacesTheFirstAndGivesWayAgain() throws Exception {
        var first = mayfly().deployed("versions", "export default { fetch: () => new Response('one') };");
        mayfly().answersSoon("versions", "/", "one");
        mayfly().deployed("versions", "export default { fetch: () => new Response('two') };");
        mayfly().answersSoon("versions", "/", "two");
        mayfly().done("POST", "/functions/versions/versions/" + first + "/activate", "");
        mayfly().answersSoon("versions", "/", "one");
    }

    @Test
    void aSecretReachesTheFunctionAndNobodyElse() throws Exception {
        mayfly().deployed("secretive", "export default { fetch: (request, env) => new Response(env.KEY ?? 'none') };");
        mayfly().answersSoon("secretive", "/", "none");
        mayfly().done("PUT", "/functions/secretive/secrets/KEY", "{\"value\":\"s3cret-value\"}");
        mayfly().answersSoon("secretive", "/", "s3cret-value");
        assertThat(mayfly().read("/functions/secretive/secrets").toString())
                .contains("KEY")
                .doesNotContain("s3cret");
    }

    @Test
    void aRouteLeadsToTheFunctionUntilItIsTaken() throws Exception {
        mayfly().deployed(
                        "routed", "export default { fetch: request => new Response(new URL(request.url).pathname) };");
        mayfly().done("PUT", "/functions/routed/routes", "[{\"pattern\":\"api.journey.test/v2/*\"}]");
        mayfly().soonAtEveryRouter(router ->
                router.atHost("api.journey.test", "/v2/things").body().equals("/v2/things"));
        mayfly().done("PUT", "/functions/routed/routes", "[]");
        mayfly().soonAtEveryRouter(router ->
                router.atHost("api.journey.test", "/v2/things").statusCode() == 404);
    }

    @Test
    void aTraceOfTheCallerGoesOnInTheFunction() throws Exception {
        mayfly().deployed(
                        "traced",
                        "export default { fetch: request => new Response(request.headers.get('traceparent')) };");
        mayfly().soonAtEveryRouter(router -> router.get("traced", "/").statusCode() == 200);
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var traceparent = mayfly().get("traced", "/", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .body();
        assertThat(traceparent).startsWith("00-" + trace).endsWith("-01").doesNotContain("00f067aa0ba902b7");
        eventually(() -> mayfly().api("GET", "/invocations/" + trace, "").body().contains("\"traced\""));
    }

    @Test
    void whatAFunctionLoggedIsRead() throws Exception {
        mayfly().deployed(
                        "chatty", "export default { fetch() { console.log('heard'); return new Response('said'); } };");
        mayfly().answersSoon("chatty", "/", "said");
        eventually(() -> mayfly().read("/invocations?function=chatty&limit=10")
                .toString()
                .contains("heard"));
    }

    @Test
    void whyAFunctionFailedIsForItsAuthorAlone() throws Exception {
        mayfly().deployed("failing", "export default { fetch() { throw new Error('it broke here'); } };");
        mayfly().soonAtEveryRouter(router -> router.get("failing", "/").statusCode() == 500);
        var author = "Bearer " + tokenOfDemo();
        assertThat(mayfly().get("failing", "/", "Mayfly-Debug", author).body()).contains("it broke here");
        for (var stranger : new String[] {"Bearer guess", ""})
            assertThat(mayfly().get("failing", "/", "Mayfly-Debug", stranger).body())
                    .doesNotContain("it broke here");
    }

    @Test
    void aBundleThatDoesNotParseIsRefusedWithThePlace() throws Exception {
        var answer = mayfly().deploy("broken", "export default {\n  fetch( { }\n};");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("index.js").contains("\"line\":");
    }

    @Test
    void strangersReachFunctionsButNotThePlatform() throws Exception {
        for (var token : new String[] {"", "guess"})
            for (var path : new String[] {"/functions", "/invocations"})
                assertThat(mayfly().with(token).api("GET", path, "").statusCode())
                        .as("%s with token '%s'", path, token)
                        .isEqualTo(401);
    }

    @Test
    void anAccountsTokenReachesThatAccountAlone() throws Exception {
        mayfly().in("neighbour").done("PUT", "", "{}");
        var own = mayfly().with(tokenOfDemo());
        for (var path : new String[] {"/functions", "/invocations"}) {
            assertThat(own.api("GET", path, "").statusCode()).as(path).isEqualTo(200);
            assertThat(own.in("neighbour").api("GET", path, "").statusCode())
                    .as("the neighbour's " + path)
                    .isEqualTo(403);
        }
        assertThat(own.in("neighbour").deploy("intruder", "export default {};").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aDeletedFunctionIsGone() throws Exception {
        mayfly().deployed("brief", "export default { fetch: () => new Response('here') };");
        mayfly().answersSoon("brief", "/", "here");
        mayfly().done("DELETE", "/functions/brief", "");
        mayfly().soonAtEveryRouter(router -> router.get("brief", "/").statusCode() == 404);
        assertThat(mayfly().api("GET", "/functions/brief", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aFunctionOwnsAllPathsOfItsHost() throws Exception {
        assertThat(mayfly().get("hello", "/v1/accounts/demo/functions").body()).isEqualTo("Hello, world!\n");
        assertThat(mayfly().get("hello", "/q/health").body()).isEqualTo("Hello, world!\n");
    }

    private String tokenOfDemo() throws Exception {
        return mayfly().done("POST", "/tokens", "{\"name\":\"laptop\"}")
                .path("token")
                .asText();
    }
}
