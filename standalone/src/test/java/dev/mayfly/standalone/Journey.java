package dev.mayfly.standalone;

import static dev.mayfly.standalone.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.testing.OtlpMessage.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does in the first ten minutes. It is the same for Mayfly in one process and in several. */
abstract class Journey {
    private static final String CALLERS_SPAN = "00f067aa0ba902b7";

    /** For the account demo, with a token that reaches everything; the example is deployed. */
    abstract MayflyClient mayfly();

    /** Whom all of it tells of its spans. */
    abstract OtlpReceiver collector();

    @Test
    void theExampleAnswersByHost() throws Exception {
        assertThat(mayfly().get("hello", "/?name=Ada").body()).isEqualTo("Hello, Ada!\n");
    }

    @Test
    void theExampleAnswersByPathToo() throws Exception {
        assertThat(mayfly().atRouter("/@demo/hello/?name=Ada").body()).isEqualTo("Hello, Ada!\n");
    }

    @Test
    void aSecondVersionReplacesTheFirstAndGivesWayAgain() throws Exception {
        var first = mayfly().deployed("versions", "export default { fetch: () => new Response('one') };");
        mayfly().answersSoon("versions", "/", "one");
        mayfly().deployed("versions", "export default { fetch: () => new Response('two') };");
        mayfly().answersSoon("versions", "/", "two");
        mayfly().done("POST", "/functions/versions/versions/" + first + "/activate", "");
        mayfly().answersSoon("versions", "/", "one");
    }

    /** Five of a hundred answers of the planted version fail, by the number that each request carries. */
    @Test
    void aBadVersionIsTakenBackByItself() throws Exception {
        var stable = mayfly().deployed("careful", "export default { fetch: () => new Response('good') };");
        mayfly().answersSoon("careful", "/", "good");
        var planted = mayfly().uploaded("careful", """
                export default {
                  fetch(request) {
                    const n = Number(new URL(request.url).searchParams.get("n"));
                    return new Response("next", { status: (n * 7919 + 13) % 20 === 0 ? 500 : 200 });
                  },
                };
                """);
        rollOut("careful", "{\"version\":\"%s\",\"percentage\":10}".formatted(planted));
        eventually(() -> mayfly().get("careful", "/?n=1").body().equals("next"));
        var errors = 0;
        for (var n = 0; n < 8_000 && !stateOf("careful", n).equals("rolledBack"); n++)
            if (mayfly().get("careful", "/?n=" + n).statusCode() == 500) errors++;
        var ended = mayfly().read("/functions/careful/rollouts").get(0);
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("rolledBack");
        assertThat(ended.path("endedBy").asText()).isEqualTo("automatic");
        assertThat(errors).isBetween(3, 100);
        assertThat(mayfly().read("/functions/careful").path("active").asText()).isEqualTo(stable);
        eventually(() -> {
            for (var n = 0; n < 100; n++)
                if (!mayfly().get("careful", "/?n=" + n).body().equals("good")) return false;
            return true;
        });
    }

    @Test
    void aGoodVersionGoesToAllByItself() throws Exception {
        mayfly().deployed("growing", "export default { fetch: () => new Response('one') };");
        mayfly().answersSoon("growing", "/", "one");
        var next = mayfly().uploaded("growing", "export default { fetch: () => new Response('two') };");
        rollOut("growing", "{\"version\":\"%s\",\"steps\":[20,50,100],\"stepSeconds\":1}".formatted(next));
        eventually(() -> {
            for (var n = 0; n < 50; n++) mayfly().get("growing", "/");
            return mayfly().read("/functions/growing").path("active").asText().equals(next);
        });
        mayfly().answersSoon("growing", "/", "two");
        mayfly().done("POST", "/functions/growing/rollback", "");
        mayfly().answersSoon("growing", "/", "one");
    }

