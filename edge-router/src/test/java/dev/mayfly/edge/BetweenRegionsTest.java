package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.mayfly.edge.regions.PlayedRegion;
import dev.mayfly.edge.regions.PlayedRegion.Ask;
import dev.mayfly.edge.regions.PlayedRegion.Seen;
import dev.mayfly.edge.regions.Regions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.http.HttpClientResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The router of the tests stands in the region {@code local}, near Frankfurt; {@code iad} and {@code hnd} are played. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class BetweenRegionsTest {
    @Inject
    Edge edge;

    @Inject
    Regions regions;

    private final String account = Invoked.freshAccount();
    private PlayedRegion iad;
    private PlayedRegion hnd;

    @BeforeEach
    void play() throws Exception {
        iad = Edge.played("iad");
        hnd = Edge.played("hnd");
        edge.host.script("placed", (request, client) -> answer(client, 200, "from here " + request.method()));
    }

    @AfterEach
    void end() throws Exception {
        iad.close();
        hnd.close();
    }

    @Test
    void functionRunsInTheRegionThatItNames() {
        iad.answers(http -> http.response()
                .putHeader("mayfly-invocation", "0123456789abcdef")
                .putHeader("mayfly-region", "iad")
                .end("from iad"));
        deploy("iad");

        request()
                .header("X-Kept", "yes")
                .header("Mayfly-Client-Ip", "192.0.2.99")
                .header("CF-IPCountry", "XX")
                .get("/path?query=1")
                .then()
                .statusCode(200)
                .header("Mayfly-Invocation", is("0123456789abcdef"))
                .header("Mayfly-Region", is("iad"))
                .body(is("from iad"));
        Seen seen = iad.seen().getFirst();
        assertThat(seen.line()).isEqualTo("GET /path?query=1");
        assertThat(seen.client()).isEqualTo("127.0.0.1");
        assertThat(seen.scheme()).isEqualTo("http");
        assertThat(seen.hops()).containsExactly("local");
        assertThat(seen.cf()).contains("\"colo\":\"local\"");
        assertThat(seen.deadlineMs()).isBetween(1L, 60_000L);
        assertThat(seen.headers()).containsEntry("x-kept", "yes").doesNotContainKeys("cf-ipcountry", "x-forwarded-for");
    }

    @Test
    void requestIsOneTraceAndItsRecordSaysWhereItRan() {
        String invocation = "0123456789abcdef";
        iad.answers(http ->
                http.response().putHeader("mayfly-invocation", invocation).end("from iad"));
        deploy("iad");
        String trace = "0af7651916cd43dd8448eb211c80319d";
        request()
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .header("tracestate", "a=b")
                .get("/path")
                .then()
                .statusCode(200);

        Edge.await(() -> record(invocation).extract().statusCode() == 200);
        String forward = record(invocation)
                .body("trace", is(trace))
                .body("outcome", is("answered"))
                .body("spans.name", hasItems("request", "limits", "place", "forward", "response"))
                .body("spans.name", not(hasItem("isolate")))
                .body("spans.find { it.name == 'request' }.parent", is("b7ad6b7169203331"))
                .body("spans.find { it.name == 'forward' }.attributes.'mayfly.asked'", is("iad"))
                .extract()
                .path("spans.find { it.name == 'forward' }.id");
        assertThat(iad.seen().getFirst().headers())
                .containsEntry("traceparent", "00-" + trace + "-" + forward + "-01")
                .containsEntry("tracestate", "a=b");
    }

    private ValidatableResponse record(String id) {
        return given().header("Authorization", "Bearer " + TestAuthenticator.token(account))
                .get("/v1/accounts/%s/invocations/%s".formatted(account, id))
                .then();
    }

    @Test
    void clientsThatLeaveSayNothingOfTheRegion() throws Exception {
        iad.answers(http -> {});
        deploy("iad", "hnd");
        for (int i = 1; i <= 4; i++) {
            int seen = i;
            try (RawClient client = RawClient.from("127.0.0.1")) {
                client.get("/", host());
                Edge.await(() -> iad.seen().size() == seen);
            }
        }
        Edge.await(() -> iad.givenUp() == 4);
        iad.answers(http -> http.response().end("from iad"));
        request().get("/").then().body(is("from iad"));
        assertThat(iad.connectionsClosed()).isZero();
    }

    @Test
    void bodiesGoThereAndBack() {
        iad.answers(http -> http.body().onSuccess(body -> http.response().end(body)));
        deploy("iad");
        String large = "0123456789".repeat(200_000);

        request().body("short").post("/").then().statusCode(200).body(is("short"));
        assertThat(request().body(large).post("/").asString()).isEqualTo(large);
    }

    @Test
    void whoNamesNoneStaysHere() {
        deploy();

        request().get("/").then().statusCode(200).body(is("from here GET"));
        assertThat(iad.seen()).isEmpty();
    }

    @Test
    void aRegionThatDiedIsNoMatterOfAnyMethod() throws Exception {
        hnd.answers(http -> http.response().end("from hnd"));
        deploy("iad", "hnd");
        iad.die();

        request().get("/").then().statusCode(200).body(is("from hnd"));
        request().body("x").post("/").then().statusCode(200).body(is("from hnd"));
        hnd.die();
        request().body("x").put("/").then().statusCode(200).body(is("from here PUT"));
    }

    @Test
    void whatBreaksOffIsAskedAgainWhereThatIsTheSame() {
        iad.answers(PlayedRegion::breakOff);
        hnd.answers(http -> http.body().onSuccess(body -> http.response().end("from hnd " + body)));
        deploy("iad", "hnd");

        request().get("/").then().statusCode(200).body(is("from hnd "));
        wellAgain(iad);
        request().body("kept").put("/").then().statusCode(200).body(is("from hnd kept"));
        wellAgain(iad);
        request().body("once").post("/").then().statusCode(502).body("code", is("region-unreachable"));
        assertThat(hnd.seen()).extracting(Seen::line).containsExactly("GET /", "PUT /");
    }

    @Test
    void whatIsDeclinedIsAskedOfTheNextWhateverItIs() {
        iad.answers(PlayedRegion::decline);
        hnd.answers(http -> http.body().onSuccess(body -> http.response().end("from hnd " + body)));
        deploy("iad", "hnd");

        request().body("once").post("/").then().statusCode(200).body(is("from hnd once"));
    }

    @Test
    void aRegionThatIsCutOffIsAsOneThatDied() throws Exception {
        iad.answers(http -> {});
        hnd.answers(http -> http.response().end("from hnd"));
        deploy("iad", "hnd");
        var got = aside(() -> request().get("/").asString());
        var posted = aside(() -> request().body("x").post("/").statusCode());
        Edge.await(() -> iad.seen().size() == 2);
        iad.fallSilent();

        assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo("from hnd");
        assertThat(posted.get(20, TimeUnit.SECONDS)).isEqualTo(502);
        request().body("x").post("/").then().statusCode(200).body(is("from hnd"));
        iad.answers(http -> http.response().end("from iad"));
        iad.speakAgain();
        Edge.await(() -> request().get("/").asString().equals("from iad"));
    }

    @Test
    void regionsThatLeaveOrAreBusyGetNoMore() {
        iad.answers(http -> http.response().end("from iad"));
        hnd.answers(http -> http.response().end("from hnd"));
        deploy("iad", "hnd");
        iad.isBusy();
        Edge.await(() -> request().get("/").asString().equals("from hnd"));
        hnd.isLeaving();
        Edge.await(() -> request().get("/").asString().equals("from iad"));
        iad.isLeaving();
        Edge.await(() -> request().get("/").asString().equals("from here GET"));
    }

    @Test
    void webSocketsArePassedOn() throws Exception {
        deploy("iad");
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://127.0.0.1:%d/@%s/placed/".formatted(Edge.port(), account)),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
                                    heard.complete(text.toString());
                                    return null;
                                }
                            })
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
            assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo("iad heard hello");
            socket.abort();
        }
    }

    @Test
    void whatAPeerTellsIsBelieved() throws Exception {
        edge.host.script(
                "placed",
                (request, client) -> answer(client, 200, request.url() + " " + String.join("|", request.headers())));
        deploy("iad");

        HttpClientResponse answer = ask(Ask.SOUND);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().result().toString())
                .startsWith("https://" + host() + "/x ")
                .contains("mayfly-client-ip|203.0.113.9")
                .contains("cf-ipcountry|SE")
                .contains("mayfly-cf|{\"colo\":\"iad\"}")
                .contains("x-forwarded-proto|https")
                .doesNotContain("mayfly-peer")
                .doesNotContain("mayfly-hops");
    }

    @Test
    void whoIsNoPeerIsNotHeard() throws Exception {
        deploy("iad");

        assertThat(ask(Ask.SOUND.withoutSeal()).statusCode()).isEqualTo(403);
        assertThat(ask(Ask.SOUND.with("mayfly-client-ip", "192.0.2.1")).statusCode())
                .isEqualTo(403);
        assertThat(ask(Ask.SOUND.with("mayfly-probe", "iad")).statusCode()).isEqualTo(403);
    }

    @Test
    void circlesAndLateOnesEnd() throws Exception {
        deploy("iad");

        assertThat(ask(Ask.SOUND.through("iad", "local")).statusCode()).isEqualTo(508);
        assertThat(ask(Ask.SOUND.through("a", "b", "c", "d")).statusCode()).isEqualTo(508);
        assertThat(ask(Ask.SOUND.through("a", "b", "c")).statusCode()).isEqualTo(200);
        assertThat(ask(Ask.SOUND.within(0)).statusCode()).isEqualTo(504);
    }

    @Test
    void whatNobodyServesHereIsDeclined() throws Exception {
        HttpClientResponse answer = iad.ask(door(), "nobody.demo.localhost", "/", Ask.SOUND);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.getHeader("mayfly-declined")).isEqualTo("local");
    }

    @Test
    void explainTellsTheRegion() {
        deploy("hnd", "local");
        explain(WhereClientsAreTest.IN_SWEDEN)
                .body(why("place"), containsString("It runs in local, of its regions the one nearest to the client"));
        explain("192.0.2.1").body(why("place"), containsString("nobody knows where the client is"));
        deploy();
        explain("192.0.2.1").body(why("place"), containsString("names no regions: it runs in local"));
    }

    private static <T> CompletableFuture<T> aside(Supplier<T> deed) {
        return CompletableFuture.supplyAsync(deed, Thread::startVirtualThread);
    }

    private ValidatableResponse explain(String ip) {
        return given().header("Authorization", "Bearer " + TestAuthenticator.token(account))
                .queryParams("url", "http://" + host() + "/", "ip", ip)
                .get("/v1/accounts/%s/edge/explain".formatted(account))
                .then()
                .statusCode(200);
    }

    private static String why(String phase) {
        return "steps.find { it.phase == '%s' }.why".formatted(phase);
    }

    private HttpClientResponse ask(Ask ask) throws Exception {
        return iad.ask(door(), host(), "/x", ask);
    }

    private static int door() {
        return ConfigProvider.getConfig().getValue("mayfly.edge.peers.port", Integer.class);
    }

    /** Of a function that is answered in a region as soon as that is known to be well. */
    private void deploy(String... regions) {
        edge.live(edge.placed(account, "placed", regions));
        wellAgain(iad);
        wellAgain(hnd);
    }

    private void wellAgain(PlayedRegion region) {
        String well = (region == iad ? "iad" : "hnd") + " well";
        Edge.await(() -> regions.standings().contains(well));
    }

    private String host() {
        return "placed.%s.localhost".formatted(account);
    }

    private RequestSpecification request() {
        return given().header("Host", host()).contentType("text/plain");
    }
}
