package dev.mayfly.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.testing.Cable;
import dev.mayfly.edge.flags.FlagSnapshot;
import dev.mayfly.edge.flags.rpc.FlagdSource;
import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stock clients of OpenFeature: that for flagd, asking the router and evaluating by itself, and that for OFREP. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class FlagdClientsTest {
    private static final String ACCOUNT = "flagd";
    private static final String APP = "desk";
    private static final AtomicInteger DOMAINS = new AtomicInteger();

    @Inject
    Edge edge;

    @Inject
    TestFlags feed;

    @Inject
    FlagSnapshot snapshot;

    @Inject
    Vertx vertx;

    @BeforeEach
    void flags() {
        put(
                "new-search",
                "{\"state\":\"ENABLED\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\",\"targeting\":{\"if\":[{\"==\":[{\"var\":\"plan\"},\"pro\"]},\"on\"]}}");
        put("greeting", "{\"state\":\"ENABLED\",\"variants\":{\"a\":\"Hello\"},\"defaultVariant\":\"a\"}");
        put("size", "{\"state\":\"ENABLED\",\"variants\":{\"s\":12},\"defaultVariant\":\"s\"}");
        put("ratio", "{\"state\":\"ENABLED\",\"variants\":{\"s\":0.25},\"defaultVariant\":\"s\"}");
        put("limits", "{\"state\":\"ENABLED\",\"variants\":{\"l\":{\"max\":[1,2]}},\"defaultVariant\":\"l\"}");
        edge.publish(put("off", "{\"state\":\"DISABLED\",\"variants\":{\"n\":5},\"defaultVariant\":\"n\"}"));
        Edge.await(() -> snapshot.flags(ACCOUNT, FlagPlace.of(APP)).size() == 6);
    }

    @AfterAll
    static void shutDown() {
        OpenFeatureAPI.getInstance().shutdown();
    }

    private long put(String key, String definition) {
        return feed.put(ACCOUNT, APP, Kind.flag, key, Optional.of(definition));
    }

    @ParameterizedTest
    @EnumSource(
            value = Config.Resolver.class,
            names = {"RPC", "IN_PROCESS"})
    void stockClientEvaluates(Config.Resolver how) {
        evaluates(client(how, TestAuthenticator.with("flags:read", ACCOUNT)));
    }

    @Test
    void stockClientEvaluatesByOfrep() {
        evaluates(ofrep(TestAuthenticator.with("flags:read", ACCOUNT)));
        Client stranger = ofrep(TestAuthenticator.with("functions:read", ACCOUNT));
        assertThat(stranger.getStringDetails("greeting", "mine").getValue()).isEqualTo("mine");
        assertThat(stranger.getStringDetails("greeting", "mine").getErrorCode()).isEqualTo(ErrorCode.GENERAL);
    }

    private static Client ofrep(String token) {
        OfrepProviderOptions options = OfrepProviderOptions.builder()
                .baseUrl("http://127.0.0.1:" + Edge.port())
                .headers(ImmutableMap.of(
                        "Authorization", ImmutableList.of("Bearer " + token), "Flagd-Selector", ImmutableList.of(APP)))
                .build();
        String domain = "d" + DOMAINS.incrementAndGet();
        OpenFeatureAPI.getInstance().setProviderAndWait(domain, OfrepProvider.constructProvider(options));
        return OpenFeatureAPI.getInstance().getClient(domain);
    }

    private static void evaluates(Client client) {
        EvaluationContext pro = new ImmutableContext("ada", Map.of("plan", new Value("pro")));
        FlagEvaluationDetails<Boolean> search = client.getBooleanDetails("new-search", false, pro);
        assertThat(search.getValue()).isTrue();
        assertThat(search.getVariant()).isEqualTo("on");
        assertThat(search.getReason()).isEqualTo("TARGETING_MATCH");
        assertThat(client.getBooleanDetails("new-search", true).getReason()).isEqualTo("DEFAULT");
        assertThat(client.getStringDetails("greeting", "none").getReason()).isEqualTo("STATIC");
        assertThat(client.getStringValue("greeting", "none")).isEqualTo("Hello");
        assertThat(client.getIntegerValue("size", 1)).isEqualTo(12);
        assertThat(client.getDoubleValue("ratio", 1.0)).isEqualTo(0.25);
        assertThat(client.getObjectValue("limits", new Value())
                        .asStructure()
                        .getValue("max")
                        .asList())
                .hasSize(2);
        assertThat(client.getBooleanDetails("nothing", true).getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(client.getBooleanDetails("greeting", true).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getIntegerValue("off", 3)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Config.Resolver.class,
            names = {"RPC", "IN_PROCESS"})
    void stockClientHearsOfAChange(Config.Resolver how) {
        Client client = client(how, TestAuthenticator.with("flags:read", ACCOUNT));
        AtomicInteger changes = new AtomicInteger();
        client.onProviderConfigurationChanged(event -> changes.incrementAndGet());
        assertThat(client.getStringValue("greeting", "none")).isEqualTo("Hello");
        edge.publish(put("greeting", "{\"state\":\"ENABLED\",\"variants\":{\"b\":\"Hi\"},\"defaultVariant\":\"b\"}"));
        Edge.await(() -> client.getStringValue("greeting", "none").equals("Hi"));
        Edge.await(() -> changes.get() > 0);
    }

    /** flagd's scenarios of contextEnrichment and sync-payload: what the operator says of everybody decides, and callers cannot say otherwise. */
    @ParameterizedTest
    @EnumSource(
            value = Config.Resolver.class,
            names = {"RPC", "IN_PROCESS"})
    void contextOfTheServerIsInEveryEvaluation(Config.Resolver how) {
        contextAware();
        Client client = client(options(how, TestAuthenticator.with("flags:read", ACCOUNT), 20_000)
                .cacheType("lru"));
        for (int i = 0; i < 2; i++) {
            assertThat(client.getStringValue("flagd-context-aware", "not")).isEqualTo("INTERNAL");
            assertThat(client.getStringDetails("flagd-context-aware", "not").getReason())
                    .isEqualTo(
                            "TARGETING_MATCH"); // what was chosen for somebody is not kept by the client, as this is:
            assertThat(client.getStringDetails("greeting", "none").getReason())
                    .isEqualTo(how == Config.Resolver.RPC && i > 0 ? "CACHED" : "STATIC");
        }
        edge.publish(feed.put(ACCOUNT, APP, Kind.flag, "flagd-context-aware", Optional.empty()));
    }

    private void contextAware() {
        edge.publish(
                put(
                        "flagd-context-aware",
                        "{\"state\":\"ENABLED\",\"variants\":{\"internal\":\"INTERNAL\",\"external\":\"EXTERNAL\"},\"defaultVariant\":\"external\",\"targeting\":{\"if\":[{\"==\":[{\"var\":[\"injectedmetadata\"]},\"set\"]},\"internal\",\"external\"]}}"));
        Edge.await(() -> snapshot.flags(ACCOUNT, FlagPlace.of(APP)).size() == 7);
    }

    /** flagd's scenarios of the same on connection errors, and of a server that is back within the time of grace. */
    @ParameterizedTest
    @EnumSource(
            value = Config.Resolver.class,
            names = {"RPC", "IN_PROCESS"})
    void clientThatEvaluatesByItselfKnowsTheContextOfAServerThatIsLost(Config.Resolver how) throws Exception {
        contextAware();
        try (Cable cable = Cable.to(Edge.port())) {
            Client client = client(how, cable, 60);
            List<String> heard = new CopyOnWriteArrayList<>();
            client.onProviderReady(event -> heard.add("ready"));
            client.onProviderStale(event -> heard.add("stale"));
            client.onProviderError(event -> heard.add("error"));
            Edge.await(() -> heard.contains("ready"));
            assertThat(client.getStringValue("flagd-context-aware", "not")).isEqualTo("INTERNAL");
            cable.cut();
            Edge.await(() -> heard.contains("stale"));
            assertThat(client.getStringValue("flagd-context-aware", "not"))
                    .isEqualTo(how == Config.Resolver.RPC ? "not" : "INTERNAL");
            cable.leadsTo(Edge.port());
            Edge.await(() -> heard.lastIndexOf("ready") > heard.indexOf("stale"));
            assertThat(heard).doesNotContain("error");
            Edge.await(() -> client.getStringValue("flagd-context-aware", "not").equals("INTERNAL"));
        }
        edge.publish(feed.put(ACCOUNT, APP, Kind.flag, "flagd-context-aware", Optional.empty()));
    }

    /** flagd's scenarios of events. */
    @ParameterizedTest
    @EnumSource(
            value = Config.Resolver.class,
            names = {"RPC", "IN_PROCESS"})
    void clientHearsWhenTheServerIsLostAndBackAndWhichFlagChanged(Config.Resolver how) throws Exception {
        try (Cable cable = Cable.to(Edge.port())) {
            Client client = client(how, cable, 1);
            List<String> heard = new CopyOnWriteArrayList<>();
            client.onProviderReady(event -> heard.add("ready"));
            client.onProviderStale(event -> heard.add("stale"));
            client.onProviderError(event -> heard.add("error"));
            client.onProviderConfigurationChanged(event -> heard.add("changed " + event.getFlagsChanged()));
            Edge.await(() -> heard.contains("ready"));
            cable.cut();
            Edge.await(() -> heard.contains("stale"));
            Edge.await(() -> heard.contains("error"));
            cable.leadsTo(Edge.port());
            Edge.await(() -> heard.lastIndexOf("ready") > heard.indexOf("error"));
            edge.publish(
                    put("greeting", "{\"state\":\"ENABLED\",\"variants\":{\"b\":\"Hi\"},\"defaultVariant\":\"b\"}"));
            Edge.await(
                    () -> heard.stream().anyMatch(event -> event.startsWith("changed") && event.contains("greeting")));
        }
    }

    private static Client client(Config.Resolver how, Cable cable, int graceSeconds) {
        return client(options(how, TestAuthenticator.with("flags:read", ACCOUNT), 20_000)
                .port(cable.port())
                .retryGracePeriod(graceSeconds));
    }

    private static Client client(FlagdOptions.FlagdOptionsBuilder options) {
        String domain = "d" + DOMAINS.incrementAndGet();
        OpenFeatureAPI.getInstance().setProviderAndWait(domain, provider(options));
        return OpenFeatureAPI.getInstance().getClient(domain);
    }

    /** The other way round: this router follows somebody who speaks the protocol, as it does itself. */
    @Test
    void flagsOfAnotherFlagdAreFollowed() {
        List<String> told = new CopyOnWriteArrayList<>();
        FlagdSource source = new FlagdSource(
                vertx,
                URI.create("http://localhost:" + Edge.port()),
                Optional.of(APP),
                Optional.of(TestAuthenticator.with("flags:read", ACCOUNT)),
                Duration.ofMinutes(1),
                told::add);
        source.start();
        try {
            Edge.await(() -> !told.isEmpty());
            assertThat(told.getFirst()).contains("\"new-search\"", "\"limits\"");
            edge.publish(
                    put("greeting", "{\"state\":\"ENABLED\",\"variants\":{\"c\":\"Hey\"},\"defaultVariant\":\"c\"}"));
            Edge.await(() -> told.getLast().contains("\"Hey\""));
        } finally {
            source.stop();
        }
    }

    /** One that ends makes room. */
    @Test
    void streamsAreBounded() throws Exception {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        try {
            List<HttpClientResponse> open = new ArrayList<>();
            HttpClientResponse last = stream(client);
            while (last.getHeader("grpc-status") == null) {
                open.add(last);
                assertThat(open).hasSizeLessThanOrEqualTo(40);
                last = stream(client);
            }
            assertThat(open).isNotEmpty();
            assertThat(last.getHeader("grpc-status")).isEqualTo("8");
            assertThat(last.getHeader("grpc-message")).contains("40");
            open.getFirst().request().reset();
            Edge.await(() -> {
                HttpClientResponse next = stream(client);
                return next.getHeader("grpc-status") == null;
            });
        } finally {
            client.close();
        }
    }

    /** As the provider for JavaScript asks: an answer without a value leaves the client its default, and is no error. */
    @Test
    void secondEditionOfTheProtocolTellsThatThereIsNoValue() throws Exception {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        try {
            assertThat(resolve(client, "v2", "ResolveString", "greeting")).contains("\n\u0005Hello", "STATIC");
            assertThat(resolve(client, "v2", "ResolveInt", "off"))
                    .startsWith("\u0012\u0008DISABLED\"")
                    .contains("flagSetId");
            assertThat(resolve(client, "v2", "ResolveInt", "nothing")).isEqualTo("5");
            assertThat(resolve(client, "v1", "ResolveInt", "off")).isEqualTo("5");
        } finally {
            client.close();
        }
    }

    /** The message, or the status where there is none. */
    private static String resolve(HttpClient client, String edition, String method, String key) {
        Buffer asked = Buffer.buffer()
                .appendByte((byte) 0)
                .appendInt(key.length() + 2)
                .appendByte((byte) (1 << 3 | 2))
                .appendByte((byte) key.length())
                .appendString(key);
        return joined(called(client, "/flagd.evaluation.%s.Service/%s".formatted(edition, method), asked)
                .compose(FlagdClientsTest::told));
    }

    private static Future<String> told(HttpClientResponse answer) {
        String status = answer.getHeader("grpc-status");
        return status == null
                ? answer.body().map(body -> body.getString(5, body.length()))
                : Future.succeededFuture(status);
    }

    private static HttpClientResponse stream(HttpClient client) {
        return joined(called(client, "/flagd.evaluation.v1.Service/EventStream", Buffer.buffer(new byte[5])));
    }

    private static <T> T joined(Future<T> answer) {
        return answer.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static Future<HttpClientResponse> called(HttpClient client, String method, Buffer message) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("localhost")
                .setPort(Edge.port())
                .setURI(method)
                .putHeader("authorization", "Bearer " + TestAuthenticator.with("flags:read", ACCOUNT))
                .putHeader("flagd-selector", APP)
                .putHeader("content-type", "application/grpc");
        return client.request(options).compose(request -> request.send(message));
    }

    /** Nobody says that the connection has ended: it is found out. */
    @Test
    void flagdThatDoesNotAnswerIsCalledAnew() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (Cable cable = Cable.to(Edge.port())) {
            FlagdSource source = new FlagdSource(
                    vertx,
                    URI.create("http://localhost:" + cable.port()),
                    Optional.of(APP),
                    Optional.of(TestAuthenticator.with("flags:read", ACCOUNT)),
                    Duration.ofMillis(100),
                    told::add);
            source.start();
            try {
                Edge.await(() -> !told.isEmpty());
                cable.hold();
                edge.publish(put(
                        "greeting", "{\"state\":\"ENABLED\",\"variants\":{\"d\":\"Hullo\"},\"defaultVariant\":\"d\"}"));
                Edge.await(() -> told.getLast().contains("\"Hullo\""));
            } finally {
                source.stop();
            }
        }
    }

    @Test
    void clientWithoutTheRightGetsItsDefaults() {
        FlagdProvider provider =
                provider(Config.Resolver.RPC, TestAuthenticator.with("functions:read", ACCOUNT), 1_000);
        String domain = "d" + DOMAINS.incrementAndGet();
        OpenFeatureAPI.getInstance().setProvider(domain, provider);
        Client client = OpenFeatureAPI.getInstance().getClient(domain);
        assertThat(client.getStringValue("greeting", "mine")).isEqualTo("mine");
    }

    private static Client client(Config.Resolver how, String token) {
        return client(options(how, token, 20_000));
    }

    private static FlagdProvider provider(Config.Resolver how, String token, int deadline) {
        return provider(options(how, token, deadline));
    }

    private static FlagdProvider provider(FlagdOptions.FlagdOptionsBuilder options) {
        return new FlagdProvider(options.build());
    }

    private static FlagdOptions.FlagdOptionsBuilder options(Config.Resolver how, String token, int deadline) {
        return FlagdOptions.builder()
                .resolverType(how)
                .host("localhost")
                .port(Edge.port())
                .tls(false)
                .deadline(deadline)
                .cacheType("disabled")
                .selector(APP)
                .clientInterceptors(List.of(new Bearer(token)));
    }

    /** Shows a token with every call, and the app. */
    private record Bearer(String token) implements ClientInterceptor {
        private static final Metadata.Key<String> AUTHORIZATION =
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
        private static final Metadata.Key<String> SELECTOR =
                Metadata.Key.of("flagd-selector", Metadata.ASCII_STRING_MARSHALLER);

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    headers.put(AUTHORIZATION, "Bearer " + token);
                    headers.discardAll(SELECTOR);
                    headers.put(SELECTOR, APP);
                    super.start(listener, headers);
                }
            };
        }
    }
}
