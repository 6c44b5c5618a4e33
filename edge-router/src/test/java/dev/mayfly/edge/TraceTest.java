package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationClient.Reply;
import dev.mayfly.isolates.InvocationClient.Usage;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of an invocation: by the record, and by the export. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class TraceTest {
    private static final String CALLER = "00f067aa0ba902b7";

    @Inject
    Edge edge;

    @ConfigProperty(name = "test.collector")
    String collector;

    private final String trace =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())
                    + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1);

    private void invoke(String flags) {
        given().header("Host", "traced.demo.localhost")
                .header("traceparent", "00-" + trace + "-" + CALLER + "-" + flags)
                .get("/path?secret=1");
    }

    private ValidatableResponse record() {
        Edge.await(() -> get().extract().statusCode() == 200);
        return get();
    }

    private ValidatableResponse get() {
        return given().header("Authorization", "Bearer " + TestAuthenticator.token("demo"))
                .get("/v1/accounts/demo/invocations/" + trace)
                .then();
    }

    /** Fetches something and calls a binding, writes a line, and, once the fetch is refused, ends as told. */
    private void traced(Outcome outcome) {
        edge.scripted("traced", (request, client) -> {
            Context here = Vertx.currentContext();
            AtomicBoolean ended = new AtomicBoolean();
            Reply refused = reply(() -> {
                if (ended.getAndSet(true)) return;
                here.runOnContext(v -> {
                    if (outcome instanceof Outcome.Answered) answer(client, 200, request.traceparent());
                    else ScriptedHost.end(client, outcome);
                });
            });
            here.runOnContext(v -> {
                client.log(new Message.Log(Message.Level.WARN, System.currentTimeMillis(), "a line"));
                client.call(new Message.Call.Method(2, "INVOCATIONS", "list", "[]"), reply(() -> {}));
                client.fetch(
                        new Message.Call.Fetch(1, "GET", "http://127.0.0.1/", "follow", new String[0], Body.NONE),
                        refused);
            });
            return new ScriptedHost.Play();
        });
    }

    private static Reply reply(Runnable heard) {
        return (Reply) java.lang.reflect.Proxy.newProxyInstance(
                TraceTest.class.getClassLoader(), new Class<?>[] {Reply.class}, (proxy, method, arguments) -> {
                    heard.run();
                    return null;
                });
    }

    @Test
    void recordTellsTheWholeStory() {
        traced(new Outcome.Answered());
        invoke("01");
        record().body("trace", is(trace))
                .body("outcome", is("answered"))
                .body("status", is(200))
                .body("method", is("GET"))
                .body("logs[0].text", is("a line"))
                .body("logs[0].level", is("warn"))
                .body("usage.cpuNs", is(1000))
                .body("usage.heapPeakBytes", nullValue())
                .body("spans.name", hasItems("request", "ingress", "route", "dispatch", "isolate", "response", "fetch"))
                .body("spans.find { it.name == 'request' }.parent", is(CALLER))
                .body("spans.find { it.name == 'fetch' }.error", is("egress-denied"));
    }

    @Test
    void heapThatWasMeasuredIsTold() {
        var measured = new Usage(1_000, 9_000_000, 4_000_000, 3_000, 0, 1, "scripted");
        edge.scripted("traced", (request, client) -> {
            Vertx.currentContext().runOnContext(v -> {
                client.head(200, "", new String[0], new BodyComing.None());
                client.ended(new Outcome.Answered(), measured);
            });
            return new ScriptedHost.Play();
        });
        invoke("01");
        record().body("usage.heapPeakBytes", is(4_000_000));
    }

    @Test
    void invocationIsTheIsolatesSpan() {
        traced(new Outcome.Answered());
        invoke("01");
        ValidatableResponse record = record();
        String id = record.extract().path("id");
        record.body("spans.find { it.name == 'isolate' }.id", is(id))
                .body("spans.findAll { it.name == 'fetch' }.parent", everyItem(is(id)));
    }

    @Test
    void killedIsolateReportsToo() {
        traced(new Outcome.Lost("worker-7"));
        invoke("01");
        record().body("outcome", is("lost")).body("logs[0].text", is("a line")).body("status", is(502));
        assertThat(exported(7)).isNotEmpty();
    }

    @Test
    void exportIsOneTraceWithoutOrphans() {
        traced(new Outcome.Answered());
        invoke("01");
        List<String[]> spans = exported(8);
        Set<String> ids = spans.stream().map(span -> span[1]).collect(Collectors.toSet());
        assertThat(spans)
                .allSatisfy(span -> assertThat(span[2].equals(CALLER) || ids.contains(span[2]))
                        .as(String.join(" ", span))
                        .isTrue());
        assertThat(spans).filteredOn(span -> span[2].equals(CALLER)).hasSize(1);
        assertThat(ids).hasSameSizeAs(spans);
    }

    @Test
    void whatAServerAnswersIsATraceToo() {
        String told = given().header("Host", "shop.example.net")
                .header("traceparent", "00-" + trace + "-" + CALLER + "-01")
                .get("/path?x")
                .path("headers.traceparent");
        List<String[]> spans = exported(6);
        Set<String> ids = spans.stream().map(span -> span[1]).collect(Collectors.toSet());
        assertThat(spans)
                .extracting(span -> span[3])
                .contains("GET shop", "ingress", "route", "limits", "forward", "response");
        assertThat(spans)
                .allSatisfy(span -> assertThat(span[2].equals(CALLER) || ids.contains(span[2]))
                        .as(String.join(" ", span))
                        .isTrue());
        assertThat(spans)
                .filteredOn(span -> span[3].equals("forward"))
                .singleElement()
                .satisfies(span -> assertThat(told).isEqualTo("00-" + trace + "-" + span[1] + "-01"));
    }

    @Test
    void decisionNotToSampleIsObeyed() {
        traced(new Outcome.Answered());
        invoke("00");
        record().body("trace", is(trace));
        String sampled = trace;
        assertThat(seen().stream().filter(span -> span[0].equals(sampled))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "00"})
    void linesAreExportedWithinTheirIsolatesSpanWhateverIsSampled(String flags) {
        traced(new Outcome.Answered());
        invoke(flags);
        ValidatableResponse record = record();
        String id = record.extract().path("id");
        String version = record.extract().path("version");
        Edge.await(() -> !linesOf(trace).isEmpty());
        assertThat(linesOf(trace))
                .containsExactly(
                        ("%s %s warn a line {mayfly.account=demo, mayfly.function=traced, mayfly.invocation=%s, mayfly.version=%s}")
                                .formatted(trace, id, id, version));
    }

    private List<String> linesOf(String trace) {
        return given().get(collector + "/seen/logs")
                .asString()
                .lines()
                .filter(line -> line.startsWith(trace))
                .toList();
    }

    /** The spans of this trace, as soon as so many have been exported. */
    private List<String[]> exported(int atLeast) {
        Edge.await(() -> seen().stream().filter(span -> span[0].equals(trace)).count() >= atLeast);
        return seen().stream().filter(span -> span[0].equals(trace)).toList();
    }

    private List<String[]> seen() {
        return given().get(collector + "/seen")
                .asString()
                .lines()
                .map(line -> line.split(" ", 4))
                .toList();
    }
}
