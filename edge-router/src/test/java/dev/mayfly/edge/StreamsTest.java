package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Frames;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies both ways: whole, streamed, no faster than their reader, and what happens when one side leaves. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class StreamsTest {
    private static final int ENDLESS = 200 << 20;

    @Inject
    Edge edge;

    @Inject
    Vertx vertx;

    /** Answers with as many bytes as it is allowed to, up to {@link #ENDLESS}. */
    private static final class Fountain extends ScriptedHost.Play {
        private final InvocationClient client;
        private final Context context = Vertx.currentContext();
        private final AtomicLong sent = new AtomicLong();
        private final AtomicBoolean gone = new AtomicBoolean();
        private long credit = Frames.INITIAL_CREDIT;

        Fountain(InvocationClient client) {
            this.client = client;
            context.runOnContext(v -> {
                client.head(200, "", new String[0], new BodyComing.Streamed());
                flow();
            });
        }

        private void flow() {
            byte[] piece = new byte[Frames.CHUNK_MAX];
            while (credit >= piece.length && sent.get() < ENDLESS && !gone.get()) {
                credit -= piece.length;
                sent.addAndGet(piece.length);
                client.responseBody(piece);
            }
            if (sent.get() >= ENDLESS && !gone.getAndSet(true)) {
                client.responseBodyEnd();
                client.ended(new Outcome.Answered(), ScriptedHost.USAGE);
            }
        }

        @Override
        public void responseConsumed(int bytes) {
            context.runOnContext(v -> {
                credit += bytes;
                flow();
            });
        }

        @Override
        public void clientGone() {
            if (!gone.getAndSet(true)) client.ended(new Outcome.Answered(), ScriptedHost.USAGE);
        }
    }

    @Test
    void slowReaderHoldsTheFunctionBackAndOthersGoOn() throws Exception {
        Fountain[] fountain = new Fountain[1];
        edge.scripted("fountain", (request, client) -> fountain[0] = new Fountain(client));
        edge.scripted("quick", (request, client) -> answer(client, 200, "quick"));
        try (Socket slow = Edge.connect()) {
            send(slow, "GET / HTTP/1.1\r\nHost: fountain.demo.localhost\r\n\r\n");
            Edge.await(() -> fountain[0] != null && fountain[0].sent.get() > 0);
            long[] last = {-1};
            Edge.await(() -> {
                long now = fountain[0].sent.get();
                boolean settled = now == last[0];
                last[0] = now;
                if (!settled) pause();
                return settled;
            });
            assertThat(last[0]).isLessThan(ENDLESS / 4);
            given().header("Host", "quick.demo.localhost").get("/").then().body(is("quick"));
        }
        Edge.await(fountain[0].gone::get);
    }

    @Test
    void fastReaderGetsAllOfIt() throws Exception {
        edge.scripted("fountain", (request, client) -> new Fountain(client));
        try (Socket socket = Edge.connect()) {
            send(socket, "GET / HTTP/1.1\r\nHost: fountain.demo.localhost\r\nConnection: close\r\n\r\n");
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 16];
            long all = 0;
            for (int read; (read = in.read(buffer)) >= 0; ) all += read;
            assertThat(all).isGreaterThan(ENDLESS);
        }
    }

    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }

    @Test
    void functionHearsThatItsClientLeft() throws Exception {
        AtomicBoolean gone = new AtomicBoolean();
        AtomicBoolean started = new AtomicBoolean();
        edge.scripted("waits", (request, client) -> {
            started.set(true);
            return new ScriptedHost.Play() {
                @Override
                public void clientGone() {
                    gone.set(true);
                    client.ended(new Outcome.Answered(), ScriptedHost.USAGE);
                }
            };
        });
        try (Socket socket = Edge.connect()) {
            send(socket, "GET / HTTP/1.1\r\nHost: waits.demo.localhost\r\n\r\n");
            Edge.await(started::get);
        }
        Edge.await(gone::get);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void statusWithoutBodyHasNone(int status) {
        edge.scripted("bodiless", (request, client) -> answer(client, status, "must not be seen"));
        String answer = Edge.raw("GET / HTTP/1.1\nHost: bodiless.demo.localhost\nConnection: close\n\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .doesNotContain("must not")
                .endsWith("\r\n\r\n");
    }

    @Test
    void headTellsTheLengthAndSendsNothing() {
        edge.scripted("hello", (request, client) -> answer(client, 200, "hello"));
        String answer = Edge.raw("HEAD / HTTP/1.1\nHost: hello.demo.localhost\nConnection: close\n\n");
        assertThat(answer.toLowerCase()).contains("content-length: 5").endsWith("\r\n\r\n");
    }

    @Test
    void headOfAnEndlessStreamEndsIt() {
        Fountain[] fountain = new Fountain[1];
        edge.scripted("fountain", (request, client) -> fountain[0] = new Fountain(client));
        String answer = Edge.raw("HEAD / HTTP/1.1\nHost: fountain.demo.localhost\nConnection: close\n\n");
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
        Edge.await(fountain[0].gone::get);
    }

    @Test
    void headersOfTheConnectionAndOfThePlatformAreNotTheFunctions() {
        edge.scripted(
                "odd",
                (request, client) -> answer(
                        client,
                        200,
                        "12345",
                        "Set-Cookie",
                        "a=1",
                        "set-cookie",
                        "b=2",
                        "Connection",
                        "x-hop",
                        "X-Hop",
                        "1",
                        "Transfer-Encoding",
                        "chunked",
                        "Content-Length",
                        "99999",
                        "Mayfly-Invocation",
                        "forged",
                        "bad name",
                        "1",
                        "X-Split",
                        "a\r\nX-Injected: 1",
                        "X-Good",
                        "yes"));
        var answer = given().header("Host", "odd.demo.localhost")
                .get("/")
                .then()
                .statusCode(200)
                .extract();
        assertThat(answer.headers().getValues("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.header("content-length")).isEqualTo("5");
        assertThat(answer.header("x-good")).isEqualTo("yes");
        assertThat(answer.header("x-hop")).isNull();
        assertThat(answer.header("x-injected")).isNull();
        assertThat(answer.header("x-split")).isNull();
        assertThat(answer.header("transfer-encoding")).isNull();
        assertThat(answer.headers().getValues("mayfly-invocation")).hasSize(1).doesNotContain("forged");
    }

    private String streamed(String length, String... pieces) {
        edge.scripted("long", (request, client) -> {
            Vertx.currentContext().runOnContext(v -> {
                client.head(200, "", new String[] {"content-length", length}, new BodyComing.Streamed());
                for (String piece : pieces) client.responseBody(piece.getBytes(StandardCharsets.UTF_8));
                client.responseBodyEnd();
                client.ended(new Outcome.Answered(), ScriptedHost.USAGE);
            });
            return new ScriptedHost.Play();
        });
        return Edge.raw("GET / HTTP/1.1\nHost: long.demo.localhost\nConnection: close\n\n");
    }

    @Test
    void streamedAnswerSaysTheLengthThatItIsHeldTo() {
        assertThat(streamed("5", "he", "llo")).contains("content-length: 5").endsWith("hello");
        assertThat(streamed("5", "he", "llo")).doesNotContain("transfer-encoding");
        assertThat(streamed("5", "hello", "HTTP/1.1 200 smuggled")).doesNotContain("smuggled");
        assertThat(streamed("five", "hello")).contains("transfer-encoding: chunked");
    }

    @Test
    void shortBodyComesWhole() {
        edge.scripted(
                "body",
                (request, client) -> answer(
                        client,
                        200,
                        request.body() instanceof RequestBody.Whole(byte[] b) ? "whole " + b.length : "?"));
        given().header("Host", "body.demo.localhost")
                .body("x".repeat(1000))
                .post("/")
                .then()
                .body(is("whole 1000"));
        given().header("Host", "body.demo.localhost")
                .body(new byte[Frames.INLINE_BODY_MAX])
                .post("/")
                .then()
                .body(is("whole " + Frames.INLINE_BODY_MAX));
    }

    /** Counts a streamed body, granting a little at a time. */
    private ScriptedHost.Play count(InvocationClient client, AtomicLong received) {
        Context context = Vertx.currentContext();
        context.runOnContext(v -> client.wantsRequestBody(Frames.INITIAL_CREDIT));
        return new ScriptedHost.Play() {
            @Override
            public void requestBody(byte[] piece) {
                assertThat(piece.length).isLessThanOrEqualTo(Frames.CHUNK_MAX);
                received.addAndGet(piece.length);
                context.runOnContext(v -> client.wantsRequestBody(piece.length));
            }

            @Override
            public void requestBodyEnd() {
                answer(client, 200, "streamed " + received.get());
            }
        };
    }

    @Test
    void bodyBeyondTheServersOwnLimitStreams() {
        AtomicLong received = new AtomicLong();
        edge.scripted("upload", (request, client) -> count(client, received));
        given().header("Host", "upload.demo.localhost")
                .body(new byte[30 << 20])
                .post("/")
                .then()
                .body(is("streamed " + (30 << 20)));
    }

    @Test
    void chunkedBodyStreams() {
        AtomicLong received = new AtomicLong();
        edge.scripted("upload", (request, client) -> count(client, received));
        assertThat(Edge.raw("POST / HTTP/1.1\nHost: upload.demo.localhost\nTransfer-Encoding: chunked\n"
                        + "Connection: close\n\n3\nabc\n2\nde\n0\n\n"))
                .contains("streamed 5");
    }

    @Test
    void functionThatDoesNotReadHoldsTheClientBack() throws Exception {
        AtomicLong received = new AtomicLong();
        InvocationClient[] invocation = new InvocationClient[1];
        Context[] context = new Context[1];
        edge.scripted("lazy", (request, client) -> {
            invocation[0] = client;
            context[0] = Vertx.currentContext();
            Vertx.currentContext().runOnContext(v -> client.wantsRequestBody(1000));
            return new ScriptedHost.Play() {
                @Override
                public void requestBody(byte[] piece) {
                    received.addAndGet(piece.length);
                    if (received.get() == 3000) answer(client, 200, "enough");
                }
            };
        });
        try (Socket socket = Edge.connect()) {
            send(socket, "POST / HTTP/1.1\r\nHost: lazy.demo.localhost\r\nContent-Length: 1000000\r\n\r\n");
            socket.getOutputStream().write(new byte[200_000]);
            Edge.await(() -> received.get() == 1000);
            pause();
            assertThat(received.get()).isEqualTo(1000);
            context[0].runOnContext(v -> invocation[0].wantsRequestBody(2000));
            assertThat(readUntil(socket, "enough")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void bodyThatNobodyWantsDoesNotBlockTheConnection() throws Exception {
        edge.scripted("hello", (request, client) -> answer(client, 200, "hello"));
        try (Socket socket = Edge.connect()) {
            for (int i = 0; i < 2; i++) {
                send(socket, "POST / HTTP/1.1\r\nHost: hello.demo.localhost\r\nContent-Length: 200000\r\n\r\n");
                socket.getOutputStream().write(new byte[200_000]);
                assertThat(readUntil(socket, "hello")).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void bodyWithoutEndThatNobodyWantsEndsTheConnection() throws Exception {
        edge.scripted("hello", (request, client) -> answer(client, 200, "hello"));
        try (Socket socket = Edge.connect()) {
            send(socket, "POST / HTTP/1.1\r\nHost: hello.demo.localhost\r\nContent-Length: 999999999\r\n\r\n");
            readUntil(socket, "hello");
            org.assertj.core.api.Assertions.assertThatIOException().isThrownBy(() -> {
                for (int i = 0; i < 10_000; i++) socket.getOutputStream().write(new byte[100_000]);
            });
        }
    }

    @Test
    void bodyThatTricklesIsNotWaitedForForever() throws Exception {
        edge.scripted("hello", (request, client) -> answer(client, 200, "hello"));
        try (Socket socket = Edge.connect()) {
            send(socket, "POST / HTTP/1.1\r\nHost: hello.demo.localhost\r\nContent-Length: 100\r\n\r\nabc");
            assertThat(readUntil(socket, "body-too-slow")).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void clientIsToldToContinueWhenItsBodyIsWanted() throws Exception {
        AtomicLong received = new AtomicLong();
        edge.scripted("upload", (request, client) -> count(client, received));
        try (Socket socket = Edge.connect()) {
            send(
                    socket,
                    "POST / HTTP/1.1\r\nHost: upload.demo.localhost\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
            assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 100");
            send(socket, "3\r\nabc\r\n0\r\n\r\n");
            assertThat(readUntil(socket, "streamed 3")).contains("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void http2IsSpokenWithPriorKnowledgeAndByUpgrade(boolean upgrade) throws Exception {
        AtomicLong received = new AtomicLong();
        edge.scripted("upload", (request, client) -> count(client, received));
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(upgrade));
        try {
            var body = client.request(to("upload.demo.localhost").setMethod(HttpMethod.POST))
                    .compose(request -> request.send(Buffer.buffer(new byte[500_000])))
                    .compose(response -> {
                        assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
                        return response.body();
                    });
            assertThat(await(body).toString()).isEqualTo("streamed 500000");
        } finally {
            client.close();
        }
    }

    @Test
    void anHttp10ClientGetsAStreamUntilTheConnectionEnds() {
        edge.scripted("streams", (request, client) -> {
            Vertx.currentContext().runOnContext(v -> {
                client.head(200, "OK", new String[0], new BodyComing.Streamed());
                client.responseBody("one ".getBytes(StandardCharsets.UTF_8));
                client.responseBody("two".getBytes(StandardCharsets.UTF_8));
                client.responseBodyEnd();
                client.ended(new Outcome.Answered(), ScriptedHost.USAGE);
            });
            return new ScriptedHost.Play();
        });
        assertThat(Edge.raw("GET / HTTP/1.0\nHost: streams.demo.localhost\n\n"))
                .contains(" 200 OK")
                .doesNotContainIgnoringCase("transfer-encoding")
                .endsWith("\r\n\r\none two");
    }

    @Test
    void brokenAnswerResetsItsHttp2StreamOnly() throws Exception {
        edge.scripted("breaks", (request, client) -> {
            Vertx.currentContext().runOnContext(v -> {
                client.head(200, "OK", new String[0], new BodyComing.Streamed());
                client.responseBody("begun".getBytes(StandardCharsets.UTF_8));
                client.ended(new Outcome.Lost("w"), ScriptedHost.USAGE);
            });
            return new ScriptedHost.Play();
        });
        edge.scripted("hello", (request, client) -> answer(client, 200, "hello"));
        try (RawClient client = RawClient.from("127.0.0.1")) {
            client.send("PRI * HTTP/2.0\n\nSM\n\n")
                    .send(ConnectionsTest.frame(SETTINGS, 0, 0, new byte[0]))
                    .send(asked(1, "breaks.demo.localhost"));
            assertThat(data(client, 1, RESET)).isEqualTo("begun");
            client.send(asked(3, "hello.demo.localhost"));
            assertThat(data(client, 3, DATA)).isEqualTo("hello");
        }
    }

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int END_HEADERS_AND_STREAM = 5;

    private static byte[] asked(int stream, String host) {
        return ConnectionsTest.frame(HEADERS, END_HEADERS_AND_STREAM, stream, ConnectionsTest.requestHead(host));
    }

    /** What a stream says until a frame of that type has come. */
    private static String data(RawClient client, int stream, int last) throws Exception {
        StringBuilder said = new StringBuilder();
        RawClient.Frame frame;
        do {
            frame = client.frame();
            if (frame.type() == DATA && frame.stream() == stream) said.append(frame.payload());
        } while (frame.type() != last || frame.stream() != stream);
        return said.toString();
    }

    private static RequestOptions to(String host) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(Edge.port(), "127.0.0.1"))
                .setHost(host)
                .setPort(Edge.port())
                .setURI("/");
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void send(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String readUntil(Socket socket, String end) throws Exception {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after: " + read).isGreaterThanOrEqualTo(0);
            read.append((char) next);
        }
        return read.toString();
    }
}
