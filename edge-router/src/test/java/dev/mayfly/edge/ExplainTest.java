package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.mayfly.bindings.deployments.Deployments.Candidate;
import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.bindings.rates.Rates;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is foretold of a request, and what comes of it then. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class ExplainTest {
    @Inject
    Edge edge;

    private final String account = Invoked.freshAccount();

    @BeforeEach
    void script() {
        edge.host.script(
                "plain",
                (request, client) -> answer(client, 200, request.version().version()));
    }

    @Test
    void routeIsNamedAndWhatTheFunctionSees() {
        String host = account + ".example.com";
        edge.live(edge.deployment(account, "plain", "1", Egress.OPEN, host + "/api/*", host + "/api/v2/*"));
        explain("http://" + host + "/api/v2/x?y=z")
                .body("function", is("plain"))
                .body(
                        why("route"),
                        is(
                                "The route %s/api/v2/* leads to the function plain, which sees the URL http://%s/api/v2/x?y=z."
                                        .formatted(host, host)));
        explain("http://" + host + "/other")
                .body("status", is(404))
                .body(why("route"), containsString("none of them the path /other"));
        explain("http://localhost/@%s/plain/deep".formatted(account))
                .body(why("route"), containsString("sees the URL http://localhost/deep."));
        explain("http://localhost/v1/health")
                .body("status", nullValue())
                .body("function", nullValue())
                .body(why("route"), containsString("the platform itself answers"));
    }

    @Test
    void functionOfRoutesAloneIsMissedAtItsOwnAddresses() {
        String host = account + ".example.com";
        edge.live(onlyAt(edge.deployment(account, "plain", "1", Egress.OPEN, host + "/*")));
        given().header("Host", host).get("/").then().statusCode(200);
        for (String own : List.of(url(), "http://localhost/@%s/plain/x".formatted(account)))
            explain(own).body("status", is(404)).body(why("route"), containsString("at its routes alone"));
        given().header("Host", "plain.%s.localhost".formatted(account))
                .get("/")
                .then()
                .statusCode(404);
        given().get("/@%s/plain/".formatted(account)).then().statusCode(404);
    }

    private static Deployment onlyAt(Deployment open) {
        return new Deployment(
                open.account(),
                open.function(),
                open.version(),
                open.bundle(),
                open.trust(),
                open.vars(),
                open.secrets(),
                open.bindings(),
                open.limits(),
                open.rates(),
                open.egress(),
                open.routes(),
                true,
                open.candidate(),
                open.placement());
    }

    @Test
    void versionIsTheOneThatTheAddressMeets() {
        Deployment stable = edge.deployment(account, "plain", "1", Egress.OPEN);
        Deployment next = edge.deployment(account, "plain", "2", Egress.OPEN);
        edge.live(with(stable, Optional.of(candidate(next, 5_000, "ip")), Optional.empty()));
        Set<String> met = new HashSet<>();
        for (int i = 0; i < 40; i++)
            met.add(explain(url(), "ip", "192.0.2." + i).extract().path("version"));
        assertThat(met).containsExactlyInAnyOrder(stable.version(), next.version());
        for (int i = 0; i < 20; i++) {
            String asConnectionsTell = "2001:db8:0:0:0:0:0:" + i;
            assertThat(explain(url(), "ip", "2001:db8::" + i).extract().<String>path("version"))
                    .isEqualTo(explain(url(), "ip", asConnectionsTell).extract().path("version"));
            explain(url(), "ip", "2001:db8::" + i).body(why("version"), containsString(asConnectionsTell));
        }
        String foretold = explain(url(), "ip", "127.0.0.1").extract().path("version");
        get().then().body(is(foretold));
        explain(url())
                .body("version", nullValue())
                .body(effect("version"), is("depends"))
                .body(why("version"), containsString(next.version() + " has 50 % of requests"));
        edge.live(with(
                edge.deployment(account, "plain", "1", Egress.OPEN),
                Optional.of(candidate(next, 125, "header:X-User")),
                Optional.empty()));
        explain(url(), "ip", "127.0.0.1")
                .body(effect("version"), is("depends"))
                .body(why("version"), containsString("1.25 % of requests"))
                .body(why("version"), containsString("by the header x-user"));
    }

    @Test
    void crawlersAreForetoldWhatTheyAreAnswered() {
        edge.scripted("crawled", (request, client) -> answer(client, 200, "page"));
        for (String path : List.of("/forbidden", "/paid", "/gone", "/old/a", "/free", "/same"))
            for (String agent : List.of("GPTBot/1.2", "bingbot/2.0", CrawlersTest.PERSON)) {
                int answered = given().header("Host", "crawled.demo.localhost")
                        .header("User-Agent", agent)
                        .redirects()
                        .follow(false)
                        .get(path)
                        .statusCode();
                Integer foretold = given().header("Authorization", "Bearer " + TestAuthenticator.token("demo"))
                        .queryParams("url", "http://crawled.demo.localhost" + path, "agent", agent)
                        .get("/v1/accounts/demo/edge/explain")
                        .path("status");
                assertThat(foretold == null ? 200 : foretold)
                        .as("%s at %s", agent, path)
                        .isEqualTo(answered);
            }
    }

    @Test
    void ratesAreToldAndNothingIsTaken() {
        Rate two = new Rate(2, 3600);
        Rates rates = new Rates(Optional.of(two), Optional.empty(), Optional.of(new Rate(9, 3600)), Optional.empty());
        edge.live(with(edge.deployment(account, "plain", "1", Egress.OPEN), Optional.empty(), Optional.of(rates)));
        for (int i = 0; i < 5; i++)
            explain(url(), "ip", "127.0.0.1")
                    .body(effect("limits"), is("passes"))
                    .body(
                            why("limits"),
                            is(
                                    "own-client: 2 requests in 3600 s, 2 left; own-function: 9 requests in 3600 s, 9 left."));
        get().then().statusCode(200);
        get().then().statusCode(200);
        explain(url(), "ip", "127.0.0.1")
                .body("status", is(429))
                .body(why("limits"), is("own-client: 2 requests in 3600 s, and none is left."));
        get().then().statusCode(429);
        explain(url(), "ip", "192.0.2.1").body(why("limits"), containsString("2 left"));
        explain(url())
                .body(effect("limits"), is("depends"))
                .body(why("limits"), containsString("for each client, known by ip"))
                .body(why("limits"), containsString("own-function: 9 requests in 3600 s, 7 left"));
    }

    @Test
    void countryIsTheOneThatTheFunctionIsTold() {
        edge.live(edge.deployment(account, "plain", "1", Egress.OPEN));
        String client = WhereClientsAreTest.IN_SWEDEN;
        explain(url(), "ip", client).body(why("client"), is("Functions are told that %s is in SE.".formatted(client)));
        explain(url(), "ip", "192.0.2.1").body(why("client"), is("No country is known of 192.0.2.1."));
        explain(url()).body(effect("client"), is("skipped"));
    }

    @Test
    void whatIsNotSetIsSkipped() {
        edge.live(edge.deployment(account, "plain", "1", Egress.OPEN));
        explain(url()).body(effect("limits"), is("skipped")).body(effect("usage"), is("passes"));
    }

    private String url() {
        return "http://plain.%s.localhost/".formatted(account);
    }

    private Response get() {
        return given().header("Host", "plain.%s.localhost".formatted(account)).get("/");
    }

    private ValidatableResponse explain(String url, String... more) {
        var asked = given().header("Authorization", "Bearer " + TestAuthenticator.token(account))
                .queryParam("url", url);
        for (int i = 0; i < more.length; i += 2) asked = asked.queryParam(more[i], more[i + 1]);
        return asked.get("/v1/accounts/%s/edge/explain".formatted(account))
                .then()
                .statusCode(200);
    }

    private static String why(String phase) {
        return "steps.find { it.phase == '%s' }.why".formatted(phase);
    }

    private static String effect(String phase) {
        return "steps.find { it.phase == '%s' }.effect".formatted(phase);
    }

    private static Candidate candidate(Deployment next, int share, String stickyBy) {
        return new Candidate(
                UUID.randomUUID().toString(),
                share,
                stickyBy,
                next.version(),
                next.bundle(),
                next.vars(),
                next.bindings(),
                next.limits(),
                next.rates(),
                next.egress(),
                next.placement());
    }

    private static Deployment with(Deployment plain, Optional<Candidate> candidate, Optional<Rates> rates) {
        return new Deployment(
                plain.account(),
                plain.function(),
                plain.version(),
                plain.bundle(),
                plain.trust(),
                plain.vars(),
                plain.secrets(),
                plain.bindings(),
                plain.limits(),
                rates,
                plain.egress(),
                plain.routes(),
                plain.routesOnly(),
                candidate,
                plain.placement());
    }
}
