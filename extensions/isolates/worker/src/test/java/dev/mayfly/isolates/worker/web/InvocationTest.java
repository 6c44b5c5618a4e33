package dev.mayfly.isolates.worker.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the entry of the prelude tells its host about one invocation. */
class InvocationTest {
    private static final String HELLO = "export default { fetch() { return new Response('hello'); } }";

    private static World start(String module) {
        return new World().fetch(module, "GET", "http://hello.test/", "", 0, "");
    }

    private static World run(String module) {
        World world = start(module);
        world.host.run();
        return world;
    }

    @Test
    void textIsAnsweredWhole() {
        try (World world = run(HELLO)) {
            assertThat(world.host.status).isEqualTo(200);
            assertThat(world.host.headers).isEqualTo("content-type\ntext/plain;charset=UTF-8");
            assertThat(world.host.kind).isEqualTo(1);
            assertThat(world.host.body()).isEqualTo("hello");
            assertThat(world.host.finishes).isEqualTo(1);
            assertThat(world.host.failure).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export default { async fetch() { return new Response('ok'); } }",
                "export default { fetch: () => new Promise((done) => setTimeout(() => done(new Response('ok')), 50)) }",
                "export default class { fetch() { return new Response('ok'); } }",
                "export default { fetch: async () => ({ then(done) { done(new Response('ok')); } }) }",
                "const r = new Response('ok'); export default { fetch() { return r; } }",
                "export default { fetch() { return new Response(new TextEncoder().encode('xok').subarray(1)); } }",
                "export default { fetch() { return new Response(new Blob(['ok'])); } }",
            })
    void allFormsOfHandlersAnswer(String module) {
        try (World world = run(module)) {
            assertThat(world.host.failure + world.host.failureMessage()).isEmpty();
            assertThat(world.host.body()).isEqualTo("ok");
            assertThat(world.host.finishes).isEqualTo(1);
        }
    }

    @Test
    void headersCrossInOrderWithEachCookie() {
        try (World world = run(
                "export default { fetch() { return new Response(null, { status: 204, statusText: 'Fine', headers: [['Set-Cookie', 'a=1'], ['set-cookie', 'b=2'], ['x', ' y ']] }); } }")) {
            assertThat(world.host.headers).isEqualTo("set-cookie\na=1\nset-cookie\nb=2\nx\ny");
            assertThat(world.host.status).isEqualTo(204);
            assertThat(world.host.statusText).isEqualTo("Fine");
            assertThat(world.host.kind).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "export default { fetch() {} } | bad-response | undefined",
                "export default { fetch() { return null } } | bad-response | null",
                "export default { async fetch() { return 'text' } } | bad-response | string",
                "export default { fetch() { return {} } } | bad-response | no Response",
                "export default { fetch(r) { return r } } | bad-response | no Response",
                "export default { fetch() { return Response.error() } } | bad-response | Response.error()",
                "export default { async fetch() { const r = new Response('x'); await r.text(); return r } } | bad-response | already been used",
                "export default { fetch() { const r = new Response(new ReadableStream()); r.body.getReader(); return r } } | bad-response | locked",
                "export default { fetch() { throw new RangeError('mine') } } | threw | mine",
                "export default { async fetch() { throw new RangeError('mine') } } | threw | mine",
                "export default { get fetch() { throw new RangeError('mine') } } | threw | mine",
                "export default class { constructor() { throw new RangeError('mine') } fetch() {} } | threw | mine",
                "export const x = 1 | no-handler | default export",
                "export default {} | no-handler | fetch(request, env, ctx)",
                "export default { fetch: 5 } | no-handler | fetch(request, env, ctx)",
                "export default null | no-handler | default export",
                "export default { fetch() { return new Response('x', { headers: { 'a b': '1' } }) } } | threw | Invalid header name",
                "export default { fetch() { return new Response(new URL('nothing')) } } | threw | Invalid URL",
            })
    void mistakesAreNamed(String module, String code, String message) {
        try (World world = run(module)) {
            assertThat(world.host.failure).isEqualTo(code);
            assertThat(world.host.failureMessage()).contains(message);
            assertThat(world.host.responses).isZero();
            assertThat(world.host.finishes).isZero();
        }
    }

