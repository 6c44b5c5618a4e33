package dev.mayfly.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.mayfly.bindings.functions.Functions.Egress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The whole way, with functions that really run. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class RealIsolateTest {
    @Inject
    Edge edge;

    @Inject
    Vertx vertx;

    private io.restassured.specification.RequestSpecification real(String code, Egress egress) {
        edge.live(edge.deployment("demo", "real", code, egress));
        return given().header("Host", "real.demo.localhost");
    }

    @Test
    void functionAnswers() {
        real(
                        "export default { async fetch(request, env) { return new Response(`${request.method} ${request.url} ${env.SECRET} ${await request.text()}`, {headers: {'x-own': 'yes'}}) } }",
                        Egress.OPEN)
                .body("body")
                .post("/v1/x?y")
                .then()
                .statusCode(200)
                .header("x-own", "yes")
                .body(is("POST http://real.demo.localhost/v1/x?y s3cret body"));
    }

    @Test
    void bodiesStreamThrough() {
        byte[] body = real("export default { fetch(request) { return new Response(request.body) } }", Egress.OPEN)
                .body(new byte[2 << 20])
                .post("/")
                .asByteArray();
        assertThat(body).hasSize(2 << 20);
    }

    @Test
    void functionFetches() throws Exception {
        HttpServer upstream = vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> request.response()
                                .end("upstream got " + body + " of " + request.getHeader("traceparent"))))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        try {
            real(
                            "export default { fetch(request) { return fetch('http://127.0.0.1:%d/', {method: 'POST', body: 'hello'}) } }"
                                    .formatted(upstream.actualPort()),
                            Edge.LOOPBACK)
                    .get("/")
                    .then()
                    .statusCode(200)
                    .body(containsString("upstream got hello of 00-"));
        } finally {
            upstream.close();
        }
    }

    @Test
    void functionReachesItsBinding() {
        real(
                        "export default { async fetch(request, env) { const all = await env.INVOCATIONS.list({limit: 1}); return Response.json(Array.isArray(all)) } }",
                        Egress.OPEN)
                .get("/")
                .then()
                .statusCode(200)
                .body(is("true"));
    }

    @Test
    void throwingFunctionTellsItsAuthorWhere() {
        real("export default {\n  fetch() { throw new TypeError('broken') }\n}", Egress.OPEN)
                .header("Mayfly-Debug", "Bearer " + TestAuthenticator.token("demo"))
                .get("/")
                .then()
                .statusCode(500)
                .body("code", is("function-failed"))
                .body("failure.message", is("broken"))
                .body("failure.line", is(2));
    }

    @Test
    void streamThatFailsBehindItsHeadBreaksTheConnectionAndFailsTheInvocation() {
        real("""
                export default { fetch() {
                  let n = 0;
                  return new Response(new ReadableStream({
                    pull(c) { if (n++ > 0) throw new TypeError('no more'); c.enqueue(new TextEncoder().encode('begun')); },
                  }, { highWaterMark: 0 }));
                } }""", Egress.OPEN);
        String answer = Edge.raw("GET / HTTP/1.1\nHost: real.demo.localhost\n\n");
        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("begun").doesNotContain("\r\n0\r\n");
        String id = answer.replaceAll("(?is).*mayfly-invocation: (\\w+).*", "$1");
        Edge.await(() -> recordOf(id).extract().statusCode() == 200);
        recordOf(id)
                .body("status", is(200))
                .body("outcome", is("failed"))
                .body("code", is("stream-failed"))
                .body("detail", containsString("TypeError: no more"));
    }

    private static ValidatableResponse recordOf(String id) {
        return given().header("Authorization", "Bearer " + TestAuthenticator.token("demo"))
                .get("/v1/accounts/demo/invocations/" + id)
                .then();
    }

    @Test
    void endlessFunctionIsExhausted() {
        real("export default { fetch() { while (true) {} } }", Egress.OPEN)
                .get("/")
                .then()
                .statusCode(503)
                .body("code", is("exhausted-cpu"));
    }
}
