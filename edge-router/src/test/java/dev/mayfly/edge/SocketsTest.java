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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WebSockets the whole way: a client that is none of ours, the router, and functions that really run. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class SocketsTest {
    private static final int MESSAGE_MAX = 1 << 20;

    /** A function that gives one end away and does this with the other, {@code ws}. */
    private static final String ANSWERING = """
            export default { fetch(request, env, ctx) {
              const { 0: client, 1: ws } = new WebSocketPair();
              ws.accept();
              %s
              return new Response(null, { status: 101, webSocket: client });
            } }""";

    private static final String ECHO = ANSWERING.formatted("ws.addEventListener('message', (e) => ws.send(e.data));");

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String name = "socket-" + NAMES.incrementAndGet();

    @Inject
    Edge edge;

    @Inject
    Vertx vertx;

    private WebSocketClient client;
    private SocketUpstream upstream;

    private WebSocketClient client() {
        if (client == null)
            client = vertx.createWebSocketClient(new WebSocketClientOptions()
                    .setMaxFrameSize(2 * MESSAGE_MAX)
                    .setMaxMessageSize(4 * MESSAGE_MAX)
                    .setMaxConnections(500));
        return client;
    }

    private String host() {
        return name + ".demo.localhost";
    }

    @AfterEach
    void hangUp() {
        if (client != null) client.close();
        if (upstream != null) upstream.close();
    }

    /** A client's end, and what it has heard. */
    private static final class Peer {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final WebSocket socket;

        Peer(WebSocket socket) {
            this.socket = socket;
            socket.textMessageHandler(text -> heard.add(text.length() > 100 ? text.length() + " long" : text));
            socket.binaryMessageHandler(bytes -> heard.add(bytes.length() + " bytes"));
            socket.exceptionHandler(e -> {});
            socket.closeHandler(v -> heard.add("closed " + socket.closeStatusCode() + " " + socket.closeReason()));
        }

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
        }
    }

    private WebSocketConnectOptions to(String path, String... protocols) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Edge.port())
                .setURI("/@demo/" + name + path)
                .setSubProtocols(List.of(protocols));
    }

    private Peer open(WebSocketConnectOptions options) throws Exception {
        var opened = client().connect(options).map(Peer::new);
        return opened.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Peer open() throws Exception {
        return open(to("/"));
    }

    private UpgradeRejectedException refused(WebSocketConnectOptions options) throws Exception {
        try {
            client().connect(options).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return (UpgradeRejectedException) e.getCause();
        }
        throw new AssertionError("it was opened");
    }

    private void deploy(String code) {
        deploy(code, Egress.OPEN);
    }

    private void deploy(String code, Egress egress) {
        edge.live(edge.deployment("demo", name, code, egress));
    }

    @Test
    void messagesGoBothWays() throws Exception {
        deploy(ECHO);
        Peer peer = open();
        peer.socket.writeTextMessage("höllo 🐝");
        assertThat(peer.next()).isEqualTo("höllo 🐝");
        peer.socket.writeBinaryMessage(Buffer.buffer(new byte[] {1, 2, 3}));
        assertThat(peer.next()).isEqualTo("3 bytes");
        peer.socket.writeTextMessage("");
        assertThat(peer.next()).isEmpty();
    }

    @Test
    void clientOfTheJdkTalksAndCloses() throws Exception {
        deploy(ECHO);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        var jdk = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:%d/@demo/%s/".formatted(Edge.port(), name)),
                        new java.net.http.WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(
                                    java.net.http.WebSocket socket, CharSequence data, boolean last) {
                                heard.add(data + " " + last);
                                socket.request(1);
                                return null;
                            }

                            @Override
                            public CompletionStage<?> onClose(java.net.http.WebSocket socket, int code, String reason) {
                                heard.add("closed " + code);
                                return null;
                            }
                        })
                .get(20, TimeUnit.SECONDS);
        jdk.sendText("in ", false).get(20, TimeUnit.SECONDS);
        jdk.sendText("parts", true).get(20, TimeUnit.SECONDS);
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("in parts true");
        jdk.sendClose(3456, "done").get(20, TimeUnit.SECONDS);
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("closed 3456");
    }

    @Test
    void largestMessageGoesBothWays() throws Exception {
        deploy(ECHO);
        Peer peer = open();
        peer.socket.writeBinaryMessage(Buffer.buffer(new byte[MESSAGE_MAX]));
        assertThat(peer.next()).isEqualTo(MESSAGE_MAX + " bytes");
        peer.socket.writeTextMessage("a".repeat(MESSAGE_MAX));
        assertThat(peer.next()).isEqualTo(MESSAGE_MAX + " long");
    }

    @Test
    void largerMessageEndsIt() throws Exception {
        deploy(ECHO);
        Peer peer = open();
        peer.socket.writeBinaryMessage(Buffer.buffer(new byte[MESSAGE_MAX + 1]));
        assertThat(peer.next()).startsWith("closed 1009 ");
    }

    @Test
    void whatWasSaidBeforeTheAnswerArrives() throws Exception {
        deploy(ANSWERING.formatted("ws.send('first'); ws.send(new Uint8Array(2)); ws.close(4000, 'that was all');"));
        Peer peer = open();
        assertThat(List.of(peer.next(), peer.next(), peer.next()))
                .containsExactly("first", "2 bytes", "closed 4000 that was all");
    }

    @Test
    void functionHearsTheCloseOfItsClient() throws Exception {
        deploy(ANSWERING.formatted("ws.onclose = (e) => console.log('closed', e.code, e.reason, e.wasClean);"));
        Peer peer = open();
        peer.socket.close((short) 4321, "enough");
        assertThat(peer.next()).isEqualTo("closed 4321 enough");
        record().body("[0].logs[0].text", is("closed 4321 enough true")).body("[0].status", is(101));
    }

    @Test
    void functionHearsThatItsClientIsGone() throws Exception {
        deploy(ANSWERING.formatted("ws.onclose = (e) => console.log('closed', e.code, e.wasClean);"));
        try (var socket = Edge.connect()) {
            socket.getOutputStream().write(upgrade("Connection: keep-alive, Upgrade"));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        record().body("[0].logs[0].text", is("closed 1006 false")).body("[0].outcome", is("answered"));
    }

    @Test
    void traceTellsWhatPassed() throws Exception {
        deploy(ECHO);
        Peer peer = open();
        peer.socket.writeTextMessage("four");
        peer.next();
        peer.socket.close((short) 1000);
        peer.next();
        String of = "[0].spans.find { it.name == 'response' }.attributes.'mayfly.socket.%s'";
        record().body(of.formatted("messages_in"), is("1"))
                .body(of.formatted("bytes_out"), is("4"))
                .body(of.formatted("close_code"), is("1000"));
    }

    @Test
    void protocolIsTheFunctions() throws Exception {
        deploy("""
                export default { fetch(request) {
                  const [client, ws] = new WebSocketPair();
                  ws.accept();
                  ws.send(`${request.headers.get('upgrade')} ${request.headers.get('sec-websocket-protocol')}`);
                  return new Response(null, { status: 101, webSocket: client, headers: { 'Sec-WebSocket-Protocol': 'two', 'x-own': 'yes' } });
                } }""");
        Peer peer = open(to("/", "one", "two"));
        assertThat(peer.socket.subProtocol()).isEqualTo("two");
        assertThat(peer.next()).isEqualTo("websocket one,two");
    }

    @Test
    void functionMayRefuseAnUpgrade() throws Exception {
        deploy("export default { fetch: () => new Response('no', { status: 403 }) }");
        UpgradeRejectedException refused = refused(to("/"));
        assertThat(refused.getStatus()).isEqualTo(403);
        assertThat(refused.getBody().toString()).isEqualTo("no");
    }

    @Test
    void socketForWhoDidNotAskFails() {
        deploy(ECHO);
        given().header("Host", host())
                .header("Mayfly-Debug", "Bearer " + TestAuthenticator.token("demo"))
                .get("/")
                .then()
                .statusCode(500)
                .body("failure.code", is("bad-response"))
                .body("failure.message", containsString("Upgrade: websocket"));
    }

    @Test
    void functionThatIsStoppedEndsItsSocket() throws Exception {
        deploy(ANSWERING.formatted("ws.onmessage = () => { for (;;); };"));
        Peer peer = open();
        peer.socket.writeTextMessage("go");
        assertThat(peer.next()).startsWith("closed 1011 ");
        record().body("[0].outcome", is("exhausted")).body("[0].code", is("cpu"));
    }

    @Test
    void functionConnectsByTheStandard() throws Exception {
        SocketUpstream upstream = upstream();
        deploy("""
                export default { async fetch() {
                  const ws = new WebSocket('ws://127.0.0.1:%d/up', ['b', 'a']);
                  const states = [ws.readyState];
                  return new Promise((resolve) => {
                    ws.onopen = () => { states.push(ws.readyState, ws.protocol); ws.send('hi'); };
                    ws.onmessage = (e) => { states.push(e.data, e.origin); ws.close(3001, 'done'); states.push(ws.readyState); };
                    ws.onclose = (e) => { states.push(ws.readyState, e.code, e.wasClean); resolve(Response.json(states)); };
                    ws.onerror = (e) => { states.push(e.message); };
                  });
                } }""".formatted(upstream.port()), Edge.LOOPBACK);
        given().header("Host", host())
                .get("/")
                .then()
                .body(is("[0,1,\"a\",\"/up says hi\",\"ws://127.0.0.1:%d\",2,3,3001,true]".formatted(upstream.port())));
    }

    @Test
    void functionFetchesASocket() throws Exception {
        SocketUpstream upstream = upstream();
        deploy("""
                export default { async fetch() {
                  const response = await fetch('http://127.0.0.1:%d/up', { headers: { Upgrade: 'websocket' } });
                  const ws = response.webSocket;
                  ws.accept();
                  return new Promise((resolve) => {
                    ws.addEventListener('message', (e) => resolve(new Response(`${response.status} ${e.data}`)));
                    ws.send('hi');
                  });
                } }""".formatted(upstream.port()), Edge.LOOPBACK);
        given().header("Host", host()).get("/").then().body(is("101 /up says hi"));
    }

    @Test
    void functionPassesASocketOn() throws Exception {
        SocketUpstream upstream = upstream();
        deploy(
                "export default { fetch: (request) => fetch('http://127.0.0.1:%d/up', request) }"
                        .formatted(upstream.port()),
                Edge.LOOPBACK);
        Peer peer = open(to("/", "a"));
        assertThat(peer.socket.subProtocol()).isEqualTo("a");
        peer.socket.writeTextMessage("x".repeat(500_000));
        assertThat(peer.next()).isEqualTo(500_009 + " long");
        peer.socket.writeTextMessage("end");
        assertThat(peer.next()).isEqualTo("closed 4004 upstream ends");
    }

    @Test
    void privateAddressesAreDeniedToSocketsToo() throws Exception {
        SocketUpstream upstream = upstream();
        deploy("""
                export default { fetch: () => new Promise((resolve) => {
                  const ws = new WebSocket('ws://127.0.0.1:%d/up');
                  const told = [];
                  ws.onerror = (e) => told.push(e.message);
                  ws.onclose = (e) => resolve(new Response(`${e.code} ${told}`));
                }) }""".formatted(upstream.port()));
        given().header("Host", host()).get("/").then().body(containsString("1006 127.0.0.1"));
    }

    @Test
    void upstreamThatDidNotHearTheKeyIsNoWebSocket() throws Exception {
        deploy("""
                export default { fetch: () => fetch('http://127.0.0.1:%d/', { headers: { Upgrade: 'websocket' } })
                  .then((r) => new Response(`opened ${r.status}`), (e) => new Response(e.code)) }""".formatted(upstream("not").port()), Edge.LOOPBACK);
        given().header("Host", host()).get("/").then().body(is("bad-handshake"));
    }

    @Test
    void functionsTalkToFunctionsOfThePlatform() throws Exception {
        deploy("""
                export default { async fetch(request) {
                  const [client, ws] = new WebSocketPair();
                  ws.accept();
                  if (new URL(request.url).pathname === '/inner') {
                    ws.onmessage = (e) => ws.send(`inner ${e.data}`);
                    return new Response(null, { status: 101, webSocket: client });
                  }
                  const inner = new WebSocket('ws://%s:%d/inner');
                  inner.onmessage = (e) => ws.send(e.data);
                  ws.onmessage = (e) => inner.send(e.data);
                  ws.onclose = () => inner.close();
                  await new Promise((opened) => { inner.onopen = opened; });
                  return new Response(null, { status: 101, webSocket: client });
                } }""".formatted(host(), Edge.port()));
        Peer peer = open();
        peer.socket.writeTextMessage("hello");
        assertThat(peer.next()).isEqualTo("inner hello");
    }

    @Test
    void redirectsAreRefusedToSockets() throws Exception {
        HttpServer elsewhere = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(302)
                        .putHeader("location", "/x")
                        .end())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        deploy("""
                export default { fetch: () => fetch('http://127.0.0.1:%d/', { headers: { Upgrade: 'websocket' } })
                  .then((r) => new Response(`followed ${r.status}`), (e) => new Response(e.code)) }""".formatted(elsewhere.actualPort()), Edge.LOOPBACK);
        given().header("Host", host()).get("/").then().body(is("redirected"));
    }

    @Test
    void manySocketsOfOneFunctionEchoAtOnce() throws Exception {
        deploy(ECHO);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 30; i++) peers.add(open());
        for (int round = 0; round < 3; round++) {
            for (Peer peer : peers) peer.socket.writeTextMessage("round " + round);
            for (Peer peer : peers) assertThat(peer.next()).isEqualTo("round " + round);
        }
    }

    private SocketUpstream upstream() throws Exception {
        return upstream("");
    }

    private SocketUpstream upstream(String acceptPrefix) throws Exception {
        upstream = new SocketUpstream(vertx, acceptPrefix);
        return upstream;
    }

    private byte[] upgrade(String connection) {
        return ("GET / HTTP/1.1\r\nHost: " + host() + "\r\n" + connection
                        + "\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The record of the function's only invocation, once that is over. */
    private ValidatableResponse record() {
        Edge.await(() -> invocations().extract().jsonPath().getInt("size()") > 0);
        return invocations();
    }

    private ValidatableResponse invocations() {
        return given().header("Authorization", "Bearer " + TestAuthenticator.token("demo"))
                .queryParam("function", name)
                .queryParam("limit", 1)
                .get("/v1/accounts/demo/invocations")
                .then();
    }
}
