package dev.mayfly.control.routers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.ControlConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door at which all routers are asked, before servers that answer as routers do. */
class RoutersDoorTest {
    private static final String PATH = "/v1/accounts/demo/invocations";
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<SocketAddress> addresses = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Routers routers;

    @AfterEach
    void close() {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void allRoutersAreAskedWithTheTokenAndTheQuestion() throws Exception {
        router(says(200, "[" + invocation("a", 10) + "]"));
        router(says(200, "[" + invocation("b", 20) + "]"));
        var answer = ask(door(Map.of()), PATH + "?function=hello&limit=2", "Bearer good");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).containsSubsequence("\"b\"", "\"a\"");
        assertThat(answer.headers().firstValue(RoutersDoor.SILENT)).isEmpty();
        assertThat(asked).hasSize(2).containsOnly("Bearer good " + PATH + "?function=hello&limit=2");
        assertThat(routers.held()).isZero();
    }

    @Test
    void oneIsToldByWhomeverHasIt() throws Exception {
        router(says(404, "{}"));
        router(says(200, "{\"id\":\"a\"}"));
        assertThat(ask(door(Map.of()), PATH + "/a", "Bearer good").body()).isEqualTo("{\"id\":\"a\"}");
    }

    @Test
    void thoseWhomFlagsWereAskedForAreToldByAll() throws Exception {
        router(says(200, "[{\"targetingKey\":\"ada\"}]"));
        router(says(200, "[{\"targetingKey\":\"ada\"},{\"targetingKey\":\"bob\"}]"));
        assertThat(ask(door(Map.of()), "/v1/accounts/demo/flag-contexts/shop?environment=dev", "Bearer good")
                        .body())
                .containsOnlyOnce("ada")
                .contains("bob");
    }

    @Test
    void whatWouldBecomeOfARequestIsToldByARouter() throws Exception {
        router(gone -> gone.connection().close());
        router(says(200, "{\"steps\":[]}"));
        String question = "/v1/accounts/demo/edge/explain?url=http%3A%2F%2Fa%2F&ip=%3A%3A1";
        assertThat(ask(door(Map.of()), question, "Bearer good").body()).isEqualTo("{\"steps\":[]}");
        assertThat(asked).contains("Bearer good " + question);
    }

    @Test
    void whoShowsNoTokenHasNobodyAsked() throws Exception {
        router(says(200, "[]"));
        int port = door(Map.of());
        for (var token : List.of("Bearer guess", "Basic good", ""))
            assertThat(ask(port, PATH, token).statusCode()).as(token).isEqualTo(401);
        assertThat(asked).isEmpty();
    }

    @Test
    void routersThatAreGoneOrSlowAreCounted() throws Exception {
        router(says(200, "[]"));
        router(request -> {});
        addresses.add(SocketAddress.inetSocketAddress(1, "127.0.0.1"));
        var answer = ask(door(Map.of("patience", "200ms")), PATH, "Bearer good");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue(RoutersDoor.SILENT)).contains("2");
    }

    @Test
    void noMoreAreAskedThanTheBound() throws Exception {
        for (int i = 0; i < 3; i++) router(says(200, "[]"));
        var answer = ask(door(Map.of("max", "2")), PATH, "Bearer good");
        assertThat(asked).hasSize(2);
        assertThat(answer.headers().firstValue(RoutersDoor.SILENT)).contains("1");
    }

    @Test
    void anAnswerBeyondTheBudgetOfMemoryIsLeftOut() throws Exception {
        router(says(200, "[" + invocation("a", 10) + "]"));
        router(says(200, "[" + (invocation("b", 20) + ",").repeat(1000) + invocation("c", 30) + "]"));
        int port = door(Map.of("bytes-max", "2000"));
        for (int again = 0; again < 3; again++) {
            var answer = ask(port, PATH, "Bearer good");
            assertThat(answer.body()).contains("\"a\"").doesNotContain("\"b\"");
            assertThat(answer.headers().firstValue(RoutersDoor.SILENT)).contains("1");
        }
        assertThat(routers.held()).isZero();
    }

    @Test
    void moreQuestionsAtATimeThanTheBoundAreRefused() throws Exception {
        Promise<Void> turn = Promise.promise();
        Promise<Void> came = Promise.promise();
        router(request -> {
            came.tryComplete();
            turn.future().onSuccess(now -> request.response().end("[]"));
        });
        int port = door(Map.of("questions-max", "1"));
        var first = http.sendAsync(request(port, PATH, "Bearer good"), BodyHandlers.ofString());
        await(came.future());
        assertThat(ask(port, PATH, "Bearer good").statusCode()).isEqualTo(503);
        turn.complete();
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(ask(port, PATH, "Bearer good").statusCode()).isEqualTo(200);
    }

    @Test
    void routersAreFoundByTheirNamesAndAddresses() {
        assertThat(RoutersDoor.resolved(List.of(
                        URI.create("http://127.0.0.1:8080"),
                        URI.create("http://nobody.invalid"),
                        URI.create("http://127.0.0.2"))))
                .containsExactly(
                        SocketAddress.inetSocketAddress(8080, "127.0.0.1"),
                        SocketAddress.inetSocketAddress(80, "127.0.0.2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://router:8080", "router:8080", "http:///x", "http://router/v1"})
    void whatIsNoAddressOfARouterIsRefusedAtTheStart(String url) {
        assertThatThrownBy(() -> RoutersDoor.check(URI.create(url)))
                .hasMessageContaining("mayfly.control.routers.urls must be like");
    }

    private void router(Consumer<HttpServerRequest> answering) {
        HttpServer server = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.add(request.getHeader("Authorization") + " " + request.uri());
                    answering.accept(request);
                })
                .listen(0, "127.0.0.1"));
        addresses.add(SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1"));
    }

    private static Consumer<HttpServerRequest> says(int status, String body) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    private static String invocation(String id, int second) {
        return "{\"id\":\"%s\",\"startedAt\":\"2026-01-01T00:00:%dZ\"}".formatted(id, second);
    }

    private int door(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder()
                .withMapping(ControlConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValue("mayfly.control.secrets-key", "none")
                .withDefaultValue("mayfly.control.routers.urls", "http://routers:8080");
        settings.forEach((name, value) -> builder.withDefaultValue("mayfly.control.routers." + name, value));
        var config = builder.build().getConfigMapping(ControlConfig.class);
        routers = new Routers(config.routers(), () -> Future.succeededFuture(List.copyOf(addresses)), vertx);
        var router = Router.router(vertx);
        new RoutersDoor(config, RoutersDoorTest::authenticated, new ObjectMapper(), vertx).open(router, routers);
        return await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
                .actualPort();
    }

    private static Uni<Caller> authenticated(String token) {
        return token.equals("good")
                ? Uni.createFrom().item(new Caller.TokenHolder("test", new Caller.Scope.Everything()))
                : Uni.createFrom().failure(new Problem.Unauthenticated("nobody's"));
    }

    private HttpResponse<String> ask(int port, String path, String token) throws Exception {
        return http.send(request(port, path, token), BodyHandlers.ofString());
    }

    private static HttpRequest request(int port, String path, String token) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
        return token.isEmpty()
                ? request.build()
                : request.header("Authorization", token).build();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