    @Test
    void thrownThingsThatAreNoErrorsArrive() {
        try (World world = run("export default { fetch() { throw 'text' } }")) {
            assertThat(world.host.failure).isEqualTo("threw");
            assertThat(world.host.failureError.asString()).isEqualTo("text");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "request.cf | {\"colo\":\"here\",\"country\":\"DE\"}",
                "request.cf === request.cf | true",
                "(request.cf.country = 'XX', new Request(request).cf) | {\"colo\":\"here\",\"country\":\"XX\"}",
                "(request.headers, request.clone().cf) | {\"colo\":\"here\",\"country\":\"DE\"}",
                "(request.clone().cf.country = 'XX', request.cf.country) | \"DE\"",
                "new Request(request, { headers: { 'mayfly-cf': '{}' } }).cf.country | \"DE\"",
                "new Request('https://other', request).cf.country | \"DE\"",
                "new Request(request, { cf: { cacheTtl: 5 } }).cf | {\"cacheTtl\":5}",
                "new Request(request, { cf: null }).cf ?? 'none' | \"none\"",
                "new Request('https://own', { headers: { 'mayfly-cf': '{}' } }).cf ?? 'none' | \"none\"",
                "new Request('https://own', { cf: 5 }).cf | 5",
            })
    void whereTheRequestComesFromIsRead(String expression, String json) {
        try (World world = new World()) {
            world.fetch(
                    World.handler("fetch(request) { return Response.json(" + expression + ") }"),
                    "GET",
                    "http://hello.test/",
                    "x-liar\nmayfly-cf\nhost\nhello.test\nmayfly-cf\n{\"colo\":\"here\",\"country\":\"DE\"}",
                    0,
                    "");
            world.host.run();
            assertThat(world.host.failureMessage()).isEmpty();
            assertThat(world.host.body()).isEqualTo(json);
        }
    }

    @Test
    void requestOfNoRouterComesFromNowhere() {
        try (World world = run("export default { fetch(r) { return new Response(`${r.cf} ${r.clone().cf}`) } }")) {
            assertThat(world.host.body()).isEqualTo("undefined undefined");
        }
    }

    @Test
    void handlersAreListed() {
        try (World world = new World()) {
            Value module =
                    world.context.eval(World.module("export default { fetch() {}, scheduled() {}, other() {} }"));
            assertThat(world.entry.invokeMember("handlers", module).asString())
                    .isEqualTo("{\"handlers\":[\"fetch\",\"scheduled\"]}");
            Value made = world.context.eval(World.module("export default Object.assign(() => {}, { fetch() {} })"));
            assertThat(world.entry.invokeMember("handlers", made).asString()).isEqualTo("{\"handlers\":[\"fetch\"]}");
            Value none = world.context.eval(World.module("export const x = 1"));
            assertThat(world.entry.invokeMember("handlers", none).asString()).isEqualTo("{\"handlers\":[]}");
            Value type = world.context.eval(World.module("export default class { async fetch() {} }"));
            assertThat(world.entry.invokeMember("handlers", type).asString()).isEqualTo("{\"handlers\":[\"fetch\"]}");
        }
    }

    @Test
    void streamedAnswerWaitsForCredit() {
        try (World world = new World()) {
            world.host.sent(1).credit = 10;
            world.fetch(
                    "let n = 0; export default { fetch() { return new Response(new ReadableStream({ pull(c) { if (++n > 5) c.close(); else c.enqueue(new Uint8Array(6)); } }, { highWaterMark: 0 })); } }",
                    "GET",
                    "http://h/",
                    "",
                    0,
                    "");
            world.host.run();
            assertThat(world.host.kind).isEqualTo(2);
            assertThat(world.host.sent(1).pieces).containsExactly(6, 6);
            assertThat(world.host.finishes).isZero();
            world.host.grant(1, 8);
            world.host.run();
            assertThat(world.host.sent(1).pieces).containsExactly(6, 6, 6);
            world.host.grant(1, 1000);
            world.host.run();
            assertThat(world.host.sent(1).pieces).hasSize(5);
            assertThat(world.host.sent(1).end).isEqualTo("end");
            assertThat(world.host.finishes).isEqualTo(1);
        }
    }

    @Test
    void requestBodyIsReadNoFasterThanItIsConsumed() {
        try (World world = new World()) {
            world.fetch(
                    "export default { async fetch(r) { const reader = r.body.getReader(); const one = await reader.read(); await scheduler.wait(100); await reader.cancel(); return new Response(one.value); } }",
                    "POST",
                    "http://h/",
                    "",
                    2,
                    "");
            world.host.feed(0, "first", "second", "third");
            world.host.run(50);
            assertThat(world.host.incoming.get(0)).hasSize(2);
            world.host.run();
            assertThat(world.host.stopped).containsExactly(0);
            assertThat(world.host.body()).isEqualTo("first");
        }
    }

