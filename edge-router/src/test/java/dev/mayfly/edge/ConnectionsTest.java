package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a connection is given to, for how long, and whose it is; on sockets that send what no client should. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
@TestProfile(NarrowDoor.class)
class ConnectionsTest {
    private static final String HOST = "told.demo.localhost";
    private static final String MANY = "127.0.0.1";
    private static final String PROXY = "127.0.0.7";

    @Inject
    Edge edge;

    @BeforeEach
    void function() {
        edge.scripted("told", (request, client) -> {
            int at = request.headers().indexOf("mayfly-client-ip");
            return answer(client, 200, "from " + request.headers().get(at + 1));
        });
    }

    // ---- time ----

    @ParameterizedTest
    @ValueSource(
            strings = {"", "P", "PRI * HTTP/2.0\n", "GET / HTTP/1.1\n", "GET / HTTP/1.1\nHost: told.demo.localhost\nX: "
            })
    void headThatDoesNotComeEndsTheConnection(String beginning) throws Exception {
        try (RawClient client = RawClient.from(MANY)) {
            assertThat(client.send(beginning).toTheEnd()).isEmpty();
        }
    }

    @Test
    void headThatDripsHasNoMoreTime() throws Exception {
        try (RawClient client = RawClient.from(MANY)) {
            client.send("GET / HTTP/1.1\nHost: told.demo.localhost\nX: ");
            long deadline = System.nanoTime() + Edge.PATIENCE.toNanos();
            while (!client.isOver()) {
                assertThat(System.nanoTime()).as("it goes on").isLessThan(deadline);
                try {
                    client.send("a");
                } catch (SocketException over) {
                    return;
                }
            }
        }
    }

