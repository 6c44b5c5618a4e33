package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static dev.mayfly.edge.ScriptedHost.end;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.Outcome.GuestError;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Each outcome has one wire form, and only the author learns why a function failed. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class OutcomesTest {
    private static final Outcome FAILED = new Outcome.Failed(
            "threw",
            new GuestError(
                    "TypeError",
                    "secret detail",
                    "TypeError: secret detail\n    at index.js:3:7",
                    Optional.of("index.js"),
                    Optional.of(3),
                    Optional.of(7)));

    @Inject
    Edge edge;

    @Test
    void answerIsTheFunctionsOwn() {
        edge.scripted("out", (request, client) -> answer(client, 418, "teapot", "content-type", "text/tea"));
        get().statusCode(418)
                .header("content-type", "text/tea")
                .header("content-length", "6")
                .header("mayfly-invocation", matchesPattern("[0-9a-f]{16}"))
                .body(is("teapot"));
    }

    @Test
    void refusalIsItsProblem() {
        edge.scripted(
                "out",
                (request, client) ->
                        end(client, new Outcome.Refused(new Problem.LimitReached("queue", "too many wait"))));
        problem(429, "limit-queue").body("detail", is("too many wait"));
    }

    @Test
    void exhaustionNamesTheLimit() {
        edge.scripted("out", (request, client) -> end(client, new Outcome.Exhausted("allocatedBytes", 12, 10)));
        problem(503, "exhausted-allocated-bytes")
                .body("limit", is("allocatedBytes"))
                .body("used", is(12))
                .body("allowed", is(10));
    }

    @Test
    void lostIsABadGateway() {
        edge.scripted("out", (request, client) -> end(client, new Outcome.Lost("worker-1")));
        problem(502, "isolate-lost");
    }

    @Test
    void endWithoutAnswerIsABadGateway() {
        edge.scripted("out", (request, client) -> end(client, new Outcome.Answered()));
        problem(502, "no-answer");
    }

    @Test
    void statusThatCannotBeSentIsABadGateway() {
        edge.scripted("out", (request, client) -> answer(client, 101, ""));
        problem(502, "bad-answer");
    }

    @Test
    void strangerLearnsNothingOfAFailure() {
        edge.scripted("out", (request, client) -> end(client, FAILED));
        String body = problem(500, "function-failed")
                .body("$", not(hasKey("failure")))
                .extract()
                .asString();
        assertThat(body).doesNotContain("secret detail", "TypeError", "index.js", "threw");
    }

    @Test
    void authorSeesTheFailure() {
        edge.scripted("out", (request, client) -> end(client, FAILED));
        given().header("Host", "out.demo.localhost")
                .header("Mayfly-Debug", "Bearer " + TestAuthenticator.token("demo"))
                .get("/")
                .then()
                .statusCode(500)
                .body("failure.message", is("secret detail"))
                .body("failure.line", is(3))
                .body("failure.code", is("threw"));
    }

    @Test
    void whoMayReadTheFunctionsInvocationsIsItsAuthor() {
        edge.scripted("shown", (request, client) -> end(client, FAILED));
        given().header("Host", "shown.demo.localhost")
                .header("Mayfly-Debug", "Bearer " + TestAuthenticator.reader("demo"))
                .get("/")
                .then()
                .body("failure.message", is("secret detail"));
    }

    @Test
    void tokenOfAnotherAccountIsAStrangers() {
        edge.scripted("out", (request, client) -> end(client, FAILED));
        for (String debug : new String[] {
            "Bearer " + TestAuthenticator.token("other"),
            "Bearer nonsense",
            "nonsense",
            "",
            "Bearer ",
            "Basic " + TestAuthenticator.token("demo"),
            "Bearer " + TestAuthenticator.reader("demo")
        })
            given().header("Host", "out.demo.localhost")
                    .header("Mayfly-Debug", debug)
                    .get("/")
                    .then()
                    .statusCode(500)
                    .body("$", not(hasKey("failure")));
    }

    @Test
    void functionDoesNotSeeTheAuthorsToken() {
        edge.scripted("out", (request, client) -> answer(client, 200, String.join(" ", request.headers())));
        given().header("Host", "out.demo.localhost")
                .header("Mayfly-Debug", "Bearer " + TestAuthenticator.token("demo"))
                .get("/")
                .then()
                .body(not(org.hamcrest.Matchers.containsString("token-of")));
    }

    @Test
    void failureBehindTheHeadBreaksTheAnswerOff() {
        edge.scripted("out", (request, client) -> {
            Vertx.currentContext().runOnContext(v -> {
                client.head(200, "OK", new String[0], new BodyComing.Streamed());
                client.responseBody("begun".getBytes());
                client.ended(FAILED, ScriptedHost.USAGE);
            });
            return new ScriptedHost.Play();
        });
        String answer = Edge.raw("GET / HTTP/1.1\nHost: out.demo.localhost\n\n");
        assertThat(answer).startsWith("HTTP/1.1 200").contains("begun").doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void problemWithoutBodyForHead() {
        edge.scripted("out", (request, client) -> end(client, new Outcome.Lost("worker-1")));
        assertThat(Edge.raw("HEAD / HTTP/1.1\nHost: out.demo.localhost\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 502")
                .endsWith("\r\n\r\n");
    }

    @Test
    void invocationsUnderWayAreBounded() throws Exception {
        List<InvocationClient> waiting = new CopyOnWriteArrayList<>();
        List<Context> contexts = new CopyOnWriteArrayList<>();
        edge.scripted("waits", (request, client) -> {
            contexts.add(Vertx.currentContext());
            waiting.add(client);
            return new ScriptedHost.Play();
        });
        edge.scripted("out", (request, client) -> answer(client, 200, "yes"));
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = Edge.connect();
                sockets.add(socket);
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: waits.demo.localhost\r\n\r\n".getBytes());
            }
            Edge.await(() -> waiting.size() == 60);
            problem(503, "unavailable");
            for (int i = 0; i < 60; i++) {
                InvocationClient client = waiting.get(i);
                contexts.get(i).runOnContext(v -> client.ended(new Outcome.Lost("w"), ScriptedHost.USAGE));
            }
            Edge.await(() -> get().extract().statusCode() == 200);
        } finally {
            for (Socket socket : sockets) socket.close();
        }
    }

    private ValidatableResponse problem(int status, String code) {
        return get().statusCode(status)
                .contentType("application/problem+json")
                .header("mayfly-invocation", matchesPattern("[0-9a-f]{16}"))
                .body("code", is(code))
                .body("status", is(status))
                .body("type", is("urn:mayfly:problem:" + code));
    }

    private static ValidatableResponse get() {
        return given().header("Host", "out.demo.localhost").get("/").then();
    }
}
