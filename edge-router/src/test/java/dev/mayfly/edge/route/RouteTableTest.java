package dev.mayfly.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.rates.Rates;
import dev.mayfly.edge.egress.EgressRules;
import dev.mayfly.edge.forward.Destination;
import dev.mayfly.edge.forward.Target;
import dev.mayfly.edge.ingress.Ingress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private final RouteTable table = new RouteTable(
            List.of(
                    function("all", "api.example.com/*"),
                    function("long", "api.example.com/v2/*"),
                    function("exact", "api.example.com/v2/x"),
                    function("wild", "*.example.com/*"),
                    function("wildlong", "*.example.com/v2/deep/*"),
                    function("deeper", "*.b.example.com"),
                    function(
                            "thief",
                            "hello.demo.localhost/*",
                            "localhost/*",
                            "*.localhost/*",
                            "*.demo.localhost/*",
                            "127.0.0.1/*",
                            "*.0.0.1/*",
                            "vm/*",
                            "*.org/*",
                            "*.co.uk/*",
                            "*.github.io/*",
                            "*.kawasaki.jp/*"),
                    function("own", "*.own.co.uk/*"),
                    function("hello")),
            List.of(origin("exact", "api.example.com/v2/x"), origin("shop", "*.shop.example.net/v2/*")),
            "localhost");

    @ParameterizedTest
    @CsvSource({
        "api.example.com, /, all",
        "api.example.com, /v2/y, long",
        "api.example.com, /v2/xx, long",
        "api.example.com, /v2/deep/z, wildlong",
        "other.example.com, /v2, wild",
        "a.b.example.com, /v2, deeper",
        "a.own.co.uk, /, own",
        "hello.demo.localhost, /v1, hello",
        "all.demo.localhost, /, all"
    })
    void longestPathWinsThenTheExactHost(String host, String path, String function) {
        assertThat(table.match(host, path))
                .isInstanceOfSatisfying(
                        RouteTable.Match.Function.class,
                        match -> assertThat(match.function().function()).isEqualTo(function));
    }

    @ParameterizedTest
    @CsvSource({"api.example.com, /v2/x, exact", "a.shop.example.net, /v2/, shop"})
    void originWinsOverTheSamePatternOfAFunction(String host, String path, String origin) {
        assertThat(table.match(host, path))
                .isInstanceOfSatisfying(
                        RouteTable.Match.Origin.class,
                        match -> assertThat(match.destination().name()).isEqualTo(origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody.demo.localhost", "demo.localhost", "x.localhost", "a.b.c.localhost"})
    void namesUnderTheBaseDomainAreNobodyElses(String host) {
        assertThat(table.match(host, "/")).isEqualTo(RouteTable.Match.NOBODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "example.org",
                "example.com",
                "[::1]",
                "127.0.0.1",
                "vm",
                "notexample.com",
                "bank.co.uk",
                "me.github.io",
                "a.city.kawasaki.jp"
            })
    void allOtherHostsAreThePlatforms(String host) {
        assertThat(table.match(host, "/")).isEqualTo(RouteTable.Match.PLATFORM);
    }

    @Test
    void hostOfARouteIsNeverThePlatforms() {
        RouteTable one = new RouteTable(List.of(function("only", "shop.example.com/buy/*")), List.of(), "localhost");
        assertThat(one.match("shop.example.com", "/v1")).isEqualTo(RouteTable.Match.NOBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/x", "*/x", "a*b/x", "*.*.com/", "a.com:80/", "a.com/*/x", "*./x"})
    void isNoPattern(String text) {
        assertThat(RoutePattern.parse(text)).isEmpty();
    }

    private static OriginRoute origin(String name, String pattern) {
        Destination destination = new Destination() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String told() {
                return name;
            }

            @Override
            public Target target() {
                throw new UnsupportedOperationException();
            }
        };
        return new OriginRoute(RoutePattern.parse(pattern).orElseThrow(), destination);
    }

    @Test
    void functionOfRoutesAloneIsAtNoAddressOfItsOwn() {
        RouteTable one = new RouteTable(List.of(function("only", true, "shop.example.com/*")), List.of(), "localhost");
        assertThat(one.match("only.demo.localhost", "/")).isEqualTo(RouteTable.Match.NOBODY);
        assertThat(Routing.route(Ingress.read("GET", "http://localhost/@demo/only/"), one))
                .isEqualTo(Routing.Routed.NOWHERE);
        assertThat(one.match("shop.example.com", "/")).isInstanceOf(RouteTable.Match.Function.class);
        assertThat(one.function("demo", "only")).isPresent();
    }

    private static ServedFunction function(String name, String... routes) {
        return function(name, false, routes);
    }

    private static ServedFunction function(String name, boolean routesOnly, String... routes) {
        return new ServedFunction(
                "demo",
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
                Arrays.stream(routes)
                        .map(RoutePattern::parse)
                        .flatMap(Optional::stream)
                        .toList(),
                routesOnly,
                Optional.empty(),
                Optional.empty(),
                Placement.ANYWHERE);
    }
}