    @Test
    void aFunctionThatCallsItselfIsStoppedByDepthAndThenByItsCap() throws Exception {
        var loops = mayfly().in("loops");
        loops.done("PUT", "", "{}");
        loops.done("PUT", "/caps", "{\"requestsPerDay\":40}");
        loops.deployed("itself", """
                export default {
                  async fetch(request) {
                    const answer = await fetch(request.url);
                    return new Response(await answer.text(), { status: answer.status });
                  },
                };
                """);
        var looping = new AtomicBoolean(true);
        var neighbour = CompletableFuture.supplyAsync(() -> statusesOfHello(looping));
        try {
            eventually(() -> loops.get("itself", "/").body().contains("loop-detected"));
            eventually(() -> loops.get("itself", "/").body().contains("limit-requests-per-day"));
            assertThat(loops.get("itself", "/").statusCode()).isEqualTo(429);
        } finally {
            looping.set(false);
        }
        assertThat(neighbour.join())
                .as("what hello answered meanwhile")
                .isNotEmpty()
                .containsOnly(200);
        eventually(() -> {
            var used = loops.read("/usage?function=itself&resolution=minute").path("total");
            return used.path("requests").asInt() >= 40
                    && used.path("subrequests").asInt() >= 16;
        });
        eventually(() -> loops.read("/usage").path("alerts").toString().contains("\"percent\":100"));
    }

    private List<Integer> statusesOfHello(AtomicBoolean meanwhile) {
        var statuses = new ArrayList<Integer>();
        while (meanwhile.get()) {
            try {
                statuses.add(mayfly().get("hello", "/").statusCode());
            } catch (Exception e) {
                throw new IllegalStateException("hello did not answer", e);
            }
        }
        return statuses;
    }

    private void rollOut(String function, String rollout) throws Exception {
        mayfly().done("POST", "/functions/" + function + "/rollouts", rollout);
    }

    /** Asked after each hundredth request only. */
    private String stateOf(String function, int request) throws Exception {
        if (request % 100 != 99) return "";
        return mayfly().read("/functions/" + function + "/rollouts")
                .get(0)
                .path("state")
                .asText();
    }

    @Test
    void aSecretReachesTheFunctionAndNobodyElse() throws Exception {
        mayfly().deployed("secretive", "export default { fetch: (request, env) => new Response(env.KEY ?? 'none') };");
        mayfly().answersSoon("secretive", "/", "none");
        mayfly().done("PUT", "/functions/secretive/secrets/KEY", "{\"value\":\"s3cret-value\"}");
        mayfly().answersSoon("secretive", "/", "s3cret-value");
        assertThat(mayfly().read("/functions/secretive/secrets").toString())
                .contains("KEY")
                .doesNotContain("s3cret");
    }

    @Test
    void aRouteLeadsToTheFunctionUntilItIsTaken() throws Exception {
        mayfly().deployed(
                        "routed", "export default { fetch: request => new Response(new URL(request.url).pathname) };");
        mayfly().done("PUT", "/functions/routed/routes", "[{\"pattern\":\"api.journey.test/v2/*\"}]");
        mayfly().soonAtEveryRouter(router ->
                router.atHost("api.journey.test", "/v2/things").body().equals("/v2/things"));
        mayfly().done("PUT", "/functions/routed/routes", "[]");
        mayfly().soonAtEveryRouter(router ->
                router.atHost("api.journey.test", "/v2/things").statusCode() == 404);
    }

    @Test
    void aFlagIsSwitchedWithoutADeployment() throws Exception {
        var flag =
                "{\"definition\":{\"state\":\"ENABLED\",\"variants\":{\"a\":\"old\",\"b\":\"fresh\"},\"defaultVariant\":\"%s\"}}";
        mayfly().deployed(
                        "flagged",
                        "export default { fetch: async (request, env) => new Response(await env.FLAGS.getStringValue('page', 'none')) };",
                        "[{\"type\":\"flags\",\"name\":\"FLAGS\",\"app\":\"journey\"}]");
        mayfly().soonAtEveryRouter(router -> router.get("flagged", "/").body().equals("none"));
        mayfly().done("PUT", "/flags/journey/flags/page", flag.formatted("a"));
        mayfly().soonAtEveryRouter(router -> router.get("flagged", "/").body().equals("old"));
        mayfly().done("PUT", "/flags/journey/flags/page", flag.formatted("b"));
        mayfly().soonAtEveryRouter(router -> router.get("flagged", "/").body().equals("fresh"));
        mayfly().done("POST", "/flags/journey/flags/page/undo", "");
        mayfly().soonAtEveryRouter(router -> router.get("flagged", "/").body().equals("old"));
    }

