package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.bindings.rates.Rates;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rates over HTTP: what passes, what does not, and what is told of it. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class RatesTest {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final Optional<Rate> THREE = Optional.of(new Rate(3, 3600));

    @Inject
    Edge edge;

    private String account;

    @BeforeEach
    void fresh() {
        account = "rated-" + ACCOUNTS.incrementAndGet();
        edge.host.script("rated", (request, client) -> answer(client, 200, "hello"));
    }

    private void deployed(Rates rates, String... routes) {
        edge.live(with(edge.deployment(account, "rated", "1", Egress.OPEN, routes), rates, List.of()));
    }

    private static Deployment with(Deployment plain, Rates rates, List<BindingRef> bindings) {
        return new Deployment(
                plain.account(),
                plain.function(),
                plain.version(),
                plain.bundle(),
                plain.trust(),
                plain.vars(),
                plain.secrets(),
                bindings,
                plain.limits(),
                Optional.of(rates),
                plain.egress(),
                plain.routes(),
                plain.routesOnly(),
                Optional.empty(),
                plain.placement());
    }

    private static Rates function(Optional<Rate> rate) {
        return new Rates(Optional.empty(), Optional.empty(), rate, Optional.empty());
    }

    @Test
    void whatPassesTellsWhatIsLeft() {
        deployed(function(THREE));
        get().then()
                .statusCode(200)
                .header("RateLimit-Policy", is("\"own-function\";q=3;w=3600"))
                .header("RateLimit", is("\"own-function\";r=2;t=1200"));
        get().then().header("RateLimit", matchesPattern("\"own-function\";r=1;t=(2400|239\\d)"));
    }

    @Test
    void oneTooManyIsRefusedAndToldWhenToComeAgain() {
        deployed(function(THREE));
        for (int i = 0; i < 3; i++) get().then().statusCode(200);
        get().then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("1200|119\\d"))
                .header("RateLimit-Policy", is("\"own-function\";q=3;w=3600"))
                .header("RateLimit", matchesPattern("\"own-function\";r=0;t=(1200|119\\d)"))
                .body("code", is("limit-rate"))
                .body("detail", is("More than 3 requests in 3600 s for this function."));
    }

    @Test
    void functionWithoutRatesHasNoBoundAndTellsNone() {
        deployed(Rates.NONE);
        for (int i = 0; i < 20; i++)
            get().then().statusCode(200).header("RateLimit", nullValue()).header("RateLimit-Policy", nullValue());
    }

    @Test
    void clientsHaveBucketsOfTheirOwnByTheHeaderThatIsNamed() {
        deployed(new Rates(THREE, Optional.empty(), Optional.empty(), Optional.of("header:X-Key")));
        for (int i = 0; i < 3; i++) get("X-Key", "ada").then().statusCode(200);
        get("X-Key", "ada").then().statusCode(429);
        get("X-Key", "grace").then().statusCode(200);
        for (int i = 0; i < 3; i++) get().then().statusCode(200);
        get("X-Key", "").then().statusCode(429);
    }

    @Test
    void clientsAreKnownByACookie() {
        deployed(new Rates(THREE, Optional.empty(), Optional.empty(), Optional.of("cookie:session")));
        for (int i = 0; i < 3; i++) get("Cookie", "a=b; session=one").then().statusCode(200);
        get("Cookie", "session=one").then().statusCode(429);
        get("Cookie", "session=two").then().statusCode(200);
    }

    @Test
    void routesHaveBucketsOfTheirOwn() {
        String host = account + ".example.com";
        deployed(
                new Rates(Optional.empty(), THREE, Optional.empty(), Optional.empty()), host + "/one/*", host + "/two");
        for (String path : List.of("/one/a", "/one/b", "/one/c"))
            given().header("Host", host).get(path).then().statusCode(200);
        given().header("Host", host).get("/one/d").then().statusCode(429);
        given().header("Host", host).get("/two").then().statusCode(200);
        get().then().statusCode(200);
    }

    /** The narrowest first: the client that is refused leaves the others what is theirs. */
    @Test
    void whatAClientIsRefusedCostsTheFunctionNothing() {
        deployed(new Rates(Optional.of(new Rate(1, 3600)), Optional.empty(), THREE, Optional.of("header:x-key")));
        for (int i = 0; i < 10; i++) get("x-key", "greedy");
        get("x-key", "second").then().statusCode(200);
        get("x-key", "third").then().statusCode(200);
        get("x-key", "fourth")
                .then()
                .statusCode(429)
                .header("RateLimit-Policy", is("\"own-client\";q=1;w=3600, \"own-function\";q=3;w=3600"))
                .body("detail", is("More than 3 requests in 3600 s for this function."));
    }

    @Test
    void ratesOutliveAVersion() {
        deployed(function(THREE));
        for (int i = 0; i < 3; i++) get();
        deployed(function(THREE));
        get().then().statusCode(429);
    }

    @Test
    void neighbourHasItsOwn() {
        deployed(function(THREE));
        for (int i = 0; i < 4; i++) get();
        get().then().statusCode(429);
        String refused = account;
        account = "neighbour-of-" + refused;
        deployed(function(THREE));
        get().then().statusCode(200);
    }

    /** The store holds 100 records for a function; a flood of refusals must not drive them out. */
    @Test
    void fewRefusalsAreRecordedAndAllAreRefused() {
        deployed(function(THREE));
        for (int i = 0; i < 3; i++) get();
        long start = System.nanoTime();
        get().then().statusCode(429).header("Mayfly-Invocation", notNullValue());
        for (int i = 0; i < 50; i++) get().then().statusCode(429).body("code", is("limit-rate"));
        int most = 2 + (int) ((System.nanoTime() - start) / 10_000_000_000L);
        List<String> outcomes = given().header("Authorization", "Bearer " + TestAuthenticator.token(account))
                .get("/v1/accounts/" + account + "/invocations")
                .jsonPath()
                .getList("outcome");
        assertThat(outcomes)
                .endsWith("refused", "answered", "answered", "answered")
                .hasSizeLessThanOrEqualTo(3 + most);
    }

    @Test
    void connectionStaysBehindARefusal() throws IOException {
        deployed(function(Optional.of(new Rate(1, 3600))));
        String one = "GET / HTTP/1.1\r\nHost: rated.%s.localhost\r\n\r\n".formatted(account);
        String last = one.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        try (Socket socket = Edge.connect()) {
            socket.getOutputStream().write((one + one + one + last).getBytes(StandardCharsets.ISO_8859_1));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(all.split("HTTP/1.1 429", -1)).hasSize(4);
        }
    }

    @Test
    void bindingIsHeldByTheFunctionsOwnKeys() {
        String code = """
                export default { async fetch(request, env) {
                  const key = new URL(request.url).searchParams.get("key");
                  const { success } = await env.SLOWLY.limit({ key });
                  return new Response(success ? "yes" : "no", { status: success ? 200 : 429 });
                } }""";
        BindingRef slowly = new BindingRef("SLOWLY", "ratelimit", Optional.of("1001"), Optional.of(new Rate(2, 60)));
        edge.live(with(edge.deployment(account, "real-rated", code, Egress.OPEN), Rates.NONE, List.of(slowly)));
        for (int i = 0; i < 2; i++) real("?key=ada").then().statusCode(200).body(is("yes"));
        real("?key=ada").then().statusCode(429).body(is("no"));
        real("?key=grace").then().statusCode(200).body(is("yes"));
    }

    @Test
    void bindingRejectsWhatIsNoKey() {
        String code = """
                export default { async fetch(request, env) {
                  const tell = async (...given) => { try { return await env.SLOWLY.limit(...given) } catch (e) { return e.code + ": " + e.message } };
                  return Response.json([await tell(), await tell({ key: 5 }), await tell({ key: "a", limit: 99 }),
                    await tell({ key: "a" }, { namespace: "1" }), await tell({ key: "k".repeat(1025) }), await tell({ key: "" })]);
                } }""";
        BindingRef slowly = new BindingRef("SLOWLY", "ratelimit", Optional.of("1001"), Optional.of(new Rate(2, 60)));
        edge.live(with(edge.deployment(account, "real-rated", code, Egress.OPEN), Rates.NONE, List.of(slowly)));
        real("").then()
                .statusCode(200)
                .body("[0]", is("invalid-argument: ratelimit.limit: key is missing"))
                .body("[1]", matchesPattern("invalid-argument: ratelimit.limit: key: .*"))
                .body("[2]", is("invalid-argument: ratelimit.limit: has no option limit; it has key"))
                .body("[3]", is("invalid-argument: ratelimit.limit: takes one object with options"))
                .body("[4]", is("invalid-argument: the key of a rate limit is a text of at most 1024 characters"))
                .body("[5].success", is(true));
    }

    private Response real(String query) {
        return given().header("Host", "real-rated." + account + ".localhost").get("/" + query);
    }

    private Response get() {
        return given().header("Host", "rated." + account + ".localhost").get("/");
    }

    private Response get(String header, String value) {
        return given().header("Host", "rated." + account + ".localhost")
                .header(header, value)
                .get("/");
    }
}
