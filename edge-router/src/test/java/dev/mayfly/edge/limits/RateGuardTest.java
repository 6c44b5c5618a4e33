package dev.mayfly.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.bindings.rates.Rates;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.egress.EgressRules;
import dev.mayfly.edge.forward.Destination;
import dev.mayfly.edge.forward.Target;
import dev.mayfly.edge.loops.Ancestry;
import dev.mayfly.edge.route.ServedFunction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator set, over a real connection. */
class RateGuardTest {
    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Buckets buckets = new Buckets(1_000, () -> 0);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private RateGuard guard(String... settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(EdgeConfig.class);
        for (String setting : settings) {
            String[] pair = setting.split("=", 2);
            builder.withDefaultValue("mayfly.edge.rate." + pair[0], pair[1]);
        }
        return new RateGuard(
                builder.build().getConfigMapping(EdgeConfig.class), buckets, new RefusalRecords(), metrics);
    }

    /** Asks once for each function, and tells {@code 200} or the refusal's status, with the policies that were told. */
    private List<String> asked(RateGuard guard, Ancestry ancestry, ServedFunction... functions) {
        AtomicInteger next = new AtomicInteger();
        return answers(
                functions.length,
                http -> guard.refusal(http, functions[next.getAndIncrement()], "", ancestry)
                        .isPresent());
    }

    private List<String> answers(int requests, Predicate<HttpServerRequest> isRefused) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(http -> http.response()
                        .setStatusCode(isRefused.test(http) ? 429 : 200)
                        .end())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
            return java.util.stream.Stream.generate(() -> said(client, uri))
                    .limit(requests)
                    .toList();
        }
    }

    private static String said(HttpClient client, URI uri) {
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            String left = answer.headers().firstValue("ratelimit").orElse("");
            return answer.statusCode() + " " + left.replaceAll(";t=\\d+", "");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void accountsRateIsOfAllItsFunctionsAndToldWhenItIsUsedUp() {
        ServedFunction a = function("demo", "a");
        ServedFunction b = function("demo", "b");
        assertThat(asked(guard("account=2/60s"), Ancestry.none(), a, b, a, function("other", "a")))
                .containsExactly("200 ", "200 ", "429 \"account\";r=0", "200 ");
    }

    @Test
    void accountsRateIsOfItsServersTooAndOfNoOthers() {
        RateGuard guard = guard("account=2/60s", "function=1/60s");
        assertThat(asked(guard, Ancestry.none(), function("demo", "a")).getFirst())
                .startsWith("200");
        Destination own = server(Optional.of("demo"));
        assertThat(answers(2, http -> guard.refusal(http, own, "").isPresent()))
                .containsExactly("200 ", "429 \"account\";r=0");
        Destination operators = server(Optional.empty());
        assertThat(answers(1, http -> guard.refusal(http, operators, "").isPresent()))
                .containsExactly("200 ");
    }

    private static Destination server(Optional<String> account) {
        return new Destination() {
            @Override
            public String name() {
                return "shop";
            }

            @Override
            public Optional<String> account() {
                return account;
            }

            @Override
            public String told() {
                return name();
            }

            @Override
            public Target target() {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void clientsRateIsOfEachFunction() {
        ServedFunction a = function("demo", "a");
        ServedFunction b = function("demo", "b");
        assertThat(asked(guard("client=1/60s"), Ancestry.none(), a, b, a))
                .containsExactly("200 \"client\";r=0", "200 \"client\";r=0", "429 \"client\";r=0");
    }

    @Test
    void allRatesHoldAndTheNarrowestIsAskedFirst() {
        ServedFunction a = function("demo", "a");
        assertThat(asked(
                        guard("client=9/60s", "route=3/60s", "function=2/60s", "account=9/60s"),
                        Ancestry.none(),
                        a,
                        a,
                        a))
                .containsExactly(
                        "200 \"client\";r=8, \"route\";r=2, \"function\";r=1",
                        "200 \"client\";r=7, \"route\";r=1, \"function\";r=0",
                        "429 \"client\";r=6, \"route\";r=0, \"function\";r=0");
        assertThat(metrics.get("mayfly.edge.rate.refused")
                        .tag("policy", "function")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void functionsThatCallFunctionsAreNoClient() {
        ServedFunction a = function("demo", "a");
        Ancestry called = new Ancestry(1, 0, new AtomicInteger());
        assertThat(asked(guard("client=1/60s", "function=2/60s"), called, a, a, a))
                .containsExactly("200 \"function\";r=1", "200 \"function\";r=0", "429 \"function\";r=0");
    }

    @Test
    void withoutRatesNothingIsToldAndNoBucketIsMade() {
        assertThat(asked(guard(), Ancestry.none(), function("demo", "a"))).containsExactly("200 ");
        assertThat(buckets.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-by=none", "client-by=header", "client-by=header:", "client-by=ip:1"})
    void clientThatIsNoneIsRefusedAtTheStart(String setting) {
        assertThatThrownBy(() -> guard(setting))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("header:<name>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10",
                "10/s",
                "10/60",
                "0/1s",
                "1/0s",
                "1000001/1s",
                "1/86401s",
                "-1/1s",
                "1.5/1s",
                "99999999999/1s"
            })
    void rateThatIsNoneIsRefusedAtTheStart(String rate) {
        assertThatThrownBy(() -> guard("function=" + rate))
                .hasMessageContaining("mayfly.edge.rate.function")
                .hasMessageContaining("a rate");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2:ffff:0:0:1, 2001:db8:1:2::/64",
        "0:0:0:0:0:0:0:1, 0:0:0:0::/64"
    })
    void ofIpv6TheNetworkCounts(String address, String network) {
        assertThat(ClientKey.network(address)).isEqualTo(network);
    }

    @Test
    void whatAClientShowsIsBoundedAndItsEndsCount() {
        String long1 = "a".repeat(30_000) + "one";
        assertThat(ClientKey.bounded(long1)).hasSizeLessThan(150);
        assertThat(ClientKey.bounded(long1)).isNotEqualTo(ClientKey.bounded("a".repeat(30_000) + "two"));
        assertThat(ClientKey.bounded(long1)).isNotEqualTo(ClientKey.bounded("b" + long1.substring(1)));
        assertThat(ClientKey.bounded("short")).isEqualTo("short");
    }

    private static ServedFunction function(String account, String name) {
        return new ServedFunction(
                account,
                name,
                "1",
                name,
                "bundle",
                Trust.standard,
                "{}",
                Map.of(),
                Limits.DEFAULT,
                Rates.NONE,
                new EgressRules(Egress.OPEN),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Placement.ANYWHERE);
    }

    @Test
    void rateIsReadAsItIsWritten() {
        assertThat(Rate.of(" 100/10s ")).isEqualTo(new Rate(100, 10)).hasToString("100/10s");
    }
}