    @Test
    void anAgentRemembersWhatItIsToldAndForgetsItForGood() throws Exception {
        mayfly().deployed("remembers", """
                export default {
                  async fetch(request, env) {
                    const ann = env.MEMORY.getProfile('ann', { namespace: 'journey' });
                    const { pathname, searchParams } = new URL(request.url);
                    const content = searchParams.get('q');
                    switch (pathname) {
                      case '/say':
                        await ann.ingest([{ id: 'one', role: 'user', content }], { sessionId: 'monday', wait: true });
                        return new Response('kept');
                      case '/forget':
                        await ann.forget({ confirm: (await ann.forget({ query: content, limit: 1 })).confirm });
                        return new Response('forgotten');
                      default: {
                        const { candidates } = await ann.recall(content, { referenceDate: '2026-01-01', responseLength: 'short' });
                        return new Response([...new Set(candidates.flatMap(({ sources }) => sources.map(({ messageId }) => messageId)))].join());
                      }
                    }
                  },
                };
                """, "[{\"type\":\"memory\",\"name\":\"MEMORY\"}]");
        var say = "/say?q=I+moved+to+Turin+last+week.";
        mayfly().soonAtEveryRouter(router -> router.get("remembers", say).body().equals("kept"));
        mayfly().soonAtEveryRouter(router ->
                router.get("remembers", "/?q=where+is+home").body().equals("one"));
        assertThat(mayfly().get("remembers", "/forget?q=Turin").body()).isEqualTo("forgotten");
        assertThat(mayfly().get("remembers", say).body()).isEqualTo("kept");
        mayfly().soonAtEveryRouter(router ->
                router.get("remembers", "/?q=where+is+home").body().isEmpty());
    }

    /** The closing example: what it does to answer a question is one tree, to people and to a collector. */
    @Test
    void anAgentIsToldWhatItKnowsLooksUpAndIsSeenInOneTree(@TempDir Path folder) throws Exception {
        var command = new MayflyCommand(folder, "http://127.0.0.1:" + mayfly().controlPort(), mayfly().token());
        for (var example : List.of("orders", "stand-in-model", "agent"))
            command.run("deploy", exampleHere(example, folder));
        command.run("secret", "put", "agent", "MODEL_KEY", "--value", "sk-for-tests");
        command.run(
                "flags",
                "set",
                "agent",
                "agent-prompt",
                "{\"state\":\"ENABLED\",\"variants\":{\"brief\":\"Be brief.\",\"warm\":\"Be warm.\"},\"defaultVariant\":\"warm\"}");
        mayfly().soonAtEveryRouter(router -> router.post(
                        "agent",
                        "/",
                        "{\"question\":\"How long do refunds take? I drink green tea.\",\"user\":\"ada\"}")
                .body()
                .contains("{\"text\":\"warm. \"}"));
        eventually(() -> mayfly().post("agent", "/", "{\"question\":\"What do I drink?\",\"user\":\"ada\"}")
                .body()
                .matches("(?s).*\"memories\":[1-9].*"));

        var trace = "5ff75a01c08b4d7bb4df6a1d2c3e4f50";
        var said = askedAgent(trace);
        assertThat(said).contains("\"returns\"", "event: tool\n", "packed", "event: done\n");

        var tree = new String[1];
        eventually(() -> {
            tree[0] = command.run("trace", trace);
            return tree[0].lines().filter(line -> line.contains("isolate")).count() == 4;
        });
        assertThat(tree[0])
                .contains(
                        "flags.evaluate",
                        "agent-prompt = warm (static)",
                        "search.search",
                        "memory.recall",
                        "memory.ingest",
                        "/v1/chat/completions 200",
                        "/orders/1001 200",
                        "looked up order 1001")
                .containsPattern("answering with 2 notes and [1-9]");
        assertThat(tree[0].lines().dropWhile(line -> !line.startsWith("cpu ")).skip(1))
                .filteredOn(line -> !line.startsWith(" "))
                .hasSize(1);

        assertWholeAtTheCollector(trace);
    }

    private String askedAgent(String trace) throws Exception {
        return mayfly().post(
                        "agent",
                        "/",
                        "{\"question\":\"When is the refund of order 1001 paid? I drink tea.\",\"user\":\"ada\"}",
                        "traceparent",
                        "00-%s-%s-01".formatted(trace, CALLERS_SPAN))
                .body();
    }

    /** Processes tell in turn: when a later trace is there as a whole, nothing of this one is still to come. */
    private void assertWholeAtTheCollector(String trace) throws Exception {
        eventually(() -> isWhole(trace));
        var later = "6ff75a01c08b4d7bb4df6a1d2c3e4f51";
        askedAgent(later);
        eventually(() -> isWhole(later));
        for (var each : List.of(trace, later)) {
            var spans = collector().spans(each);
            assertThat(spans).extracting(Span::id).doesNotHaveDuplicates();
            assertThat(orphans(spans)).extracting(Span::parent).containsExactly(Optional.of(CALLERS_SPAN));
            assertThat(spans)
                    .filteredOn(span -> span.name().equals("flags.evaluate"))
                    .flatExtracting(Span::events)
                    .containsExactly("feature_flag.evaluation");
        }
    }

