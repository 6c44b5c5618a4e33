package dev.mayfly.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationClient.CallBody;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function fetches, seen by the upstream and by the function. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class EgressTest {
    @Inject
    Edge edge;

    @Inject
    Vertx vertx;

    private HttpServer upstream;
    private final AtomicBoolean upstreamSawEnd = new AtomicBoolean();

    @BeforeEach
    void listen() throws Exception {
        upstream = vertx.createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        upstream.close().toCompletionStage().toCompletableFuture().join();
    }

    private void serve(HttpServerRequest request) {
        var response = request.response();
        switch (request.path()) {
            case "/hello" ->
                response.putHeader("x-up", "yes")
                        .putHeader("connection", "keep-alive")
                        .end("hello");
            case "/headers" -> response.end(request.headers().toString());
            case "/length" -> {
                var told = request.getHeader("content-length") + " " + request.getHeader("transfer-encoding");
                request.body().onSuccess(body -> response.end(told + " " + body));
            }
            case "/echo" -> request.body().onSuccess(body -> response.end(request.method() + " " + body));
            case "/301", "/302", "/303", "/307", "/308" ->
                response.setStatusCode(Integer.parseInt(request.path().substring(1)))
                        .putHeader("location", "/echo")
                        .end();
            case "/loop" ->
                response.setStatusCode(302).putHeader("location", "/loop").end();
            case "/inside" ->
                response.setStatusCode(302)
                        .putHeader("location", "http://10.0.0.1/")
                        .end();
            case "/elsewhere" ->
                response.setStatusCode(302)
                        .putHeader("location", "http://localhost:" + upstream.actualPort() + "/headers")
                        .end();
            case "/large" -> response.end(Buffer.buffer(new byte[3 << 20]));
            case "/breaks" ->
                response.setChunked(true)
                        .write("begun")
                        .onComplete(v -> request.connection().close());
            case "/hangs" -> request.connection().closeHandler(v -> upstreamSawEnd.set(true));
            case "/204" -> response.setStatusCode(204).end();
            default -> response.setStatusCode(404).end();
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + upstream.actualPort() + path;
    }

    /** Fetches once and answers with what came: {@code status url redirected length-or-text}, or {@code refused code}. */
    private String fetched(Egress egress, Message.Call.Fetch fetch, byte[]... pieces) {
        edge.scripted("fetcher", egress, (request, client) -> {
            Vertx.currentContext().runOnContext(v -> client.fetch(fetch, new Collected(client, pieces)));
            return new ScriptedHost.Play();
        });
        return given().header("Host", "fetcher.demo.localhost").get("/").asString();
    }

    private String fetched(String url) {
        return fetched(Edge.LOOPBACK, fetch("GET", url, "follow"));
    }

    private static Message.Call.Fetch fetch(String method, String url, String redirect, String... headers) {
        return new Message.Call.Fetch(1, method, url, redirect, headers, Body.NONE);
    }

    /** Takes the answer to a fetch and makes it the answer of the function. */
    private static class Collected implements InvocationClient.Reply {
        private final InvocationClient client;
        private final byte[][] pieces;
        private final Context context = Vertx.currentContext();
        private final Buffer body = Buffer.buffer();
        private String head = "";
        private CallBody call;

        Collected(InvocationClient client, byte[][] pieces) {
            this.client = client;
            this.pieces = pieces;
        }

        @Override
        public void refused(String code, String message) {
            finish("refused " + code);
        }

        @Override
        public void returned(String json) {
            finish(json);
        }

        @Override
        public void response(
                int status, String statusText, String url, boolean redirected, String[] headers, BodyComing coming) {
            head = status + " " + (redirected ? "redirected " : "")
                    + List.of(headers).contains("x-up") + " ";
            if (coming instanceof BodyComing.Streamed) context.runOnContext(v -> call.wants(Frames.INITIAL_CREDIT));
            else finish(head + "none");
        }

        @Override
        public void body(byte[] piece) {
            body.appendBytes(piece);
            context.runOnContext(v -> call.wants(piece.length));
        }

        @Override
        public void bodyEnd() {
            finish(head + (body.length() > 10_000 ? "bytes " + body.length() : body.toString()));
        }

        @Override
        public void bodyBroken() {
            finish(head + body + " broken");
        }

        @Override
        public void onCallBody(CallBody handler) {
            call = handler;
            context.runOnContext(v -> {
                for (byte[] piece : pieces) handler.piece(piece);
                if (pieces.length > 0) handler.end();
            });
        }

        @Override
        public void callBodyConsumed(int bytes) {}

        void finish(String text) {
            client.head(200, "", new String[0], new BodyComing.Whole(text.getBytes(StandardCharsets.UTF_8)));
            client.ended(new Outcome.Answered(), ScriptedHost.USAGE);
        }
    }

    private String uploaded(String length, String... pieces) {
        var fetch = new Message.Call.Fetch(
                1, "PUT", url("/length"), "follow", new String[] {"Content-Length", length}, Body.STREAMED);
        var bytes = Arrays.stream(pieces)
                .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        return fetched(Edge.LOOPBACK, fetch, bytes);
    }

    @Test
    void streamedUploadSaysTheLengthThatItIsHeldTo() {
        assertThat(uploaded("5", "he", "llo")).isEqualTo("200 false 5 null hello");
        assertThat(uploaded("five", "he", "llo")).isEqualTo("200 false null chunked hello");
        assertThat(uploaded("5", "hello", "!")).isEqualTo("refused broken-off");
        assertThat(uploaded("5", "hell")).isEqualTo("refused broken-off");
    }

    @Test
    void fetchWhoseBodyBreaksIsRefused() {
        var fetch = new Message.Call.Fetch(1, "PUT", url("/length"), "follow", new String[0], Body.STREAMED);
        edge.scripted("fetcher", Edge.LOOPBACK, (request, client) -> {
            Vertx.currentContext()
                    .runOnContext(v -> client.fetch(fetch, new Collected(client, new byte[0][]) {
                        @Override
                        public void onCallBody(InvocationClient.CallBody handler) {
                            Vertx.currentContext().runOnContext(w -> handler.broken());
                        }
                    }));
            return new ScriptedHost.Play();
        });
        given().header("Host", "fetcher.demo.localhost").get("/").then().body(is("refused broken-off"));
    }

    @Test
    void answerComesBack() {
        assertThat(fetched(url("/hello"))).isEqualTo("200 true hello");
        assertThat(fetched(url("/204"))).isEqualTo("204 false none");
        assertThat(fetched(url("/large"))).isEqualTo("200 false bytes " + (3 << 20));
        assertThat(fetched(Edge.LOOPBACK, fetch("HEAD", url("/hello"), "follow")))
                .isEqualTo("200 true none");
    }

    @Test
    void nothingPrivateIsReachedUnlessThePolicySaysSo() {
        Message.Call.Fetch fetch = fetch("GET", url("/hello"), "follow");
        assertThat(fetched(Egress.OPEN, fetch)).isEqualTo("refused egress-denied");
        assertThat(fetched(new Egress(Egress.Mode.none, List.of("127.0.0.1")), fetch))
                .isEqualTo("refused egress-denied");
        String port = Integer.toString(upstream.actualPort());
        assertThat(fetched(new Egress(Egress.Mode.open, List.of("127.0.0.1:" + port)), fetch))
                .startsWith("200");
        assertThat(fetched(new Egress(Egress.Mode.open, List.of("127.0.0.1:1")), fetch))
                .isEqualTo("refused egress-denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:%s/hello",
                "http://127.1:%s/hello",
                "http://2130706433:%s/hello",
                "http://0.0.0.0:%s/hello",
                "http://[::1]:%s/hello",
                "http://[::ffff:127.0.0.1]:%s/hello",
                "http://[::ffff:7f00:1]:%s/hello",
                "http://169.254.169.254/",
                "http://[fd00:ec2::254]/",
                "http://[64:ff9b::7f00:1]:%s/",
                "http://[2002:7f00:1::]:%s/"
            })
    void disguisedAddressesAreDenied(String url) {
        assertThat(fetched(Egress.OPEN, fetch("GET", url.formatted(upstream.actualPort()), "follow")))
                .isIn("refused egress-denied", "refused unreachable", "refused invalid-url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/", "file:///etc/passwd", "http://u:p@127.0.0.1/", "", "/relative"})
    void otherUrlsAreInvalid(String url) {
        assertThat(fetched(url)).isEqualTo("refused invalid-url");
    }

    @Test
    void redirectToAPrivateAddressIsDenied() {
        assertThat(fetched(new Egress(Egress.Mode.open, List.of("127.0.0.1")), fetch("GET", url("/inside"), "follow")))
                .isEqualTo("refused egress-denied");
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET ",
        "302, POST, GET ",
        "303, POST, GET ",
        "307, POST, POST body",
        "308, POST, POST body",
        "303, PUT, GET ",
        "301, PUT, PUT body"
    })
    void redirectChangesTheMethodAsFetchSays(int status, String method, String seen) {
        Message.Call.Fetch fetch = new Message.Call.Fetch(
                1, method, url("/" + status), "follow", new String[0], new Body.Inline("body".getBytes()));
        assertThat(fetched(Edge.LOOPBACK, fetch))
                .isEqualTo(
                        "200 redirected false " + seen.strip() + (seen.strip().equals("GET") ? " " : ""));
    }

    @Test
    void redirectIsFollowedOnlyWhenWanted() {
        assertThat(fetched(Edge.LOOPBACK, fetch("GET", url("/302"), "manual"))).startsWith("302 false");
        assertThat(fetched(Edge.LOOPBACK, fetch("GET", url("/302"), "error"))).isEqualTo("refused redirected");
        assertThat(fetched(url("/loop"))).isEqualTo("refused too-many-redirects");
    }

    @Test
    void streamedBodyIsNotSentTwice() {
        Message.Call.Fetch fetch =
                new Message.Call.Fetch(1, "POST", url("/307"), "follow", new String[0], Body.STREAMED);
        assertThat(fetched(Edge.LOOPBACK, fetch, "abc".getBytes())).isEqualTo("refused redirected");
    }

    @Test
    void streamedBodyArrives() {
        Message.Call.Fetch fetch =
                new Message.Call.Fetch(1, "POST", url("/echo"), "follow", new String[0], Body.STREAMED);
        assertThat(fetched(Edge.LOOPBACK, fetch, "abc".getBytes(), "def".getBytes()))
                .isEqualTo("200 false POST abcdef");
    }

    @Test
    void upstreamSeesTheTraceAndNothingTheFunctionMayNotSay() {
        String seen = fetched(
                Edge.LOOPBACK,
                fetch(
                        "GET",
                        url("/headers"),
                        "follow",
                        "Host",
                        "evil",
                        "Mayfly-Debug",
                        "x",
                        "Traceparent",
                        "forged",
                        "X-Own",
                        "mine",
                        "Connection",
                        "x",
                        "x-split",
                        "a\r\nx-injected: 1",
                        "Authorization",
                        "secret"));
        assertThat(seen)
                .contains(
                        "host=127.0.0.1:" + upstream.actualPort(),
                        "x-own=mine",
                        "traceparent=00-",
                        "authorization=secret")
                .doesNotContain("evil", "mayfly", "forged", "x-injected");
    }

    @Test
    void credentialsDoNotFollowToAnotherOrigin() {
        String seen = fetched(
                Edge.LOOPBACK,
                fetch("GET", url("/elsewhere"), "follow", "Authorization", "secret", "Cookie", "c", "X-Own", "mine"));
        assertThat(seen).contains("redirected", "x-own=mine").doesNotContain("secret", "cookie");
    }

    @Test
    void brokenAnswerIsBrokenForTheFunctionToo() {
        assertThat(fetched(url("/breaks"))).isEqualTo("200 false begun broken");
    }

    @Test
    void nobodyThereIsUnreachable() {
        assertThat(fetched("http://127.0.0.1:1/")).isEqualTo("refused unreachable");
        assertThat(fetched("http://nobody.invalid/")).isEqualTo("refused unreachable");
    }

    /** An upstream whose first connection answers one request, and closes at the second without a word. */
    private NetServer closing(AtomicInteger connections, int answersOfLaterConnections) throws Exception {
        return vertx.createNetServer()
                .connectHandler(socket -> {
                    AtomicInteger left =
                            new AtomicInteger(connections.incrementAndGet() == 1 ? 1 : answersOfLaterConnections);
                    socket.handler(request -> {
                        if (left.getAndDecrement() > 0) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
                        else socket.close();
                    });
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** Fetches twice, so that the second request finds the first one's connection; what came of the second. */
    private String fetchedAgain(NetServer server, String method) {
        String url = "http://127.0.0.1:%d/".formatted(server.actualPort());
        edge.scripted("fetcher", Edge.LOOPBACK, (request, client) -> {
            Context context = Vertx.currentContext();
            context.runOnContext(v -> client.fetch(fetch("GET", url, "follow"), new Collected(client, new byte[0][]) {
                @Override
                void finish(String first) {
                    assertThat(first).isEqualTo("200 false ok");
                    context.runOnContext(
                            v -> client.fetch(fetch(method, url, "follow"), new Collected(client, new byte[0][])));
                }
            }));
            return new ScriptedHost.Play();
        });
        return given().header("Host", "fetcher.demo.localhost").get("/").asString();
    }

    @ParameterizedTest
    @CsvSource({"GET,1,200 false ok,2", "GET,0,refused unreachable,4", "POST,1,refused unreachable,1"})
    void requestThatMeetsAConnectionBeingClosedIsSentAgainIfItMay(
            String method, int answersOfLaterConnections, String result, int connectionsMade) throws Exception {
        AtomicInteger connections = new AtomicInteger();
        NetServer server = closing(connections, answersOfLaterConnections);
        assertThat(fetchedAgain(server, method)).isEqualTo(result);
        assertThat(connections).hasValue(connectionsMade);
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "TRACE", "track", "A B", ""})
    void refusesMethodsThatMeanSomethingElse(String method) {
        assertThat(fetched(Edge.LOOPBACK, fetch(method, url("/hello"), "follow")))
                .isEqualTo("refused invalid-method");
    }

    @Test
    void fetchEndsWithItsInvocation() {
        edge.scripted("fetcher", Edge.LOOPBACK, (request, client) -> {
            Context context = Vertx.currentContext();
            context.runOnContext(
                    v -> client.fetch(fetch("GET", url("/hangs"), "follow"), new Collected(client, new byte[0][])));
            vertx.setTimer(
                    200,
                    id -> context.runOnContext(
                            v -> client.ended(new Outcome.Exhausted("cpu", 2, 1), ScriptedHost.USAGE)));
            return new ScriptedHost.Play();
        });
        given().header("Host", "fetcher.demo.localhost").get("/").then().statusCode(503);
        Edge.await(upstreamSawEnd::get);
    }

    @Test
    void fetchesUnderWayAreBounded() {
        List<String> codes = new java.util.concurrent.CopyOnWriteArrayList<>();
        edge.scripted("fetcher", Edge.LOOPBACK, (request, client) -> {
            Context context = Vertx.currentContext();
            context.runOnContext(v -> {
                for (int i = 0; i < 21; i++) client.fetch(fetch("GET", url("/hangs"), "follow"), new Codes(codes));
                ScriptedHost.answer(client, 200, "done");
            });
            return new ScriptedHost.Play();
        });
        given().header("Host", "fetcher.demo.localhost").get("/").then().body(is("done"));
        assertThat(codes).containsExactly("unavailable");
        assertThat(fetched(url("/hello"))).as("room again").isEqualTo("200 true hello");
    }

    @Test
    void subrequestsAreCountedOnThisSideToo() {
        List<String> codes = new java.util.concurrent.CopyOnWriteArrayList<>();
        edge.scripted("fetcher", (request, client) -> {
            Vertx.currentContext().runOnContext(v -> {
                for (int i = 0; i < 51; i++)
                    client.call(new Message.Call.Method(1, "NOBODY", "x", "[]"), new Codes(codes));
            });
            return ScriptedHost.answer(client, 200, "done");
        });
        given().header("Host", "fetcher.demo.localhost").get("/").then().body(is("done"));
        Edge.await(() -> codes.size() == 51);
        assertThat(codes.getFirst()).isEqualTo("unknown-binding");
        assertThat(codes.getLast()).isEqualTo("limit-subrequests");
    }

    @Test
    void bindingAnswersForTheFunctionsOwnAccount() {
        edge.scripted("binder", (request, client) -> {
            Vertx.currentContext()
                    .runOnContext(v -> client.call(
                            new Message.Call.Method(
                                    1, "INVOCATIONS", "list", "[{\"function\":\"binder\",\"limit\":1}]"),
                            new Collected(client, new byte[0][])));
            return new ScriptedHost.Play();
        });
        given().header("Host", "binder.demo.localhost").get("/").then().body(is("[]"));
    }

    /** Notes what calls are refused with. */
    private record Codes(List<String> codes) implements InvocationClient.Reply {
        @Override
        public void refused(String code, String message) {
            codes.add(code);
        }

        @Override
        public void returned(String json) {}

        @Override
        public void response(
                int status, String statusText, String url, boolean redirected, String[] headers, BodyComing body) {}

        @Override
        public void body(byte[] piece) {}

        @Override
        public void bodyEnd() {}

        @Override
        public void bodyBroken() {}

        @Override
        public void onCallBody(CallBody handler) {}

        @Override
        public void callBodyConsumed(int bytes) {}
    }
}
