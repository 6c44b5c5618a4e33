package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.functions.Functions.Route;
import dev.mayfly.bindings.origins.Origins;
import dev.mayfly.bindings.origins.Origins.Origin;
import dev.mayfly.bindings.origins.Origins.OriginSettings;
import dev.mayfly.bindings.problem.Problem;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an owner of {@link Origins} keeps to. */
public abstract class OriginsContract extends ContractSuite<Origins> {
    /** Makes {@link #account()}, which has neither origins nor functions then. */
    protected abstract void emptyAccount();

    /** Has a function of the account lead to this route. */
    protected abstract void routeToFunction(String pattern);

    /** Has a function of another account lead to this route. */
    protected abstract void routeOfStranger(String pattern);

    @BeforeEach
    void accountIsThere() {
        emptyAccount();
        List<Origin> left = call(As.OWNER, origins -> origins.list(account()));
        for (Origin origin : left) call(As.OWNER, origins -> origins.delete(account(), origin.name()));
    }

    @Test
    void whatIsPutIsThereAsAWhole() {
        OriginSettings all = new OriginSettings(
                List.of(URI.create("https://a.example.com/below"), URI.create("https://b.example.com:8443")),
                List.of(new Route("shop.origins.example/*")),
                Optional.of("shop.example.com"),
                Optional.of("tls.example.com"),
                Optional.of(1_000L),
                Optional.of(2_000L),
                Optional.of(300L),
                Optional.of(40L),
                Optional.of(2));
        assertThat(put("shop", all)).isEqualTo(new Origin("shop", all));
        assertThat(origin("shop").settings()).isEqualTo(all);

        OriginSettings less = plain("http://c.example.com");
        put("shop", less);
        assertThat(origin("shop").settings()).isEqualTo(less);
        put("other", plain("http://d.example.com", "shop.origins.example/*"));
    }

    @Test
    void allAreListedByName() {
        put("b", plain("http://b.example.com"));
        put("a", plain("http://a.example.com"));
        assertListed(As.READER, origins -> origins.list(account()))
                .extracting(Origin::name)
                .containsExactly("a", "b");
    }

    @Test
    void whatIsDeletedIsGoneAndItsRoutesAreFree() {
        put("shop", plain("http://a.example.com", "gone.origins.example/*"));
        call(As.OWNER, origins -> origins.delete(account(), "shop"));

        refused(Problem.NotFound.class, As.OWNER, origins -> origins.origin(account(), "shop"));
        refused(Problem.NotFound.class, As.OWNER, origins -> origins.delete(account(), "shop"));
        routeToFunction("gone.origins.example/*");
    }

    @Test
    void routeLeadsToOneAlone() {
        put("shop", plain("http://a.example.com", "one.origins.example/*"));
        var taken = refused(
                Problem.Conflict.class,
                As.OWNER,
                origins -> origins.put(account(), "other", plain("http://b.example.com", "one.origins.example/*")));
        assertThat(taken.detail()).contains("the origin shop");
        routeToFunction("two.origins.example/*");
        refused(
                Problem.Conflict.class,
                As.OWNER,
                origins -> origins.put(account(), "shop", plain("http://a.example.com", "two.origins.example/*")));
        assertThat(origin("shop").settings().routes()).containsExactly(new Route("one.origins.example/*"));
    }

    @Test
    void hostOfAnotherAccountCannotBeRouted() {
        routeOfStranger("theirs.origins.example/x");
        var taken = refused(
                Problem.Conflict.class,
                As.OWNER,
                origins -> origins.put(account(), "shop", plain("http://a.example.com", "theirs.origins.example/*")));
        assertThat(taken.detail()).contains("another account");
    }