    private boolean isWhole(String trace) {
        var spans = collector().spans(trace);
        var names = spans.stream().map(Span::name).toList();
        return Collections.frequency(names, "isolate") == 4
                && names.containsAll(List.of(
                        "flags.evaluate",
                        "FlagValues.evaluate",
                        "search.search",
                        "Search.search",
                        "memory.recall",
                        "Memory.recall",
                        "memory.ingest",
                        "Memory.ingest"))
                && orphans(spans).size() == 1;
    }

    /** Whose parent the collector has not heard of. */
    private static List<Span> orphans(List<Span> spans) {
        var ids = spans.stream().map(Span::id).collect(Collectors.toSet());
        return spans.stream()
                .filter(span -> span.parent().filter(ids::contains).isEmpty())
                .toList();
    }

    /** Copied. Its functions ask each other at port 80, which every router takes for its own: what it listens at, only it knows. */
    private String exampleHere(String name, Path folder) throws Exception {
        var from = Path.of(System.getProperty("mayfly.root"), "functions/examples", name);
        var to = Files.createDirectories(folder.resolve(name));
        try (var files = Files.list(from)) {
            for (var file :
                    files.filter(file -> !file.toString().endsWith(".test.js")).toList())
                Files.writeString(
                        to.resolve(file.getFileName()), Files.readString(file).replace(":8080", ""));
        }
        return to.toString();
    }