    @Test
    void requestBodyPassesThroughToAnswerAndUpstream() {
        try (World world = new World()) {
            world.fetch("export default { fetch(r) { return new Response(r.body); } }", "POST", "http://h/", "", 2, "");
            world.host.feed(0, "a", "b");
            world.host.end(0, 1);
            world.host.run();
            assertThat(world.host.body()).isEqualTo("ab");
        }
        try (World world = new World()) {
            world.fetch(
                    "export default { fetch(r) { return fetch('http://upstream/upload', { method: 'POST', body: r.body }); } }",
                    "POST",
                    "http://h/",
                    "",
                    2,
                    "");
            world.host.feed(0, "a", "b");
            world.host.end(0, 1);
            world.host.run();
            assertThat(world.host.sent(2).bytes.toString(StandardCharsets.UTF_8))
                    .isEqualTo("ab");
            assertThat(world.host.sent(2).end).isEqualTo("end");
            assertThat(world.host.status).isEqualTo(204);
        }
    }

    /** A proxy hands a redirect to its client, who alone can follow it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fetch('http://upstream/echo', request) | manual",
                "fetch(new Request('http://upstream/echo', request)) | manual",
                "fetch(request.clone()) | manual",
                "fetch('http://upstream/echo', { headers: request.headers }) | follow",
                "fetch('http://upstream/echo', new Request(request, { redirect: 'follow' })) | follow",
            })
    void theClientsRequestFollowsNoRedirects(String call, String redirect) {
        try (World world = run("export default { fetch(request) { return " + call + "; } }")) {
            assertThat(world.host.fetches).extracting(FakeHost.Fetch::redirect).containsExactly(redirect);
        }
    }

    @Test
    void fetchedAnswerIsPassedOnWithoutReadingIt() {
        try (World world = run("export default { fetch() { return fetch('http://upstream/stream'); } }")) {
            assertThat(world.host.headers).isEqualTo("x-kind\nstreamed");
            assertThat(world.host.body()).isEqualTo("onetwothree");
            assertThat(world.host.sent(1).end).isEqualTo("end");
        }
    }

    @Test
    void brokenStreamBreaksTheAnswerAndFailsTheInvocation() {
        try (World world = run(
                "export default { fetch() { return new Response(new ReadableStream({ pull() { throw new Error('source broke') } })); } }")) {
            assertThat(world.host.sent(1).end).isEqualTo("fail");
            assertThat(world.host.failure).isEqualTo("stream-failed");
            assertThat(world.host.failureMessage()).isEqualTo("source broke");
            assertThat(world.host.finishes).isZero();
        }
    }

    @Test
    void readerThatStopsCancelsTheStream() {
        try (World world = new World()) {
            world.host.sent(1).credit = 1;
            world.fetch(
                    "export default { fetch() { return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(5)); }, cancel(why) { console.log('cancelled', why.name); } })); } }",
                    "GET",
                    "http://h/",
                    "",
                    0,
                    "");
            world.host.run();
            world.host.grant(1, -1);
            world.host.run();
            assertThat(world.host.logs).containsExactly("1 cancelled AbortError");
            assertThat(world.host.finishes).isEqualTo(1);
        }
    }

    @Test
    void aBlobThatIsTooLongForATextIsAnErrorThatItsReaderTells() {
        try (World world = new World()) {
            world.host.bufferedBodyBytes = 40 << 20;
            world.fetch("""
                    export default { async fetch() {
                      const reader = new FileReader();
                      const told = new Promise((resolve) => { reader.onerror = reader.onload = (event) => resolve(event.type); });
                      reader.readAsBinaryString(new Blob([new Uint8Array((32 << 20) + 1)]));
                      return new Response(`${await told} ${reader.error.name} ${reader.result}`);
                    } }""", "GET", "http://h/", "", 0, "");
            world.host.run();
            assertThat(world.host.body()).isEqualTo("error NotReadableError null");
        }
    }

    @Test
    void bodyOverTheLimitIsExhausted() {
        try (World world = new World()) {
            world.host.bufferedBodyBytes = 10;
            world.fetch(
                    "export default { async fetch(r) { return new Response(await r.text()); } }",
                    "POST",
                    "http://h/",
                    "",
                    2,
                    "");
            world.host.feed(0, "123456", "789012");
            world.host.end(0, 1);
            world.host.run();
            assertThat(world.host.exhausted).isEqualTo("bufferedBody 12 10");
        }
    }

    @Test
    void waitUntilIsWaitedFor() {
        try (World world = run(
                "export default { fetch(r, e, ctx) { ctx.waitUntil(scheduler.wait(5000).then(() => console.log('done'))); return new Response('x'); } }")) {
            assertThat(world.host.logs).containsExactly("1 done");
            assertThat(world.host.finishes).isEqualTo(1);
            assertThat(world.host.now).isEqualTo(5000);
        }
    }

    @Test
    void waitUntilIsCutAfterThirtySeconds() {
        try (World world = run(
                "export default { fetch(r, e, ctx) { ctx.waitUntil(new Promise(() => {})); return new Response('x'); } }")) {
            assertThat(world.host.now).isEqualTo(30_000);
            assertThat(world.host.logs)
                    .singleElement()
                    .asString()
                    .startsWith("3 ")
                    .contains("waitUntil");
            assertThat(world.host.finishes).isEqualTo(1);
        }
    }

    @Test
    void rejectionInWaitUntilIsLoggedAndFailsNothing() {
        try (World world = run(
                "export default { fetch(r, e, ctx) { ctx.waitUntil(Promise.reject(new Error('later'))); return new Response('x'); } }")) {
            assertThat(world.host.logs).singleElement().asString().contains("later");
            assertThat(world.host.failure).isEmpty();
            assertThat(world.host.finishes).isEqualTo(1);
        }
    }

    @Test
    void goneClientFiresTheSignalAndWaitUntilGoesOn() {
        try (World world = start("""
                export default { fetch(request, env, ctx) {
                  request.signal.addEventListener('abort', () => {
                    console.log('gone', request.signal.reason.name);
                    ctx.waitUntil(scheduler.wait(3000).then(() => console.log('cleaned')));
                  });
                  return new Promise(() => {});
                } }""")) {
            world.host.settle();
            world.entry.invokeMember("abort");
            world.host.run();
            assertThat(world.host.logs).containsExactly("1 gone AbortError", "1 cleaned");
            assertThat(world.host.finishes).isEqualTo(1);
            assertThat(world.host.now).isEqualTo(3000);
            assertThat(world.host.responses).isZero();
        }
    }

    @Test
    void goneClientEndsAnInvocationThatDoesNotListen() {
        try (World world = start("export default { fetch() { return new Promise(() => {}); } }")) {
            world.entry.invokeMember("abort");
            world.entry.invokeMember("abort");
            world.host.run();
            assertThat(world.host.finishes).isEqualTo(1);
            assertThat(world.host.now).isEqualTo(1000);
        }
    }

    @Test
    void goneClientCancelsTheStreamedAnswer() {
        try (World world = new World()) {
            world.fetch(
                    "export default { fetch(r, e, ctx) { ctx.waitUntil(scheduler.wait(200)); return new Response(new ReadableStream({ async pull(c) { await scheduler.wait(50); c.enqueue(new Uint8Array(1)); }, cancel(why) { console.log('cancel', why.name); } })); } }",
                    "GET",
                    "http://h/",
                    "",
                    0,
                    "");
            world.host.run(120);
            world.entry.invokeMember("abort");
            world.host.run();
            assertThat(world.host.logs).containsExactly("1 cancel AbortError");
            assertThat(world.host.sent(1).pieces).hasSize(2);
            assertThat(world.host.finishes).isEqualTo(1);
        }
    }

    @Test
    void signalOfAGoneClientIsAbortedFromTheStart() {
        try (World world = start(
                "export default { async fetch(request) { await scheduler.wait(100); console.log(request.signal.aborted); return new Response('x'); } }")) {
            world.host.settle();
            world.entry.invokeMember("abort");
            world.host.run();
            assertThat(world.host.logs).containsExactly("1 true");
            assertThat(world.host.responses).isZero();
            assertThat(world.host.finishes).isEqualTo(1);
        }
    }

    @Test
    void abortedFetchHangsUp() {
        try (World world = run(
                "export default { async fetch() { try { await fetch('http://upstream/silent', { signal: AbortSignal.timeout(50) }); } catch (e) { return new Response(e.name); } } }")) {
            assertThat(world.host.body()).isEqualTo("TimeoutError");
            assertThat(world.host.hungUp).containsExactly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"follow", "manual", "error"})
    void redirectModeReachesTheHost(String mode) {
        try (World world = run(
                "export default { fetch() { return fetch('http://upstream/echo', { redirect: '" + mode + "' }); } }")) {
            assertThat(world.host.fetches)
                    .singleElement()
                    .extracting(FakeHost.Fetch::redirect)
                    .isEqualTo(mode);
        }
    }

    @Test
    void consoleWritesLevelsAndObjects() {
        try (World world = run("""
                export default { fetch() {
                  const loop = { name: 'l', deep: { a: { b: { c: { d: 1 } } } } };
                  loop.self = loop;
                  console.debug('d'); console.log('text %s and %d', 'x', 5, { a: [1, 'two', null] }); console.info(loop);
                  console.warn(new Map([['k', new Set([1])]]), [undefined, 1n, Symbol('s')]); console.error(new RangeError('bad'));
                  console.assert(true, 'no'); console.assert(false, 'yes %s', 1); console.count(); console.count();
                  console.group('g'); console.log('a\\nb'); console.groupEnd(); console.table([{ a: 1 }]); console.log('50%', 1);
                  return new Response('x');
                } }""")) {
            assertThat(world.host.logs.subList(0, 4))
                    .containsExactly(
                            "0 d",
                            "1 text x and 5 { a: [ 1, 'two', null ] }",
                            "2 <ref *1> {\n  name: 'l',\n  deep: { a: { b: [Object] } },\n  self: [Circular *1]\n}",
                            "3 Map(1) { 'k' => Set(1) { 1 } } [ undefined, 1n, Symbol(s) ]");
            assertThat(world.host.logs.get(4)).startsWith("4 RangeError: bad\n").contains("main.mjs");
            assertThat(world.host.logs.subList(5, world.host.logs.size()))
                    .containsExactly(
                            "4 Assertion failed: yes 1",
                            "2 default: 1",
                            "2 default: 2",
                            "1 g",
                            "1   a\n  b",
                            "1 ┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘",
                            "1 50% 1");
        }
    }

    @Test
    void consoleOutputIsBounded() {
        try (World world = run("""
                export default { fetch() {
                  console.log('x'.repeat(1 << 20));
                  console.log(Array.from({ length: 1000 }, (_, i) => ({ i, text: 'y'.repeat(10000) })));
                  console.log(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => ['k' + i, 'v'.repeat(500)])));
                  console.log('%s'.repeat(100), ...Array(100).fill('z'.repeat(100000)));
                  return new Response('x');
                } }""")) {
            assertThat(world.host.logs)
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line.length()).isLessThan(60_000));
        }
    }

    @Test
    void workersModuleGivesEnvAndWaitUntil() {
        try (World world = new World("{\"vars\":{\"A\":\"1\"},\"secrets\":{},\"bindings\":{}}")) {
            Source source = World.module(Prelude.workersModule());
            Value module = world.context.eval(source);
            assertThat(module.getMember("env").getMember("A").asString()).isEqualTo("1");
            assertThat(module.getMember("waitUntil").canExecute()).isTrue();
            assertThat(module.getMember("WorkerEntrypoint").canInstantiate()).isTrue();
        }
    }

    @Test
    void callbackOfATimerThatThrowsIsLogged() {
        try (World world = run(
                "export default { async fetch() { setTimeout(() => { throw new Error('in timer') }, 1); await scheduler.wait(5); return new Response('x'); } }")) {
            assertThat(world.host.logs)
                    .singleElement()
                    .asString()
                    .startsWith("4 ")
                    .contains("in timer");
            assertThat(world.host.body()).isEqualTo("x");
        }
    }

    @Test
    void unknownPartIsRefused() {
        assertThatThrownBy(() -> Prelude.part("nothing")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contextsShareNothing() {
        try (World one = run(
                        "export default { fetch() { Response.prototype.mark = 1; URL.mark = 1; globalThis.mark = 1; return new Response('x'); } }");
                World two = run(
                        "export default { fetch() { return Response.json([Response.prototype.mark ?? 0, URL.mark ?? 0, globalThis.mark ?? 0]); } }")) {
            assertThat(one.host.body()).isEqualTo("x");
            assertThat(two.host.body()).isEqualTo("[0,0,0]");
        }
    }

    @Test
    void everyPartParses() {
        try (World world = new World()) {
            for (Source part : Prelude.parts()) {
                assertThat(world.context.eval(part).canExecute())
                        .as(part.getName())
                        .isTrue();
            }
        } catch (PolyglotException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
