package dev.mayfly.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that HTTP servers of the settings answer, through the front door. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class OriginsTest {
    private static final int BACK_HERE_MAX = 16;

    @Inject
    Edge edge;

    @Inject
    Vertx vertx;

    private static RequestSpecification at(String host) {
        return given().header("Host", host);
    }

    @Test
    void serverIsAskedWhatTheClientAsksAndAnswersForItself() {
        at("shop.example.net")
                .urlEncodingEnabled(false)
                .header("X-Own", "kept")
                .body("order")
                .post("/buy/a%20b?size=44")
                .then()
                .statusCode(201)
                .header("x-of-the-server", "yes")
                .header("mayfly-invocation", nullValue())
                .body("method", is("POST"))
                .body("uri", is("/buy/a%20b?size=44"))
                .body("body", is("order"))
                .body("headers.host", is("shop.example.net"))
                .body("headers.x-own", is("kept"));
    }

    @Test
    void cookiesOfTheServerStaySeveral() {
        assertThat(at("shop.example.net").get("/x").headers().getValues("set-cookie"))
                .containsExactly("a=1", "b=2");
    }

    @Test
    void bodyOfWhatOnlyReadsIsPassedOn() {
        at("shop.example.net").body("{\"query\":1}").get("/_search").then().body("body", is("{\"query\":1}"));
    }

    @Test
    void serverIsToldWhoAsksAndNothingThatTheClientMakesUp() {
        at("shop.example.net")
                .header("Mayfly-Client-Ip", "6.6.6.6")
                .header("CF-Connecting-IP", "6.6.6.6")
                .header("X-Real-IP", "6.6.6.6")
                .header("CF-IPCountry", "ZZ")
                .header("Forwarded", "for=6.6.6.6")
                .header("X-Forwarded-Port", "6")
                .header("Connection", "x-secret-of-the-hop, keep-alive")
                .header("X-Secret-Of-The-Hop", "1")
                .get("/x")
                .then()
                .body("headers", not(hasKey("mayfly-client-ip")))
                .body("headers", not(hasKey("cf-connecting-ip")))
                .body("headers", not(hasKey("cf-ipcountry")))
                .body("headers", not(hasKey("forwarded")))
                .body("headers", not(hasKey("x-forwarded-port")))
                .body("headers", not(hasKey("x-secret-of-the-hop")))
                .body("headers.x-real-ip", is("127.0.0.1"))
                .body("headers.x-forwarded-for", is("127.0.0.1"))
                .body("headers.x-forwarded-proto", is("http"))
                .body("headers.x-forwarded-host", is("shop.example.net"))
                .body("headers.via", is("1.1 mayfly"))
                .body("headers.cdn-loop", is("mayfly"));
    }

    @Test
    void traceGoesOn() {
        String id = "0af7651916cd43dd8448eb211c80319c";
        at("shop.example.net")
                .header("traceparent", "00-" + id + "-b7ad6b7169203331-01")
                .header("tracestate", "a=b")
                .get("/x")
                .then()
                .body("headers.traceparent", startsWith("00-" + id + "-"))
                .body("headers.traceparent", not(containsString("b7ad6b7169203331")))
                .body("headers.tracestate", is("a=b"));
    }

    @Test
    void serverMayHaveItsOwnNameAndAPath() {
        at("own.example.net")
                .get("/x?y")
                .then()
                .body("uri", is("/below/x?y"))
                .body("headers.host", startsWith("127.0.0.1:"))
                .body("headers.x-forwarded-host", is("own.example.net"));
    }

    @Test
    void wildcardLeadsThereOnlyBelowItsPath() {
        at("eu.shop.example.net").get("/api/x").then().statusCode(201);
        at("eu.shop.example.net").get("/x").then().statusCode(404).body("code", is("not-found"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1 << 17, (1 << 17) + 1, 3 << 20})
    void bodiesPassWholeBothWays(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        byte[] back = at("shop.example.net")
                .contentType("application/octet-stream")
                .body(bytes)
                .post("/echo")
                .asByteArray();
        assertThat(back).isEqualTo(bytes);
    }

    @Test
    void chunksPass() throws IOException {
        String answer = Edge.raw(
                "POST /echo HTTP/1.1\nHost: shop.example.net\nConnection: close\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n");
        assertThat(answer).startsWith("HTTP/1.1 200").contains("hello");
    }

    @Test
    void clientIsToldToGoOnBeforeItSends() throws IOException {
        try (RawClient client = RawClient.from("127.0.0.1")) {
            client.send(
                    "POST /echo HTTP/1.1\nHost: shop.example.net\nExpect: 100-continue\nContent-Length: 200000\n\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100");
        }
    }

    @Test
    void answersWithoutABodyKeepTheConnection() throws IOException {
        try (RawClient client = RawClient.from("127.0.0.1")) {
            client.send("HEAD /sized HTTP/1.1\nHost: shop.example.net\n\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 7");
            client.send("GET /nothing HTTP/1.1\nHost: shop.example.net\n\n");
            assertThat(client.head()).startsWith("HTTP/1.1 204");
            client.send("GET /nothing HTTP/1.1\nHost: shop.example.net\n\n");
            assertThat(client.head()).startsWith("HTTP/1.1 204");
        }
    }

    private static Response tried(String attempt, String method, String path) {
        return at("fickle.example.net").header("X-Try", attempt).request(method, path);
    }

    @Test
    void whatMayBeRepeatedIsSentOnceMoreWhenTheConnectionCloses() {
        String attempt = UUID.randomUUID().toString();
        tried(attempt, "GET", "/closes-once").then().statusCode(201);
        assertThat(tried(attempt, "GET", "/times").asString()).isEqualTo("2");
    }

    @Test
    void whatMayNotBeRepeatedIsSentOnce() {
        String attempt = UUID.randomUUID().toString();
        tried(attempt, "POST", "/closes").then().statusCode(502).body("code", is("origin-unreachable"));
        assertThat(tried(attempt, "GET", "/times").asString()).isEqualTo("1");
    }

    @Test
    void whatIsNeverAnsweredIsGivenUp() {
        String attempt = UUID.randomUUID().toString();
        tried(attempt, "GET", "/closes").then().statusCode(502);
        assertThat(tried(attempt, "GET", "/times").asString()).isEqualTo("3");
    }

    @Test
    void serverThatFailsAgainAndAgainIsLeftAlone() {
        for (int i = 0; i < 40; i++) at("flaky.example.net").get("/x").then().statusCode(201);
        int slammed = Integer.parseInt(tried("slammed", "GET", "/times").asString());
        assertThat(slammed).isBetween(1, 12);
    }

    @Test
    void serverThatIsNotThereIsABadGateway() {
        at("gone.example.net").get("/x").then().statusCode(502).body("code", is("origin-unreachable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void oneOfTwoServersIsEnough(String method) {
        for (int i = 0; i < 6; i++)
            at("halved.example.net").request(method, "/x").then().statusCode(201);
    }

    @Test
    void serverThatTakesTooLongIsPassedOver() {
        for (int i = 0; i < 12; i++) at("hurried.example.net").get("/x").then().statusCode(201);
    }

    @Test
    void attemptsThatTakeTooLongAreMadeAgainOnlyWhereThatIsTheSame() {
        int gets = silent("silent");
        int posts = silent("silent-post");
        at("late.example.net").get("/x").then().statusCode(504).body("code", is("origin-silent"));
        assertThat(silent("silent") - gets).isEqualTo(3);
        at("late.example.net").post("/x").then().statusCode(504).body("code", is("origin-silent"));
        assertThat(silent("silent-post") - posts).isEqualTo(1);
    }

    @Test
    void clientThatTakesItsTimeIsNoServerThatIsLate() throws IOException {
        try (RawClient client = RawClient.from("127.0.0.1")) {
            client.send("POST /x HTTP/1.1\nHost: prompt.example.net\nContent-Length: 200000\n\n");
            client.send("x".repeat(100_000));
            // As long as three attempts take.
            at("idle.example.net").get("/x").then().statusCode(504);
            client.send("x".repeat(100_000));
            assertThat(client.head()).startsWith("HTTP/1.1 201");
        }
        try (RawClient client = RawClient.from("127.0.0.1")) {
            client.send("POST /silent HTTP/1.1\nHost: prompt.example.net\nContent-Length: 200000\n\n");
            client.send("x".repeat(200_000));
            assertThat(client.answer()).startsWith("HTTP/1.1 504").contains("did not begin its answer in time");
        }
    }

    @Test
    void besideAServerThatIsSlowAnotherIsAsked() {
        for (int i = 0; i < 12; i++) at("hedged.example.net").get("/x").then().statusCode(201);
    }

    @Test
    void onlyWhatMayBeRepeatedIsAskedOfTwo() {
        int gets = silent("silent");
        int posts = silent("silent-post");
        at("mute.example.net").get("/x").then().statusCode(504);
        assertThat(silent("silent") - gets).isEqualTo(2);
        at("mute.example.net").post("/x").then().statusCode(504);
        assertThat(silent("silent-post") - posts).isEqualTo(1);
    }

    private static int silent(String counted) {
        return Integer.parseInt(tried(counted, "GET", "/times").asString());
    }

    @Test
    void whatStandsBehindABodyIsPassedToWhoTakesIt() throws IOException {
        String with = Edge.raw("GET /trailers HTTP/1.1\nHost: shop.example.net\nConnection: close\nTE: trailers\n\n");
        assertThat(with)
                .contains("the body\r\n0\r\n")
                .contains("x-sum: of the body")
                .contains("x-te: trailers")
                .doesNotContain("forged");
        String without = Edge.raw("GET /trailers HTTP/1.1\nHost: shop.example.net\nConnection: close\n\n");
        assertThat(without).contains("the body").doesNotContain("x-sum");
    }

    @Test
    void silenceBeforeTheAnswerIsATimeout() {
        at("shop.example.net").get("/silent").then().statusCode(504).body("code", is("origin-silent"));
    }

    /** The server may be silent for a shorter time than a client may take for its body. */
    @Test
    void silenceOfTheClientIsNotTheServers() throws IOException {
        try (RawClient client = RawClient.from("127.0.0.1")) {
            client.send("POST /echo HTTP/1.1\nHost: shop.example.net\nContent-Length: 5\n\nhel");
            assertThat(client.head()).startsWith("HTTP/1.1 400");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/half", "/stalls"})
    void answerThatDoesNotComeToItsEndIsBrokenOff(String path) throws IOException {
        try (RawClient client = RawClient.from("127.0.0.1")) {
            client.get(path, "shop.example.net");
            String heard = client.toTheEnd();
            assertThat(heard).startsWith("HTTP/1.1 200").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void whatCameBackHereTooOftenIsALoop() {
        String often = "mayfly, " + "mayfly;v=1, ".repeat(BACK_HERE_MAX - 2) + "other";
        at("shop.example.net")
                .header("CDN-Loop", often)
                .get("/x")
                .then()
                .statusCode(201)
                .body("headers.cdn-loop", is(often + ", mayfly"));
        at("shop.example.net")
                .header("CDN-Loop", often, "Mayfly")
                .get("/x")
                .then()
                .statusCode(508)
                .body("code", is("forward-loop"));
    }

    @Test
    void withTlsItIsHttp2AndTheCertificateMustBeTrusted() {
        at("tls.example.net")
                .body("order")
                .post("/x")
                .then()
                .statusCode(201)
                .body("version", is("HTTP_2"))
                .body("authority", is("tls.example.net"))
                .body("body", is("order"));
    }

    @Test
    void certificateMayHaveAnotherNameThanTheUrl() {
        at("renamed.example.net").get("/x").then().statusCode(201).body("authority", is("inner.example.net"));
        at("misnamed.example.net").get("/x").then().statusCode(502).body("code", is("origin-unreachable"));
    }

    @Test
    void pageIsGivenAsMarkdownWhereARuleSaysSo() {
        at("shop.example.net")
                .header("Accept", "text/markdown")
                .get("/page")
                .then()
                .statusCode(200)
                .header("content-type", startsWith("text/markdown"))
                .header("mayfly-invocation", nullValue())
                .body(equalTo("# Shoes\n\nOf leather.\n"));
    }

    @Test
    void socketsAreJoined() throws Exception {
        for (String host : new String[] {"shop.example.net", "tls.example.net"}) {
            WebSocketClient client = vertx.createWebSocketClient();
            try {
                WebSocket socket = client.connect(new WebSocketConnectOptions()
                                .setHost("127.0.0.1")
                                .setPort(Edge.port())
                                .putHeader("Host", host)
                                .setURI("/socket"))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
                BlockingQueue<String> heard = new LinkedBlockingQueue<>();
                socket.textMessageHandler(heard::add);
                socket.closeHandler(v -> heard.add("closed " + socket.closeStatusCode() + " " + socket.closeReason()));
                socket.writeTextMessage("hello");
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("hello " + host);
                socket.writeTextMessage("end");
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("closed 4001 as you like");
            } finally {
                client.close();
            }
        }
    }

    @Test
    void socketThatTheServerDoesNotTakeHasItsAnswer() throws IOException {
        try (RawClient client = RawClient.from("127.0.0.1")) {
            client.send(
                    "GET /x HTTP/1.1\nHost: gone.example.net\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n");
            assertThat(client.head()).startsWith("HTTP/1.1 502");
        }
    }
}