    @Test
    void aTraceOfTheCallerGoesOnInTheFunction() throws Exception {
        mayfly().deployed(
                        "traced",
                        "export default { fetch: request => new Response(request.headers.get('traceparent')) };");
        mayfly().soonAtEveryRouter(router -> router.get("traced", "/").statusCode() == 200);
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var traceparent = mayfly().get("traced", "/", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .body();
        assertThat(traceparent).startsWith("00-" + trace).endsWith("-01").doesNotContain("00f067aa0ba902b7");
        eventually(() -> mayfly().api("GET", "/invocations/" + trace, "").body().contains("\"traced\""));
    }

    @Test
    void aClientOfThisMachineIsInARegionAndInNoCountry() throws Exception {
        mayfly().deployed("placed", "export default { fetch: ({ cf }) => new Response(`${cf.colo} ${cf.country}`) };");
        var here = "(local|fra|iad) undefined";
        mayfly().soonAtEveryRouter(router -> router.get("placed", "/").body().matches(here));
        assertThat(mayfly().get("placed", "/", "cf-ipcountry", "SE").body()).matches(here);
    }

    @Test
    void whatAFunctionLoggedIsRead() throws Exception {
        mayfly().deployed(
                        "chatty", "export default { fetch() { console.log('heard'); return new Response('said'); } };");
        mayfly().answersSoon("chatty", "/", "said");
        eventually(() -> mayfly().read("/invocations?function=chatty&limit=10")
                .toString()
                .contains("heard"));
    }

    @Test
    void whatWouldBecomeOfARequestIsToldBeforeItIsSent() throws Exception {
        mayfly().deployed("foretold", "export default { fetch() { return new Response('there'); } };");
        mayfly().answersSoon("foretold", "/", "there");
        var path = "/edge/explain?url=http%3A%2F%2Fforetold.demo.localhost%2F&ip=192.0.2.7";
        var told = mayfly().read(path);
        assertThat(told.path("function").asText()).isEqualTo("foretold");
        var steps = told.path("steps");
        assertThat(steps.path(steps.size() - 1).path("phase").asText()).isEqualTo("dispatch");
        assertThat(mayfly().read(path.replace("foretold", "nobody"))
                        .path("status")
                        .asInt())
                .isEqualTo(404);
    }

    @Test
    void whyAFunctionFailedIsForItsAuthorAlone() throws Exception {
        mayfly().deployed("failing", "export default { fetch() { throw new Error('it broke here'); } };");
        mayfly().soonAtEveryRouter(router -> router.get("failing", "/").statusCode() == 500);
        var author = "Bearer " + tokenOfDemo();
        assertThat(mayfly().get("failing", "/", "Mayfly-Debug", author).body()).contains("it broke here");
        for (var stranger : new String[] {"Bearer guess", ""})
            assertThat(mayfly().get("failing", "/", "Mayfly-Debug", stranger).body())
                    .doesNotContain("it broke here");
    }

    @Test
    void aBundleThatDoesNotParseIsRefusedWithThePlace() throws Exception {
        var answer = mayfly().deploy("broken", "export default {\n  fetch( { }\n};");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("index.js").contains("\"line\":");
    }

    @Test
    void strangersReachFunctionsButNotThePlatform() throws Exception {
        for (var token : new String[] {"", "guess"})
            for (var path : new String[] {"/functions", "/invocations"})
                assertThat(mayfly().with(token).api("GET", path, "").statusCode())
                        .as("%s with token '%s'", path, token)
                        .isEqualTo(401);
    }

    @Test
    void anAccountsTokenReachesThatAccountAlone() throws Exception {
        mayfly().in("neighbour").done("PUT", "", "{}");
        var own = mayfly().with(tokenOfDemo());
        for (var path : new String[] {"/functions", "/invocations"}) {
            assertThat(own.api("GET", path, "").statusCode()).as(path).isEqualTo(200);
            assertThat(own.in("neighbour").api("GET", path, "").statusCode())
                    .as("the neighbour's " + path)
                    .isEqualTo(403);
        }
        assertThat(own.in("neighbour").deploy("intruder", "export default {};").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aRightOnOneFunctionReachesJustThat() throws Exception {
        mayfly().deployed("seen", "export default { fetch: () => new Response('here') };");
        var token = token("functions:read@seen", "invocations:read@seen");
        var reader = mayfly().with(token);
        for (var path : new String[] {"/functions/seen", "/functions/seen/versions", "/invocations?function=seen"})
            assertThat(reader.api("GET", path, "").statusCode()).as(path).isEqualTo(200);
        for (var path : new String[] {
            "", "/functions", "/functions/hello", "/invocations", "/invocations?function=hello", "/tokens"
        }) assertThat(reader.api("GET", path, "").statusCode()).as(path).isEqualTo(403);
        assertThat(reader.api("DELETE", "/functions/seen", "").statusCode()).isEqualTo(403);
        assertThat(reader.deploy("seen", "export default {};").statusCode()).isEqualTo(403);
    }

    @Test
    void aTokenInALogIsTakenOutAndFlagged() throws Exception {
        mayfly().deployed(
                        "indiscreet",
                        "export default { async fetch(r) { console.log('got', await r.text()); return new Response('ok'); } };");
        mayfly().answersSoon("indiscreet", "/", "ok");
        var token = token("functions:read");
        mayfly().post("indiscreet", "/", token);
        eventually(() ->
                mayfly().read("/invocations?function=indiscreet").toString().contains("got mfat_[redacted]"));
        assertThat(mayfly().read("/invocations?function=indiscreet").toString()).doesNotContain(token);
        eventually(
                () -> mayfly().read("/tokens").toString().contains("function demo/indiscreet, record of invocation"));
    }

    @Test
    void aTokenInCodeIsRefused() throws Exception {
        var answer = mayfly().deploy("leaky", "export default {};\nconst t = '%s';".formatted(token("*")));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("token-in-bundle", "\"line\":2");
    }

    @Test
    void aDeletedFunctionIsGone() throws Exception {
        mayfly().deployed("brief", "export default { fetch: () => new Response('here') };");
        mayfly().answersSoon("brief", "/", "here");
        mayfly().done("DELETE", "/functions/brief", "");
        mayfly().soonAtEveryRouter(router -> router.get("brief", "/").statusCode() == 404);
        assertThat(mayfly().api("GET", "/functions/brief", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aFunctionOwnsAllPathsOfItsHost() throws Exception {
        assertThat(mayfly().get("hello", "/v1/accounts/demo/functions").body()).isEqualTo("Hello, world!\n");
        assertThat(mayfly().get("hello", "/q/health").body()).isEqualTo("Hello, world!\n");
    }

    private String token(String... rights) throws Exception {
        var list = String.join("\",\"", rights);
        return mayfly().done("POST", "/tokens", "{\"name\":\"limited\",\"rights\":[\"%s\"]}".formatted(list))
                .path("token")
                .asText();
    }

    private String tokenOfDemo() throws Exception {
        return mayfly().done("POST", "/tokens", "{\"name\":\"laptop\"}")
                .path("token")
                .asText();
    }
}
