package dev.mayfly.edge.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.functions.Functions.Egress.Mode;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.socket.OpenSockets;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationClient.CallBody;
import dev.mayfly.isolates.InvocationClient.Reply;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Message.Call.Fetch;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A function tries to reach what only the machine may. 127.0.0.2 stands for the public network, which the policy names; the same port
 * of 127.0.0.1 is what must never hear anything.
 */
class SsrfTest {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Deque<String[]>> zone = new HashMap<>();
    private final ConcurrentLinkedQueue<String> inside = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> outside = new ConcurrentLinkedQueue<>();
    private Names names;
    private Egress egress;
    private HttpServer publicServer;

    @BeforeEach
    void listen() throws Exception {
        listenTwice();
        EdgeConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(EdgeConfig.class)
                .withDefaultValue("mayfly.edge.egress.names-for", "0s")
                .withDefaultValue("mayfly.edge.base-domain", "localhost")
                .build()
                .getConfigMapping(EdgeConfig.class);
        names = new Names(
                vertx,
                this::resolve,
                config.egress().namesFor(),
                config.egress().namesWithin());
        egress = new Egress(vertx, names, OwnDoors.NONE, new OpenSockets(config), config);
    }

    /** One port of two addresses. The second may have been given to somebody since the first was drawn: then another is drawn. */
    private void listenTwice() throws Exception {
        for (int draws = 20; ; draws--) {
            publicServer =
                    await(vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.2"));
            try {
                await(vertx.createHttpServer()
                        .requestHandler(request -> {
                            inside.add(request.uri());
                            request.response().end("inside");
                        })
                        .listen(publicServer.actualPort(), "127.0.0.1"));
                return;
            } catch (ExecutionException taken) {
                if (draws == 0 || !(taken.getCause() instanceof BindException)) throw taken;
                await(publicServer.close());
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        assertThat(inside).as("nothing inside heard anything").isEmpty();
        egress.close();
        names.close();
        await(vertx.close());
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private void serve(HttpServerRequest request) {
        outside.add(request.method() + " " + request.uri() + " " + request.host() + " "
                + request.getHeader("authorization") + " " + request.getHeader("cookie"));
        String to = request.getParam("to");
        if (request.path().equals("/names"))
            request.response().end(request.headers().names().toString().toLowerCase(Locale.ROOT));
        else if (to == null) request.response().end("outside");
        else
            request.response()
                    .setStatusCode(Integer.parseInt(request.getParam("status", "302")))
                    .putHeader("location", to.replace("PORT", "" + publicServer.actualPort()))
                    .end();
    }

    /** What the names resolve to: one answer after the other, the last for ever. Everything else is asked of the system. */
    private synchronized InetAddress[] resolve(String host) throws java.net.UnknownHostException {
        Deque<String[]> answers = zone.get(host);
        if (answers == null) return InetAddress.getAllByName(host);
        String[] now = answers.size() > 1 ? answers.remove() : answers.element();
        InetAddress[] addresses = new InetAddress[now.length];
        for (int i = 0; i < now.length; i++) addresses[i] = InetAddress.getByName(now[i]);
        return addresses;
    }

    private void name(String host, String[]... answers) {
        zone.put(host, new ArrayDeque<>(List.of(answers)));
    }

    private static String[] at(String... addresses) {
        return addresses;
    }

    private String fetched(String url, String... headers) throws Exception {
        return fetched(new Fetch(1, "GET", url, "follow", headers, Body.NONE));
    }

    /** The text of the answer, or the code of the refusal. */
    private String fetched(Fetch fetch) throws Exception {
        EgressRules rules =
                new EgressRules(new dev.mayfly.bindings.functions.Functions.Egress(Mode.open, List.of("127.0.0.2")));
        Collected collected = new Collected();
        vertx.runOnContext(v -> egress.fetch(
                fetch,
                rules,
                new Egress.Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", ""),
                OwnDoors.STRANGER,
                collected,
                (status, sent, error) -> {}));
        return collected.text.get(20, TimeUnit.SECONDS);
    }

    private String url(String host, String rest) {
        return "http://" + host + ":" + publicServer.actualPort() + rest;
    }

    @Test
    void whatThePolicyNamesIsReached() throws Exception {
        name("public.test", at("127.0.0.2"));
        assertThat(fetched(url("public.test", "/"))).isEqualTo("outside");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1.",
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0x0.0x0.0x1",
                "0x7f.1",
                "017700000001",
                "0177.0.0.1",
                "0177.0.0x1",
                "00000177.0.0.1",
                "127.000.000.001",
                "0",
                "0.0.0.0",
                "0x0",
                "localhost",
                "LOCALHOST.",
                "localhost.localdomain",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[0:0:0:0:0:ffff:7f00:1]",
                "[::127.0.0.1]",
                "[::7f00:1]",
                "[::ffff:0:127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[64:ff9b:1::7f00:1]",
                "[2002:7f00:1::]",
                "[2001:0:0:0:0:0:80ff:fffe]",
                "[fe80::1]",
                "[fec0::1]",
                "[fd00:ec2::254]",
                "[ff02::1]",
                "10.0.0.1",
                "172.31.0.1",
                "192.168.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "0251.0376.0251.0376",
                "0xa9fea9fe",
                "2852039166",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "255.255.255.255",
                "224.0.0.1"
            })
    void disguisesOfPrivateAddresses(String host) throws Exception {
        assertThat(fetched(url(host, "/secret"))).isIn("egress-denied", "unreachable", "invalid-url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2@127.0.0.1:PORT/",
                "http://127.0.0.1:PORT@127.0.0.2/",
                "http://127.0.0.2:PORT\\@127.0.0.1/",
                "http://127.0.0.2%00.127.0.0.1:PORT/",
                "http://127.0.0.2%2f@127.0.0.1:PORT/",
                "http://127.0.0.2 127.0.0.1:PORT/",
                "http://127.0.0.2\t:PORT/",
                "http://127.0.0.2\r\n:PORT/",
                "http://[fe80::1%25lo]:PORT/",
                "http://[fe80::1%lo]:PORT/",
                "http://[::1%251]:PORT/",
                "http://[127.0.0.1]:PORT/",
                "http://[::ffff:127.0.0.1:PORT/",
                "http://::1:PORT/",
                "http://127.0.0.2:PORT:80/",
                "http://127.0.0.2:-1/",
                "http://127.0.0.2:99999/",
                "http://127.0.0.2:0x50/",
                "http://１２７.０.０.１:PORT/",
                "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/",
                "http://127。0。0。1:PORT/",
                "http:127.0.0.1:PORT/",
                "http:/127.0.0.1:PORT/",
                "http:\\\\127.0.0.1:PORT/",
                "//127.0.0.1:PORT/",
                "http+unix://%2Frun%2Fx/",
                "gopher://127.0.0.1:PORT/_x",
                "dict://127.0.0.1:PORT/",
                "ws://127.0.0.1:PORT/"
            })
    void urlsThatCanBeReadInTwoWays(String url) throws Exception {
        assertThat(fetched(url.replace("PORT", "" + publicServer.actualPort())))
                .isIn("invalid-url", "egress-denied", "unreachable");
    }

    @Test
    void nameThatLeadsInside() throws Exception {
        name("inside.test", at("127.0.0.1"));
        assertThat(fetched(url("inside.test", "/"))).isEqualTo("egress-denied");
    }

    @Test
    void nameWithBothKindsOfAddressLeadsOutsideOnly() throws Exception {
        name("both.test", at("127.0.0.1", "10.0.0.1", "127.0.0.2"));
        assertThat(fetched(url("both.test", "/"))).isEqualTo("outside");
    }

    @Test
    void nameThatChangesItsMindBetweenCheckAndConnection() throws Exception {
        name("rebinding.test", at("127.0.0.2"), at("127.0.0.1"));
        assertThat(fetched(url("rebinding.test", "/"))).isEqualTo("outside");
        assertThat(fetched(url("rebinding.test", "/"))).isEqualTo("egress-denied");
    }

    @Test
    void nameThatChangesItsMindBetweenRedirects() throws Exception {
        name("rebinding.test", at("127.0.0.2"), at("127.0.0.1"));
        assertThat(fetched(url("rebinding.test", "/?to=/secret"))).isEqualTo("egress-denied");
        assertThat(outside).hasSize(1);
    }

    @Test
    void nameThatLeadsInsideDoesNotGetAConnectionThatIsOpen() throws Exception {
        name("pooled.test", at("127.0.0.2"), at("127.0.0.2"), at("127.0.0.1"), at("127.0.0.2"));
        assertThat(fetched(url("pooled.test", "/1"))).isEqualTo("outside");
        assertThat(fetched(url("pooled.test", "/2"))).isEqualTo("outside");
        assertThat(fetched(url("pooled.test", "/3"))).isEqualTo("egress-denied");
        assertThat(fetched(url("pooled.test", "/4"))).isEqualTo("outside");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/",
                "//127.0.0.1:PORT/",
                "HTTP://LOCALHOST:PORT/",
                "http://[::1]:PORT/",
                "http://2130706433:PORT/",
                "http://0177.1:PORT/",
                "http://x@127.0.0.1:PORT/",
                "http://127.0.0.2:PORT@127.0.0.1/",
                "file:///etc/passwd",
                "gopher://127.0.0.1/",
                "http:127.0.0.1",
                "http://169.254.169.254/latest/meta-data/",
                "http://127.0.0.2:PORT/?to=http://127.0.0.1:PORT/"
            })
    void redirectsInside(String location) throws Exception {
        String encoded = java.net.URLEncoder.encode(location, StandardCharsets.UTF_8);
        for (int status : new int[] {301, 302, 303, 307, 308})
            assertThat(fetched(url("127.0.0.2", "/?status=" + status + "&to=" + encoded)))
                    .isIn("egress-denied", "unreachable", "invalid-url");
    }

    @Test
    void hostCannotBeOverridden() throws Exception {
        name("public.test", at("127.0.0.2"));
        fetched(
                url("public.test", "/"),
                "Host",
                "inside.test",
                "X-Forwarded-Host",
                "a\r\nHost: inside.test",
                ":authority",
                "inside.test",
                "host ",
                "inside.test");
        assertThat(outside).singleElement().asString().contains(" public.test:").doesNotContain("inside.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "connect", "TRACE", "TRACK", "GET /x HTTP/1.1\r\nhost: y", "", "G ET"})
    void methodsThatMeanSomethingElse(String method) throws Exception {
        assertThat(fetched(new Fetch(1, method, url("127.0.0.2", "/"), "follow", new String[0], Body.NONE)))
                .isEqualTo("invalid-method");
        assertThat(outside).isEmpty();
    }

    @Test
    void upgradesAndProxyHeadersStayBehind() throws Exception {
        String seen = fetched(
                url("127.0.0.2", "/names"),
                "X-Kept",
                "x",
                "Connection",
                "upgrade, x-gone",
                "Upgrade",
                "h2c",
                "Proxy-Authorization",
                "x",
                "Proxy-Connection",
                "x",
                "Transfer-Encoding",
                "chunked",
                "Content-Length",
                "7",
                "TE",
                "trailers",
                "Expect",
                "100-continue",
                "HTTP2-Settings",
                "x",
                "Mayfly-Debug",
                "x");
        assertThat(seen)
                .contains("x-kept")
                .doesNotContain(
                        "upgrade", "proxy", "transfer-encoding", "content-length", "te,", "expect", "http2", "mayfly");
    }

    @ParameterizedTest
    @CsvSource({"301, GET", "302, GET", "303, GET", "307, POST", "308, POST"})
    void credentialsStayWithTheirOriginAcrossRedirects(int status, String method) throws Exception {
        name("one.test", at("127.0.0.2"));
        name("other.test", at("127.0.0.2"));
        String to =
                java.net.URLEncoder.encode("http://other.test:PORT/?to=http://one.test:PORT/", StandardCharsets.UTF_8);
        fetched(new Fetch(
                1,
                "POST",
                url("one.test", "/?status=" + status + "&to=" + to),
                "follow",
                new String[] {"Authorization", "secret", "Cookie", "secret"},
                new Body.Inline("body".getBytes(StandardCharsets.UTF_8))));
        assertThat(outside).hasSize(3);
        assertThat(outside.remove()).contains("secret secret");
        assertThat(outside.remove()).startsWith(method).endsWith(" null null");
        assertThat(outside.remove()).as("not even on the way back").endsWith(" null null");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 22, 25, 53, 110, 389, 587, 6000, 6667})
    void portsOfOtherProtocols(int port) throws Exception {
        name("public.test", at("1.1.1.1"));
        assertThat(fetched("http://public.test:" + port + "/")).isEqualTo("egress-denied");
    }

    @Test
    void portsOfOtherProtocolsAreOpenToWhoNamesThem() throws Exception {
        EgressRules rules = new EgressRules(
                new dev.mayfly.bindings.functions.Functions.Egress(Mode.open, List.of("mail.test:25", "1.0.0.0/8")));
        assertThat(rules.allows("mail.test", InetAddress.getByName("8.8.8.8"), 25))
                .isTrue();
        assertThat(rules.allows("mail.test", InetAddress.getByName("8.8.8.8"), 110))
                .isFalse();
        assertThat(rules.allows("any.test", InetAddress.getByName("1.1.1.1"), 110))
                .isTrue();
        assertThat(rules.allows("any.test", InetAddress.getByName("8.8.8.8"), 8080))
                .isTrue();
    }

    /** Takes the answer as text. */
    private static final class Collected implements Reply {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final StringBuilder body = new StringBuilder();
        private CallBody call;

        @Override
        public void refused(String code, String message) {
            text.complete(code);
        }

        @Override
        public void returned(String json) {
            text.complete(json);
        }

        @Override
        public void response(
                int status, String statusText, String url, boolean redirected, String[] headers, BodyComing coming) {
            if (coming instanceof BodyComing.Streamed) call.wants(1 << 20);
            else text.complete("none");
        }

        @Override
        public void body(byte[] piece) {
            body.append(new String(piece, StandardCharsets.UTF_8));
        }

        @Override
        public void bodyEnd() {
            text.complete(body.toString());
        }

        @Override
        public void bodyBroken() {
            text.complete(body + " broken");
        }

        @Override
        public void onCallBody(CallBody handler) {
            call = handler;
        }

        @Override
        public void callBodyConsumed(int bytes) {}
    }
}