    @Test
    void whatCannotBeIsRefused() {
        for (String url : List.of(
                "ftp://a.example.com",
                "http:///path",
                "/path",
                "http://user@a.example.com",
                "http://a.example.com?query",
                "http://a.example.com#fragment",
                "http://a.example.com:0",
                "http://a.example.com/" + "x".repeat(1024))) invalid(plain(url));
        invalid(new OriginSettings(List.of(), List.of(), none(), none(), none(), none(), none(), none(), none()));
        invalid(urls(IntStream.range(0, 17).mapToObj(i -> "http://a%d.example.com".formatted(i))));
        invalid(urls(Stream.of("http://a.example.com", "https://b.example.com")));
        invalid(named("http://a.example.com", Optional.of("Client"), none()));
        invalid(named("http://a.example.com", Optional.of("a b"), none()));
        invalid(named("http://a.example.com", none(), Optional.of("b.example.com")));
        invalid(named("https://a.example.com", none(), Optional.of("b.example.com:443")));
        for (long ms : new long[] {0, -1, 600_001}) {
            invalid(timed(Optional.of(ms), none()));
            invalid(timed(none(), Optional.of(ms)));
        }
        for (int attempts : new int[] {0, 11})
            invalid(new OriginSettings(
                    List.of(URI.create("http://a.example.com")),
                    List.of(),
                    none(),
                    none(),
                    none(),
                    none(),
                    none(),
                    none(),
                    Optional.of(attempts)));
        code("invalid-route", "shop", plain("http://a.example.com", "nodomain/*"));
        code("invalid-name", "Shop", plain("http://a.example.com"));
    }

    @Test
    void thereAreNoMoreThanItsBound() {
        for (int i = 0; i < 100; i++) put("o" + i, plain("http://a.example.com"));
        var problem = refused(
                Problem.LimitReached.class,
                As.OWNER,
                origins -> origins.put(account(), "more", plain("http://a.example.com")));
        assertThat(problem.code()).isEqualTo("limit-origins");
        put("o1", plain("http://b.example.com"));
    }

    @Test
    void accountThatIsNotThereIsNotFound() {
        refused(Problem.NotFound.class, As.OPERATOR, origins -> origins.list("never-made"));
        refused(
                Problem.NotFound.class,
                As.OPERATOR,
                origins -> origins.put("never-made", "shop", plain("http://a.example.com")));
    }

    @Test
    void othersAreRefused() {
        refusedToOthers(origins -> origins.list(account()));
        refusedToOthers(origins -> origins.origin(account(), "shop"));
        refusedToOthers(origins -> origins.put(account(), "shop", plain("http://a.example.com")));
        refusedToOthers(origins -> origins.delete(account(), "shop"));
        refusedToReaders(origins -> origins.put(account(), "shop", plain("http://a.example.com")));
        refusedToReaders(origins -> origins.delete(account(), "shop"));
    }

    private Origin put(String name, OriginSettings settings) {
        return call(As.OWNER, origins -> origins.put(account(), name, settings));
    }

    private Origin origin(String name) {
        return call(As.OWNER, origins -> origins.origin(account(), name));
    }

    private void invalid(OriginSettings settings) {
        code("invalid-origin", "shop", settings);
    }

    private void code(String code, String name, OriginSettings settings) {
        var problem = refused(Problem.Invalid.class, As.OWNER, origins -> origins.put(account(), name, settings));
        assertThat(problem.code()).as(settings.toString()).isEqualTo(code);
    }

    private static OriginSettings plain(String url, String... routes) {
        return new OriginSettings(
                List.of(URI.create(url)),
                Stream.of(routes).map(Route::new).toList(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none());
    }

    private static OriginSettings urls(Stream<String> urls) {
        return new OriginSettings(
                urls.map(URI::create).toList(), List.of(), none(), none(), none(), none(), none(), none(), none());
    }

    private static OriginSettings named(String url, Optional<String> host, Optional<String> tlsName) {
        return new OriginSettings(
                List.of(URI.create(url)), List.of(), host, tlsName, none(), none(), none(), none(), none());
    }

    private static OriginSettings timed(Optional<Long> connectMs, Optional<Long> hedgeMs) {
        return new OriginSettings(
                List.of(URI.create("http://a.example.com")),
                List.of(),
                none(),
                none(),
                connectMs,
                none(),
                none(),
                hedgeMs,
                none());
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }
}
