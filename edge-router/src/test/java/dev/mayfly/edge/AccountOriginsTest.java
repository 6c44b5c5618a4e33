package dev.mayfly.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Functions.Route;
import dev.mayfly.bindings.origins.Origins.OriginSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Requests that servers of an account answer. Those of the tests are allowed by the name {@code localhost}, and not by their address. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class AccountOriginsTest {
    @Inject
    Edge edge;

    @Inject
    TestOrigins origins;

    private final String account = Invoked.freshAccount();
    private final String host = account + ".example.org";

    private static String server(String name) {
        return "http://%s:%d".formatted(name, ConfigProvider.getConfig().getValue("test.origin.port", Integer.class));
    }

    private OriginSettings settings(String url, String hostName, int attempts) {
        return new OriginSettings(
                List.of(URI.create(url)),
                List.of(new Route(host + "/*")),
                Optional.of(hostName),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(attempts));
    }

    private void put(OriginSettings settings) {
        edge.publish(origins.put(account, "shop", settings));
        Edge.await(() -> ask("GET", "/x").statusCode() != 404);
    }

    private Response ask(String method, String path) {
        return given().header("Host", host).header("X-Try", account).request(method, path);
    }

    @Test
    void serverOfAnAccountAnswersAtItsRoutesUntilItIsTakenAway() {
        put(settings(server("localhost") + "/below", "client", 3));
        ask("POST", "/x?y")
                .then()
                .statusCode(201)
                .header("mayfly-invocation", nullValue())
                .body("uri", is("/below/x?y"))
                .body("headers.host", is(host))
                .body("headers.x-forwarded-host", is(host));

        edge.publish(origins.put(account, "shop", settings(server("localhost"), "inner.example.com", 3)));
        Edge.await(() -> ask("GET", "/x").path("uri").equals("/x"));
        ask("GET", "/x").then().body("headers.host", is("inner.example.com"));

        edge.publish(origins.delete(account));
        Edge.await(() -> ask("GET", "/x").statusCode() == 404);
    }

    @Test
    void addressThatNobodyAllowsIsNotConnectedTo() {
        put(settings(server("127.0.0.1"), "client", 3));
        ask("GET", "/x").then().statusCode(502).body("code", is("origin-unreachable"));
    }

    @Test
    void requestIsSentAsOftenAsItsOriginSays() {
        put(settings(server("localhost"), "client", 2));
        String attempt = UUID.randomUUID().toString();
        given().header("Host", host)
                .header("X-Try", attempt)
                .get("/closes")
                .then()
                .statusCode(502);
        assertThat(given().header("Host", host)
                        .header("X-Try", attempt)
                        .get("/times")
                        .asString())
                .isEqualTo("2");
    }

    @Test
    void functionsStayWhereTheyAre() {
        edge.host.script("beside", (request, client) -> ScriptedHost.answer(client, 200, "a function"));
        edge.live(edge.deployment(account, "beside", "export default {}", Egress.OPEN, host + "/function/*"));
        put(settings(server("localhost"), "client", 3));

        assertThat(ask("GET", "/function/x").asString()).isEqualTo("a function");
        ask("GET", "/x").then().statusCode(201);
    }

    @Test
    void explainTellsItToItsAccountAlone() {
        put(settings(server("localhost"), "client", 3));
        explain(account)
                .body("steps.find { it.phase == 'route' }.why", containsString("the origin shop (http://localhost"));
        explain("not-" + account)
                .body("steps.find { it.phase == 'route' }.why", containsString("another account"))
                .body("steps.find { it.phase == 'route' }.why", not(containsString("localhost")));
    }

    private ValidatableResponse explain(String who) {
        return given().header("Authorization", "Bearer " + TestAuthenticator.token(who))
                .queryParam("url", "http://" + host + "/x")
                .get("/v1/accounts/%s/edge/explain".formatted(who))
                .then()
                .statusCode(200);
    }
}
