package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.End;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvocationTest {
    private final TestHost host = new TestHost();

    @AfterEach
    void hangUp() {
        host.close();
    }

    @Test
    void workerSaysHelloFirst() {
        var hello = (Message.Hello) host.nextOfConnection();
        assertThat(hello.protocol()).isEqualTo(Frames.PROTOCOL);
        assertThat(hello.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(hello.compiles()).isFalse();
    }

    @Test
    void pingIsAnswered() {
        host.nextOfConnection();
        host.send(0, new Message.Ping());
        assertThat(host.nextOfConnection()).isInstanceOf(Message.Pong.class);
    }

    @Test
    void functionGreets() {
        var hello = host.get("export default { fetch() { return new Response('hello'); } }");
        assertThat(hello.text()).isEqualTo("hello");
        assertThat(hello.status()).isEqualTo(200);
        assertThat(hello.done().cpuNs()).isPositive();
        assertThat(hello.done().allocatedBytes()).isPositive();
        assertThat(hello.done().wallNs()).isGreaterThanOrEqualTo(hello.done().queuedNs());
    }

    @Test
    void requestArrivesWhole() {
        int key = host.deploy("""
                export default { async fetch(request, env) {
                  return Response.json({ m: request.method, u: request.url, h: request.headers.get('host'), b: await request.json(), e: env.WHO });
                } }""".replace("env.WHO", "typeof env.WHO"));
        var body = new Body.Inline("{\"x\":\"ü\"}".getBytes(StandardCharsets.UTF_8));
        var echo = host.invoke(key, TestHost.BOUNDS, body, call -> null);
        assertThat(echo.text())
                .isEqualTo(
                        "{\"m\":\"POST\",\"u\":\"http://f.acme.localhost/path?a=1\",\"h\":\"f.acme.localhost\",\"b\":{\"x\":\"ü\"},\"e\":\"undefined\"}");
    }

    @Test
    void envHasVariablesAndSecrets() {
        int key = host.deploy(
                "{\"vars\":{\"A\":1},\"secrets\":{\"S\":\"s3\"},\"bindings\":{}}",
                Map.of("index.js", "export default { fetch(r, env) { return new Response(env.A + env.S); } }"));
        assertThat(host.invoke(key, TestHost.BOUNDS).text()).isEqualTo("1s3");
    }

    @Test
    void fetchGoesToTheHostAndBack() {
        int key = host.deploy("""
                export default { async fetch() {
                  const a = await fetch('http://up.test/x', { method: 'PUT', body: 'ping', headers: { 'x-a': '1' } });
                  return new Response(a.status + a.headers.get('x-b') + await a.text());
                } }""");
        var invocation = host.invoke(key, TestHost.BOUNDS, Body.NONE, call -> {
            var fetch = (Message.Call.Fetch) call;
            assertThat(fetch.call()).isEqualTo(1);
            assertThat(fetch.method()).isEqualTo("PUT");
            assertThat(fetch.url()).isEqualTo("http://up.test/x");
            assertThat(fetch.body()).isInstanceOf(Body.Inline.class);
            return new Message.Result.Response(
                    1,
                    201,
                    "Created",
                    "http://up.test/x",
                    false,
                    new String[] {"x-b", "2"},
                    new Body.Inline("pong".getBytes()));
        });
        assertThat(invocation.text()).isEqualTo("2012pong");
    }

    @Test
    void refusedFetchIsAnErrorWithItsCode() {
        int key = host.deploy("""
                export default { async fetch() {
                  try { await fetch('http://10.0.0.1/'); } catch (e) { return new Response(e.code + ': ' + e.message); }
                } }""");
        var invocation = host.invoke(
                key, TestHost.BOUNDS, Body.NONE, call -> new Message.Result.Refused(1, "egress-denied", "not there"));
        assertThat(invocation.text()).isEqualTo("egress-denied: not there");
    }

    @Test
    void bindingIsCalledByNameAndMethod() {
        var env = """
                {"vars":{},"secrets":{},"bindings":{"LOG":{"type":"invocations","methods":[{"name":"list","parameters":[],"result":"value"}]}}}""";
        int key = host.deploy(
                env,
                Map.of(
                        "index.js",
                        "export default { async fetch(r, env) { return Response.json(await env.LOG.list('f', 3)); } }"));
        var invocation = host.invoke(key, TestHost.BOUNDS, Body.NONE, call -> {
            var method = (Message.Call.Method) call;
            assertThat(method.binding()).isEqualTo("LOG");
            assertThat(method.method()).isEqualTo("list");
            assertThat(method.arguments()).isEqualTo("[\"f\",3]");
            return new Message.Result.Returned(1, "[1,2]");
        });
        assertThat(invocation.text()).isEqualTo("[1,2]");
    }

    @Test
    void throwingFunctionFailsWithItsPlace() {
        var done = host.get("export default {\n  fetch() {\n    throw new TypeError('oh');\n  }\n}")
                .done();
        assertThat(done.end()).isEqualTo(End.FAILED);
        assertThat(done.code()).isEqualTo("threw");
        assertThat(done.detail())
                .contains("\"name\":\"TypeError\"", "\"message\":\"oh\"", "\"file\":\"index.js\"", "\"line\":3")
                .doesNotContain("mayfly:", "java");
    }

    @Test
    void functionMayThrowAnything() {
        var done = host.get("export default { fetch() { throw 'plain'; } }").done();
        assertThat(done.code()).isEqualTo("threw");
        assertThat(done.detail()).contains("plain");
    }

    @Test
    void somethingElseThanAResponseIsABadResponse() {
        var done = host.get("export default { fetch() { return 'text'; } }").done();
        assertThat(done.end()).isEqualTo(End.FAILED);
        assertThat(done.code()).isEqualTo("bad-response");
    }

    @Test
    void moduleWithoutHandlerFails() {
        assertThat(host.get("export default {}").done().code()).isEqualTo("no-handler");
    }

    @Test
    void waitingForNothingIsADeadlock() {
        var done = host.get("export default { fetch() { return new Promise(() => {}); } }")
                .done();
        assertThat(done.end()).isEqualTo(End.FAILED);
        assertThat(done.code()).isEqualTo("deadlock");
        assertThat(done.detail()).contains("never happen");
    }

    /** A slice that takes long has its calls sent while it runs, and their answers come as it ends; with a gap there, some of so many end. */
    @Test
    void waitingForAnAnswerThatIsJustComingInIsNoDeadlock() {
        int key = host.deploy("""
                export default { async fetch() {
                  for (let i = 0; i < 20; i++) {
                    const call = fetch('http://up.test/');
                    for (const end = performance.now() + 3; performance.now() < end;);
                    for (let n = Math.random() * 20000; n > 0; n--);
                    await call;
                  }
                  return new Response('x');
                } }""");
        for (int i = 0; i < 40; i++) {
            var both = List.of(answeredAtOnce(key), answeredAtOnce(key));
            for (var each : both) assertThat(each.text()).isEqualTo("x");
        }
    }

    private TestHost.Invocation answeredAtOnce(int key) {
        return host.invoke(
                key,
                TestHost.BOUNDS,
                Body.NONE,
                call -> new Message.Result.Response(
                        call.call(), 204, "", "http://up.test/", false, new String[0], Body.NONE));
    }

    @Test
    void whatTheHostWouldNotBelieveIsRefusedToTheFunction() {
        var forged = Map.of(
                "status", "r[s].status = 999",
                "status text", "r[s].statusText = 'a\\nb'",
                "header", "r[s].list = 'no token\\nvalue'",
                "header without value", "r[s].list = 'name'");
        forged.forEach((what, how) -> {
            var done = host.get("export default { fetch() { const s = Symbol.for('mayfly.state');"
                            + " const r = new Response('x'); " + how + "; return r; } }")
                    .done();
            assertThat(done.end()).as(what).isEqualTo(End.FAILED);
            assertThat(done.code()).as(what).isEqualTo("threw");
        });
    }

    @Test
    void headsThatAreTooLongAreTypeErrors() {
        var text = host.get("const fails = (f) => { try { f(); return 'made'; } catch (e) { return e.name; } };"
                        + " const long = 'x'.repeat(1025); export default { fetch() { return new Response(["
                        + "fails(() => new Response('', { statusText: long })),"
                        + "fails(() => new Headers([[long, 'v']])),"
                        + "fails(() => new Request('http://up.test/', { method: long })),"
                        + "fails(() => new Response('', { statusText: long.slice(1) }))].join()); } }")
                .text();
        assertThat(text).isEqualTo("TypeError,TypeError,TypeError,made");
    }

    @Test
    void mainModuleThatWaitsForNothingIsADeadlock() {
        var done = host.get("await new Promise(() => {}); export default { fetch() {} }")
                .done();
        assertThat(done.code()).isEqualTo("deadlock");
    }

    @Test
    void timersRunInOrder() {
        var invocation = host.get("""
                export default { async fetch() {
                  const out = [];
                  await new Promise(done => { setTimeout(() => { out.push('b'); done(); }, 20); setTimeout(() => out.push('a'), 1); });
                  return new Response(out.join(''));
                } }""");
        assertThat(invocation.text()).isEqualTo("ab");
    }

    @Test
    void workBehindTheAnswerGoesOn() {
        var invocation = host.get("""
                export default { fetch(request, env, ctx) {
                  ctx.waitUntil(new Promise(done => setTimeout(() => { console.log('later'); done(); }, 30)));
                  return new Response('now');
                } }""");
        assertThat(invocation.text()).isEqualTo("now");
        assertThat(invocation.logs).extracting(Message.Log::text).containsExactly("later");
        assertThat(invocation.all).element(0).isInstanceOf(Message.Head.class);
    }

    /** A part of the platform that is copied or evaluated beside a handler would show in what the handler allocates. */
    @Test
    void familiesThatAreNotTouchedCostNothing() {
        long hello = leastAllocated("");
        long families =
                leastAllocated("new URLPattern({}); new HTMLRewriter(); new TransformStream(); new FormData();");
        assertThat(hello).isLessThan(120_000);
        assertThat(families).isGreaterThan(2 * hello);
    }

    private long leastAllocated(String statements) {
        int key = host.deploy("export default { fetch() { %s return new Response('hello'); } }".formatted(statements));
        return IntStream.range(0, 30)
                .mapToLong(i -> {
                    var invocation = host.invoke(key, TestHost.BOUNDS);
                    assertThat(invocation.text()).isEqualTo("hello");
                    return invocation.done().allocatedBytes();
                })
                .min()
                .orElseThrow();
    }

    @Test
    void whatCannotBeShownHidesNothingBesideIt() {
        var invocation = host.get("""
                export default { fetch() {
                  const no = () => { throw new Error('no'); };
                  console.log('before', { get [Symbol.toStringTag]() { return no(); } }, new Proxy({ a: 1 }, new Proxy({}, { get: no })), [2]);
                  return new Response('ok');
                } }""");
        assertThat(invocation.text()).isEqualTo("ok");
        assertThat(invocation.logs)
                .extracting(Message.Log::text)
                .containsExactly("before [an object that cannot be shown] { a: 1 } [ 2 ]");
    }

    @Test
    void whatATimerThrowsIsLoggedAndNoMore() {
        var invocation = host.get("""
                export default { async fetch() {
                  setTimeout(() => { throw new Error('stray'); }, 1);
                  await new Promise(done => setTimeout(done, 20));
                  return new Response('fine');
                } }""");
        assertThat(invocation.text()).isEqualTo("fine");
        assertThat(invocation.logs)
                .anyMatch(line ->
                        line.level() == Message.Level.ERROR && line.text().contains("stray"));
    }

    @Test
    void rejectionThatNobodyHandlesIsLoggedOnceWithItsPlace() {
        var invocation = host.get("""
                export default { async fetch() {
                  Promise.reject(new TypeError('lost'));
                  (async () => { await 0; throw 'text'; })();
                  await new Promise(d => setTimeout(d, 5));
                  return new Response('x');
                } }""");
        assertThat(invocation.text()).isEqualTo("x");
        assertThat(invocation.logs).hasSize(2).allMatch(line -> line.level() == Message.Level.ERROR);
        assertThat(invocation.logs.getFirst().text())
                .startsWith("Uncaught (in promise) TypeError: lost")
                .contains("index.js:2")
                .doesNotContain("mayfly:");
        assertThat(invocation.logs.getLast().text()).isEqualTo("Uncaught (in promise) text");
    }

    @Test
    void rejectionsAreEventsBeforeTheyAreLogged() {
        var invocation = host.get("""
                export default { async fetch() {
                  const seen = [], reason = new Error('r'), wait = () => new Promise((d) => setTimeout(d, 1));
                  addEventListener('unhandledrejection', (e) => {
                    seen.push(e.type, e.reason === reason, e.promise === failing);
                    if (e.reason === reason) e.preventDefault();
                  });
                  globalThis.onrejectionhandled = (e) => { seen.push(e.type, e.reason === reason, e.promise === failing); };
                  const failing = Promise.reject(reason);
                  await wait();
                  failing.catch(() => {});
                  await wait();
                  Promise.reject('logged');
                  await wait();
                  return Response.json(seen);
                } }""");
        assertThat(invocation.text())
                .isEqualTo(
                        "[\"unhandledrejection\",true,true,\"rejectionhandled\",true,true,\"unhandledrejection\",false,false]");
        assertThat(invocation.logs)
                .singleElement()
                .satisfies(line -> assertThat(line.text()).isEqualTo("Uncaught (in promise) logged"));
    }

    @Test
    void rejectionInTheLastTurnIsLogged() {
        var invocation =
                host.get("export default { fetch() { Promise.reject(new Error('late')); return new Response('x'); } }");
        assertThat(invocation.text()).isEqualTo("x");
        assertThat(invocation.logs)
                .singleElement()
                .satisfies(line -> assertThat(line.text()).contains("Error: late"));
    }

    @Test
    void rejectionThatIsHandledInItsTurnIsNotLogged() {
        var invocation = host.get("""
                export default { async fetch() {
                  const failing = Promise.reject(new Error('handled'));
                  await 0;
                  failing.catch(() => {});
                  const many = Array.from({ length: 50 }, async () => { throw new Error('settled'); });
                  await Promise.allSettled(many);
                  try { await fetch('gopher://no/'); } catch {}
                  return new Response('x');
                } }""");
        assertThat(invocation.text()).isEqualTo("x");
        assertThat(invocation.logs).isEmpty();
    }

    @Test
    void failureOfTheFunctionIsNoRejectionOfItsOwn() {
        for (String code : List.of(
                "export default { async fetch() { throw new Error('once'); } }",
                "export default { fetch() { return Promise.reject(new Error('once')); } }",
                "throw new Error('once'); export default {}",
                "await 0; throw new Error('once'); export default {}")) {
            var invocation = host.get(code);
            assertThat(invocation.done().code()).as(code).isEqualTo("threw");
            assertThat(invocation.logs).as(code).isEmpty();
        }
    }

    @Test
    void rejectionOfAModuleIsLoggedWhenTheFunctionServes() {
        for (String wait : List.of("", "await 0; ", "await new Promise(d => setTimeout(d, 1)); ")) {
            var invocation = host.get("Promise.reject(new Error('early')); " + wait
                    + "export default { fetch() { return new Response('x'); } }");
            assertThat(invocation.text()).isEqualTo("x");
            assertThat(invocation.logs).as(wait).hasSize(1);
        }
    }

    @Test
    void rejectionsThatAreMadeWhileOneIsToldEndAtALimit() {
        var invocation =
                host.get("""
                class Endless extends Error { get cause() { Promise.reject(new Endless()); } }
                export default { fetch() { Promise.reject(new Endless()); return new Response('x'); } }""", new Message.Bounds(300, 60_000, 64 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 100));
        var done = invocation.done();
        assertThat(done.code()).as("%s", done).isEqualTo("cpu");
    }

    @Test
    void rejectionsOfOneTurnAreBounded() {
        var invocation = host.get("""
                export default { fetch() { for (let i = 0; i < 1500; i++) Promise.reject(i); return new Response('x'); } }""");
        assertThat(invocation.text()).isEqualTo("x");
        assertThat(invocation.logs).hasSize(1_000);
    }

    @Test
    void deepRecursionIsARangeErrorThatCanBeCaught() {
        var invocation = host.get("""
                export default { fetch() {
                  let depth = 0;
                  const dive = () => { depth++; console.debug; dive(); };
                  try { dive(); } catch (e) { return new Response(e.name + (depth > 1000)); }
                } }""");
        assertThat(invocation.text()).isEqualTo("RangeErrortrue");
    }

    @Test
    void forgottenDeploymentFinishesWhatRuns() {
        int key = host.deploy(
                "export default { async fetch() { await new Promise(d => setTimeout(d, 50)); return new Response('still'); } }");
        var invocation = host.invoke(key, TestHost.BOUNDS);
        host.send(0, new Message.Forget(key));
        assertThat(invocation.text()).isEqualTo("still");
    }
}
