package dev.mayfly.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.TokenLeaks;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.invocations.Invocations;
import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.bindings.tails.Tails;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationClient.Reply;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Message;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A token that a function shows in what is kept of its invocations. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class RedactionTest {
    /** So many characters of an address. */
    private static final int SHOWN = 2048;

    private static final Reply IGNORED = (Reply) Proxy.newProxyInstance(
            Reply.class.getClassLoader(), new Class<?>[] {Reply.class}, (proxy, method, arguments) -> null);

    @Inject
    Edge edge;

    @Inject
    TestLeaks leaks;

    @Inject
    Invocations invocations;

    @Inject
    @RedisClientName("edge")
    ReactiveRedisDataSource redis;

    private final String token =
            TokenText.random(TokenText.Kind.account, new SecureRandom()).text();

    @Test
    void loggedTokenIsTakenOutAndFlaggedOnce() {
        play("shows-tokens", client -> {
            client.log(new Message.Log(Message.Level.INFO, 1, "using " + token + "!"));
            client.log(new Message.Log(Message.Level.INFO, 2, "and nothing else"));
        });
        Invocation kept = invoke("shows-tokens", "/");
        assertThat(kept.logs())
                .extracting(Invocations.LogLine::text)
                .containsExactly("using mfat_[redacted]!", "and nothing else");
        Edge.await(() -> !told().isEmpty());
        invoke("shows-tokens", "/");
        assertThat(told()).hasSize(1);
        assertThat(told().getFirst()).contains("function demo/shows-tokens", kept.id());
    }

    @Test
    void tokenInAnAddressIsTakenOut() {
        play("is-asked", client -> {});
        assertThat(invoke("is-asked", "/?key=" + token).url()).endsWith("/?key=mfat_[redacted]");
        Edge.await(() -> !told().isEmpty());
    }

    @Test
    void tokenInAnErrorIsTakenOut() {
        var error = new Outcome.GuestError(
                "Error", "no " + token, "Error: no " + token, Optional.empty(), Optional.empty(), Optional.empty());
        edge.scripted(
                "fails-with-it", (request, client) -> ScriptedHost.end(client, new Outcome.Failed("threw", error)));
        assertThat(invoke("fails-with-it", "/").detail()).contains("Error: no mfat_[redacted]");
    }

    @Test
    void tokenInAFetchIsTakenOut() {
        edge.scripted("fetches-with-it", Egress.OPEN, (request, client) -> {
            client.fetch(fetch("http://127.0.0.1:9/?key=" + token), IGNORED);
            return ScriptedHost.answer(client, 200, "done");
        });
        assertThat(invoke("fetches-with-it", "/").spans())
                .filteredOn(span -> span.name().equals("fetch"))
                .extracting(span -> span.attributes().get("url.full"))
                .containsExactly("http://127.0.0.1:9/?key=mfat_[redacted]");
    }

    @Test
    void tokenAtTheEndOfWhatIsShownOfAnAddressIsTakenOut() {
        play("is-asked-at-length", client -> {});
        int before = invoke("is-asked-at-length", "/?k=").url().length();
        String url = invoke("is-asked-at-length", "/?k=" + "x".repeat(SHOWN - 41 - before) + token)
                .url();
        assertThat(url).endsWith("xmfat_[redacted]").hasSize(SHOWN - 41 + 15);
        Edge.await(() -> !told().isEmpty());
    }

    @Test
    void tokenBehindWhatIsShownOfAnAddressIsNotShownInPart() {
        play("is-asked-behind", client -> {});
        int before = invoke("is-asked-behind", "/?k=").url().length();
        String url = invoke("is-asked-behind", "/?k=" + token + "x".repeat(SHOWN - 42 - before) + token)
                .url();
        assertThat(url).endsWith("xmfat_[redacted]").doesNotContain(token.substring(6, 10));
    }

    @Test
    void tokenAtTheEndOfAFetchedAddressIsTakenOut() {
        String before = "http://127.0.0.1:9/?";
        edge.scripted("fetches-at-length", Egress.OPEN, (request, client) -> {
            client.fetch(fetch(before + "x".repeat(SHOWN - 41 - before.length()) + token), IGNORED);
            return ScriptedHost.answer(client, 200, "done");
        });
        assertThat(invoke("fetches-at-length", "/").spans())
                .filteredOn(span -> span.name().equals("fetch"))
                .allSatisfy(
                        span -> assertThat(span.attributes().get("url.full")).endsWith("xmfat_[redacted]"))
                .hasSize(1);
        Edge.await(() -> !told().isEmpty());
    }

    /** A worker shortens lines and errors before anybody here sees them. */
    @Test
    void tokenThatAWorkerCutInTwoIsTakenOut() {
        String cut = "x".repeat(100) + token.substring(0, 41);
        var error = new Outcome.GuestError("Error", cut, cut, Optional.empty(), Optional.empty(), Optional.empty());
        edge.scripted("shows-parts", (request, client) -> {
            client.log(new Message.Log(Message.Level.INFO, 1, cut + "… (16425 characters)"));
            return ScriptedHost.end(client, new Outcome.Failed("threw", error));
        });
        Invocation kept = invoke("shows-parts", "/");
        assertThat(kept.logs().getFirst().text()).endsWith("xmfat_[redacted]… (16425 characters)");
        assertThat(kept.detail().orElseThrow()).endsWith("xmfat_[redacted]");
    }

    @Test
    void tokenInAHeaderIsTakenOutOfWhatIsTailedAndFlagged() {
        play("is-watched", client -> {});
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        var words = redis.pubsub(String.class);
        words.subscribe(Tails.SEEN, seen::add).await().atMost(Edge.PATIENCE);
        Edge.await(() -> {
            words.publish(Tails.WATCHED, "{\"account\":\"demo\",\"function\":\"is-watched\"}")
                    .await()
                    .atMost(Edge.PATIENCE);
            given().header("Host", "is-watched.demo.localhost")
                    .header("X-Note", token)
                    .header("Referer", "http://example.com/?t=" + token)
                    .get("/");
            return !seen.isEmpty();
        });
        assertThat(seen.remove())
                .contains("\"x-note\":\"mfat_[redacted]\"", "\"referer\":\"http://example.com/?t=mfat_[redacted]\"")
                .doesNotContain(token);
        Edge.await(() -> !told().isEmpty());
    }

    private void play(String function, Consumer<InvocationClient> first) {
        edge.scripted(function, (request, client) -> {
            first.accept(client);
            return ScriptedHost.answer(client, 200, "done");
        });
    }

    /** What is remembered of one request. */
    private Invocation invoke(String function, String path) {
        String id =
                given().header("Host", function + ".demo.localhost").get(path).header("mayfly-invocation");
        Edge.await(
                () -> remembered(function).stream().anyMatch(kept -> kept.id().equals(id)));
        return remembered(function).stream()
                .filter(kept -> kept.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<Invocation> remembered(String function) {
        return Callers.as(
                        new Caller.Platform("test"),
                        () -> invocations.list(
                                "demo", Optional.of(function), Optional.empty(), Optional.empty(), Optional.empty()))
                .await()
                .atMost(Edge.PATIENCE);
    }

    private List<String> told() {
        String hash = HexFormat.of().formatHex(TokenText.hash(token));
        return leaks.told.stream()
                .filter(sighting -> sighting.hash().equals(hash))
                .map(TokenLeaks.Sighting::where)
                .toList();
    }

    private static Message.Call.Fetch fetch(String url) {
        return new Message.Call.Fetch(1, "GET", url, "follow", new String[0], Body.NONE);
    }
}
