package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.mayfly.bindings.functions.Functions.Egress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a request is, decided by its host before anything else. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class FrontDoorTest {
    @Inject
    Edge edge;

    @BeforeEach
    void echo() {
        edge.scripted("echo", (request, client) -> answer(client, 200, request.method() + " " + request.url()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/v1/accounts", "/q/health", "/q/openapi", "/client/v4/user", "/@demo/echo/x", "/a%2Fb"})
    void functionHasItsHostToItself(String path) {
        given().header("Host", "echo.demo.localhost:8080")
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(200)
                .body(is("GET http://echo.demo.localhost:8080" + path));
    }

    @Test
    void queryIsPassedOn() {
        given().header("Host", "echo.demo.localhost")
                .urlEncodingEnabled(false)
                .get("/x?a=1&b=%20")
                .then()
                .body(is("GET http://echo.demo.localhost/x?a=1&b=%20"));
    }

    @Test
    void functionBehindAPathSeesTheRestOfIt() {
        given().urlEncodingEnabled(false)
                .get("/@demo/echo/v1/x?y=z")
                .then()
                .body(is("GET http://localhost:" + Edge.port() + "/v1/x?y=z"));
        given().urlEncodingEnabled(false)
                .get("/@demo/echo")
                .then()
                .body(is("GET http://localhost:" + Edge.port() + "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../q/health", "/%2e%2e/q/health", "/../../v1/accounts", "/..%2fq", "//q/health", "/./q"})
    void dotsLeadOutOfNoFunction(String path) {
        assertThat(Edge.raw("GET " + path + " HTTP/1.1\nHost: echo.demo.localhost\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("GET http://echo.demo.localhost" + path);
        assertThat(Edge.raw("GET /@demo/echo" + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("GET http://localhost" + path);
    }

    @Test
    void foldedHeaderIsOneValue() {
        edge.scripted("folded", (request, client) -> answer(client, 200, String.join("|", request.headers())));
        assertThat(Edge.raw("GET / HTTP/1.1\nHost: folded.demo.localhost\nX-Own: a\n  b: c\nConnection: close\n\n"))
                .contains("|x-own|a b: c|");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@", "/@demo", "/@demo/", "/@demo/nobody", "/@nobody/echo/", "/@demo/echo.demo"})
    void pathOfNoFunctionIsNotFound(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", is("not-found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody.demo.localhost", "demo.localhost", "a.echo.demo.localhost", "localhost.localhost"})
    void hostOfNoFunctionIsNotFound(String host) {
        given().header("Host", host)
                .get("/v1/accounts")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", is("not-found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:8080", "mayfly.example.com"})
    void otherHostsAreThePlatform(String host) {
        given().header("Host", host)
                .get("/v1/accounts/demo/invocations")
                .then()
                .statusCode(401)
                .body("code", is("unauthenticated"));
    }

    @Test
    void customRouteTakesItsHostWhole() {
        edge.host.script("shop", (request, client) -> answer(client, 200, "shop " + request.url()));
        edge.live(edge.deployment(
                "demo", "shop", "export default {}", Egress.OPEN, "shop.example.com/v1/*", "*.wild.example.com"));
        given().header("Host", "shop.example.com")
                .get("/v1/accounts")
                .then()
                .body(is("shop http://shop.example.com/v1/accounts"));
        given().header("Host", "shop.example.com").get("/q/health").then().statusCode(404);
        given().header("Host", "a.b.wild.example.com:99")
                .get("/q")
                .then()
                .body(is("shop http://a.b.wild.example.com:99/q"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: ECHO.Demo.LocalHost\n",
                "GET / HTTP/1.1\nHost: echo.demo.localhost.\n",
                "GET / HTTP/1.1\nHost: echo.demo.localhost:1\n",
                "GET http://echo.demo.localhost/ HTTP/1.1\nHost: echo.demo.localhost\n",
                "GET http://echo.demo.localhost/ HTTP/1.1\nHost: mayfly.example.com\n",
                "GET / HTTP/1.0\nHost: echo.demo.localhost\n"
            })
    void oddButSoundHostsFindTheirFunction(String head) {
        assertThat(Edge.raw(head + "Connection: close\n\n"))
                .contains(" 200 OK")
                .contains("GET http://echo.demo.localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\n",
                "GET / HTTP/1.1\nHost:\n",
                "GET / HTTP/1.1\nHost: echo.demo.localhost\nHost: localhost\n",
                "GET / HTTP/1.1\nHost: localhost\nhost: localhost\n",
                "GET / HTTP/1.1\nHost: user@echo.demo.localhost\n",
                "GET / HTTP/1.1\nHost: echo.demo.localhost/x\n",
                "GET / HTTP/1.1\nHost: echo..demo.localhost\n",
                "GET / HTTP/1.1\nHost: echo.demo.localhost:99999\n",
                "GET / HTTP/1.1\nHost: echo.demo.localhost:8a\n",
                "GET / HTTP/1.1\nHost: [::1\n",
                "GET / HTTP/1.1\nHost: echo.demo.localhost,localhost\n",
                "GET /a#b HTTP/1.1\nHost: echo.demo.localhost\n",
                "GET ftp://echo.demo.localhost/ HTTP/1.1\nHost: echo.demo.localhost\n",
                "GET http://user:pw@echo.demo.localhost/ HTTP/1.1\nHost: localhost\n",
                "GET relative HTTP/1.1\nHost: echo.demo.localhost\n"
            })
    void hostileTargetsAreRefused(String head) {
        String answer = Edge.raw(head + "Connection: close\n\n");
        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("GET http");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT echo.demo.localhost:443", "TRACE /"})
    void tunnelsAndEchoesAreRefused(String start) {
        assertThat(Edge.raw(start + " HTTP/1.1\nHost: echo.demo.localhost\n\n"))
                .startsWith("HTTP/1.1 405")
                .contains("method-refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo.demo.localhost", "localhost", "nobody.demo.localhost"})
    void whatIsAskedOfTheServerTheRouterAnswersItself(String host) {
        String options = "OPTIONS * HTTP/1.1\nHost: %s\n".formatted(host);
        String answers = Edge.raw(options + "\n" + options + "Connection: close\n\n");
        assertThat(answers.split("HTTP/1.1 200 OK", -1)).as(answers).hasSize(3);
        assertThat(answers.toLowerCase(Locale.ROOT))
                .contains("allow: get, head, post, put, patch, delete, options", "content-length: 0")
                .doesNotContain("options http");
    }

    @Test
    void whatIsAskedOfTheServerWithABodyEndsTheConnection() {
        String answers = Edge.raw("OPTIONS * HTTP/1.1\nHost: localhost\nContent-Length: 3\n\nabc"
                + "GET / HTTP/1.1\nHost: echo.demo.localhost\n\n");
        assertThat(answers).startsWith("HTTP/1.1 200 OK").doesNotContain("GET http");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS * HTTP/1.1\nHost: a b\n",
                "OPTIONS *?x HTTP/1.1\nHost: localhost\n",
                "GET * HTTP/1.1\nHost: localhost\n",
                "GET /nothing HTTP/1.1\nHost: localhost\n",
                "OPTIONS /nothing HTTP/1.1\nHost: localhost\n",
                "GET / HTTP/1.1\nHost: nobody.demo.localhost\n",
                "TRACE * HTTP/1.1\nHost: localhost\n"
            })
    void everyRefusalSaysWhy(String head) {
        assertThat(Edge.raw(head + "Connection: close\n\n"))
                .startsWith("HTTP/1.1 40")
                .contains("application/problem+json", "\"code\":\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 13, dGhlIHNhbXBsZSBub25jZQ==, 400, invalid-upgrade",
        "Upgrade, 13, '', 400, invalid-upgrade",
        "Upgrade, 13, dG9vIHNob3J0, 400, invalid-upgrade",
        "Upgrade, 13, not Base64!, 400, invalid-upgrade",
        "Upgrade, 8, dGhlIHNhbXBsZSBub25jZQ==, 426, websocket-version",
        "Upgrade, '', dGhlIHNhbXBsZSBub25jZQ==, 426, websocket-version",
    })
    void webSocketThatIsAskedForInAnotherWayIsRefused(
            String connection, String version, String key, int status, String code) {
        assertThat(Edge.raw("GET / HTTP/1.1\nHost: echo.demo.localhost\nConnection: %s\nUpgrade: websocket\n"
                                .formatted(connection)
                        + "Sec-WebSocket-Version: %s\nSec-WebSocket-Key: %s\n\n".formatted(version, key)))
                .startsWith("HTTP/1.1 " + status)
                .contains(code);
    }

    @Test
    void webSocketIsAskedForWithGetAndNoBody() {
        String rest = "Host: echo.demo.localhost\nConnection: Upgrade\nUpgrade: websocket\n"
                + "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nContent-Length: 1\n\nx";
        assertThat(Edge.raw("POST / HTTP/1.1\n" + rest))
                .startsWith("HTTP/1.1 400")
                .contains("invalid-upgrade");
        assertThat(Edge.raw("GET / HTTP/1.1\n" + rest))
                .startsWith("HTTP/1.1 400")
                .contains("invalid-upgrade");
    }

    @Test
    void webSocketOfAnotherHttpIsRefusedClearly() {
        assertThat(Edge.raw("GET / HTTP/1.0\nHost: echo.demo.localhost\nConnection: Upgrade\nUpgrade: websocket\n"
                        + "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n"))
                .contains(" 501 ")
                .contains("websocket-unsupported");
    }

    @Test
    void endlessTargetAndHeadersAreRefused() {
        assertThat(Edge.raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\nHost: echo.demo.localhost\n\n"))
                .contains(" 414 ");
        assertThat(Edge.raw("GET / HTTP/1.1\nHost: echo.demo.localhost\nX: " + "a".repeat(40_000) + "\n\n"))
                .contains(" 431 ");
        assertThat(Edge.raw("GET / HTTP/1.1\nHost: echo.demo.localhost\n" + "X: a\n".repeat(16_384) + "\n"))
                .contains(" 431 ");
    }

    @Test
    void functionSeesWhoAsksAndNothingThatPretendsToBeThePlatform() {
        edge.scripted("headers", (request, client) -> answer(client, 200, String.join("|", request.headers())));
        given().header("Host", "headers.demo.localhost")
                .header("Mayfly-Client-Ip", "6.6.6.6")
                .header("CF-Connecting-IP", "6.6.6.6")
                .header("X-Real-IP", "6.6.6.6")
                .header("True-Client-IP", "6.6.6.6")
                .header("X-Forwarded-For", "5.5.5.5")
                .header("Connection", "x-secret, keep-alive")
                .header("X-Secret", "hop")
                .header("X-Own", "kept")
                .get("/")
                .then()
                .body(containsString("x-own|kept"))
                .body(containsString("x-forwarded-for|5.5.5.5, 127.0.0.1"))
                .body(containsString("x-forwarded-host|headers.demo.localhost"))
                .body(containsString("mayfly-client-ip|127.0.0.1"))
                .body(containsString("cf-connecting-ip|127.0.0.1"))
                .body(containsString("x-real-ip|127.0.0.1"))
                .body(org.hamcrest.Matchers.not(containsString("6.6.6.6")))
                .body(org.hamcrest.Matchers.not(containsString("x-secret")));
    }
}