    @Test
    void connectionThatNobodyUsesEnds() throws Exception {
        try (RawClient client = RawClient.from(MANY)) {
            client.get("/", HOST);
            assertThat(client.answer()).startsWith("HTTP/1.1 200");
            assertThat(client.get("/", HOST).answer()).startsWith("HTTP/1.1 200");
            assertThat(client.send("GET / HTTP/1.1\nX: ").toTheEnd()).isEmpty();
        }
        try (RawClient client = RawClient.from(MANY)) {
            client.send("HEAD / HTTP/1.1\nHost: told.demo.localhost\n\n");
            assertThat(client.toTheEnd()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void requestUnderWayHasAllTheTimeOfTheRequest() throws Exception {
        CompletableFuture<Runnable> answers = new CompletableFuture<>();
        edge.scripted("slow", (request, client) -> {
            Context context = Vertx.currentContext();
            answers.complete(() -> context.runOnContext(v -> answer(client, 200, "at last", "content-length", "7")));
            return new ScriptedHost.Play();
        });
        try (RawClient asking = RawClient.from(MANY);
                RawClient silent = RawClient.from(MANY);
                RawClient idle = RawClient.from(MANY)) {
            asking.get("/", "slow.demo.localhost");
            Runnable answer = answers.get(Edge.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(idle.get("/", HOST).toTheEnd()).startsWith("HTTP/1.1 200");
            assertThat(silent.toTheEnd()).isEmpty();
            answer.run();
            assertThat(asking.toTheEnd()).endsWith("at last");
        }
    }

    @Singleton
    static class Uploaded {
        void open(@Observes Router router) {
            router.post("/upload")
                    .order(Integer.MIN_VALUE + 1)
                    .handler(context -> context.request()
                            .handler(bytes -> {})
                            .endHandler(v -> context.response().end("uploaded")));
        }
    }

    @Test
    void bodyForThePlatformThatDoesNotComeEndsTheConnection() throws Exception {
        try (RawClient client = RawClient.from(MANY)) {
            client.send("POST /upload HTTP/1.1\nHost: localhost\nContent-Length: 2\n\na");
            assertThat(client.toTheEnd()).isEmpty();
        }
        try (RawClient client = RawClient.from(MANY)) {
            client.send("POST /upload HTTP/1.1\nHost: localhost\nContent-Length: 2\n\nab");
            assertThat(client.answer()).endsWith("uploaded");
        }
    }

    // ---- number ----

    @Test
    void oneClientHasSoManyConnections() throws Exception {
        assertBounded("127.0.0.9", NarrowDoor.PER_CLIENT);
    }

    @Test
    void allHaveSoManyConnections() throws Exception {
        assertBounded(MANY, NarrowDoor.CONNECTIONS);
    }

    /** Others may hold a few until they are gone, so the number of those let in is not told to the one. */
    private static void assertBounded(String address, int bound) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            Edge.await(() -> letIn(address, clients, bound) == bound);
            try (RawClient more = RawClient.from(address)) {
                assertThat(more.toTheEnd()).isEmpty();
            }
            clients.removeLast().close();
            Edge.await(() -> letIn(address, clients, bound) == bound);
        } finally {
            for (RawClient client : clients) client.close();
        }
    }

    private static int letIn(String address, List<RawClient> clients, int bound) {
        try {
            while (clients.size() < bound) {
                RawClient client = RawClient.from(address);
                if (client.get("/", HOST).answer().isEmpty()) {
                    client.close();
                    return clients.size();
                }
                clients.add(client);
            }
            return bound;
        } catch (SocketException refused) {
            return clients.size();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- whose it is ----

    @ParameterizedTest
    @ValueSource(
            strings = {"PROXY TCP4 203.0.113.9 192.0.2.1 5000 443\n", "PROXY TCP6 2001:db8::9 2001:db8::1 5000 443\n"})
    void trustedProxyTellsWhoseAConnectionIs(String header) throws Exception {
        assertThat(asked(PROXY, header.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1)))
                .contains("from " + (header.contains("TCP4") ? "203.0.113.9" : "2001:db8"));
    }

    @Test
    void trustedProxyTellsItInBytesAsWell() throws Exception {
        assertThat(asked(PROXY, v2(0x21, 0x11, "cb007109c00002011388 01bb"))).contains("from 203.0.113.9");
    }

    @Test
    void whatAProxySaysForItselfIsTheProxys() throws Exception {
        assertThat(asked(PROXY, v2(0x20, 0x00, ""))).contains("from " + PROXY);
        assertThat(asked(PROXY, "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.ISO_8859_1)))
                .contains("from " + PROXY);
    }

    @Test
    void proxyThatTellsNothingOrNonsenseIsNotServed() throws Exception {
        assertThat(asked(PROXY, new byte[0])).isEmpty();
        assertThat(asked(PROXY, v2(0x21, 0x12, "cb007109c0000201138801bb"))).isEmpty();
        assertThat(asked(PROXY, v2(0x21, 0x31, "00".repeat(216)))).isEmpty();
        assertThat(asked(
                        PROXY, "PROXY TCP4 203.0.113.900 192.0.2.1 5000 443\r\n".getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
    }

    @Test
    void nobodyElseIsBelieved() throws Exception {
        byte[] header = "PROXY TCP4 203.0.113.9 192.0.2.1 5000 443\r\n".getBytes(StandardCharsets.ISO_8859_1);
        for (String address : List.of(MANY, "127.0.0.8"))
            assertThat(asked(address, header)).doesNotContain("200 OK", "203.0.113.9");
    }

    @Test
    void boundOfAClientIsThatOfTheAddressThatIsTold() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < NarrowDoor.PER_CLIENT; i++) {
                clients.add(RawClient.from(PROXY)
                        .send("PROXY TCP4 203.0.113.77 192.0.2.1 5000 443\n")
                        .get("/", HOST));
                assertThat(clients.getLast().answer()).contains("from 203.0.113.77");
            }
            assertThat(asked(PROXY, v2(0x21, 0x11, "cb00714dc0000201138801bb"))).isEmpty();
            assertThat(asked(PROXY, v2(0x21, 0x11, "cb00714ec0000201138801bb"))).contains("from 203.0.113.78");
        } finally {
            for (RawClient client : clients) client.close();
        }
    }

    private static String asked(String address, byte[] header) throws Exception {
        try (RawClient client = RawClient.from(address)) {
            return client.send(header)
                    .send("GET / HTTP/1.1\nHost: " + HOST + "\nConnection: close\n\n")
                    .toTheEnd();
        } catch (SocketException over) {
            return "";
        }
    }

    private static byte[] v2(int command, int family, String addresses) {
        byte[] told = HexFormat.of().parseHex(addresses.replace(" ", ""));
        return ByteBuffer.allocate(16 + told.length)
                .put(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a"))
                .put((byte) command)
                .put((byte) family)
                .putShort((short) told.length)
                .put(told)
                .array();
    }

    // ---- HTTP/2 ----

    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS_AND_STREAM = 5;

    @Test
    void streamsThatAreResetAtOnceEndTheConnection() throws Exception {
        try (RawClient client = http2()) {
            assertThat(flooded(
                            client,
                            stream -> concat(
                                    frame(HEADERS, END_HEADERS_AND_STREAM, stream, requestHead()),
                                    frame(RESET, 0, stream, new byte[] {0, 0, 0, 8}))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_384})
    void headThatGoesOnForEverEndsTheConnection(int bytes) throws Exception {
        byte[] literal = new byte[bytes];
        try (RawClient client = http2()) {
            client.send(frame(HEADERS, 0, 1, requestHead()));
            assertThat(flooded(client, stream -> frame(CONTINUATION, 0, 1, literal)))
                    .isTrue();
        }
    }

    /** While another request is under way a head has no time of its own. */
    @Test
    void headThatGoesOnWithNothingEndsTheConnectionBesideARequest() throws Exception {
        CompletableFuture<Void> underWay = new CompletableFuture<>();
        edge.scripted("told", (request, client) -> {
            underWay.complete(null);
            return new ScriptedHost.Play();
        });
        try (RawClient client = http2()) {
            client.send(frame(HEADERS, END_HEADERS_AND_STREAM, 1, requestHead()));
            underWay.get(Edge.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            client.send(frame(HEADERS, 0, 3, requestHead()));
            assertThat(flooded(client, stream -> frame(CONTINUATION, 0, 3, new byte[0])))
                    .isTrue();
        }
    }

    private static RawClient http2() throws IOException {
        return RawClient.from(MANY).send("PRI * HTTP/2.0\n\nSM\n\n").send(frame(SETTINGS, 0, 0, new byte[0]));
    }

    /** Sends as long as it is let; whether that came to an end. */
    private static boolean flooded(RawClient client, java.util.function.IntFunction<byte[]> next) throws IOException {
        long deadline = System.nanoTime() + Edge.PATIENCE.toNanos();
        try {
            for (int stream = 1; System.nanoTime() < deadline; stream += 2) client.send(next.apply(stream));
            return false;
        } catch (SocketException over) {
            return true;
        }
    }

    static byte[] requestHead() {
        return requestHead(HOST);
    }

    static byte[] requestHead(String host) {
        return concat(
                HexFormat.of().parseHex("82868441"),
                new byte[] {(byte) host.length()},
                host.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
