package dev.mayfly.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.TokenLeaks;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.invocations.Invocations;
import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationClient.Reply;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A token that a function shows in what is kept of its invocations. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class RedactionTest {
    private static final Reply IGNORED = (Reply) Proxy.newProxyInstance(
            Reply.class.getClassLoader(), new Class<?>[] {Reply.class}, (proxy, method, arguments) -> null);

    @Inject
    Edge edge;

    @Inject
    TestLeaks leaks;

    @Inject
    Invocations invocations;

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
                        () -> invocations.list("demo", Optional.of(function), Optional.empty(), Optional.empty()))
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
