package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.End;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
