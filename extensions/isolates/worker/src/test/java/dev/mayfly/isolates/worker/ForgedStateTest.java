package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Heads;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Bounds;
import dev.mayfly.isolates.frames.Message.End;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest reaches the state of the prelude's objects. What it writes there never makes its worker say what a sound one does not. */
class ForgedStateTest {
    private static final long MB = 1 << 20;
    private static final Bounds BOUNDS = new Bounds(10_000, 3_000, 32 * MB, 4096 * MB, 1 << 20, 1 << 16, 50, 100);
    private final TestHost host = new TestHost();
    private final ConcurrentLinkedQueue<Message.Call> calls = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        host.close();
    }

    private TestHost.Invocation run(String body) {
        int key = host.deploy(
                "const state = Symbol.for('mayfly.state'); export default { async fetch(request, env, ctx) { " + body
                        + " } }");
        return host.invoke(key, BOUNDS, Body.NONE, call -> {
            calls.add(call);
            return null;
        });
    }

    /** Above what describes the reason is the engine, which would take what is thrown there for an error of its own. */
    @Test
    void reasonOfRejectionThatCannotBeDescribedIsTheGuestsOwn() {
        var invocation = run("Array.prototype[Symbol.iterator] = Math.sqrt; throw new Error('why');");
        assertThat(invocation.done().detail()).contains("why");
        invocation = run("Array.prototype[Symbol.iterator] = Math.sqrt; Promise.reject(Promise.resolve(1));"
                + " await null; return new Response('still here');");
        assertThat(invocation.text()).isEqualTo("still here");
        assertThat(invocation.logs).anyMatch(line -> line.text().startsWith("Uncaught"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status = 99",
                "status = 600",
                "status = 65736",
                "status = 200.5",
                "statusText = 'a\\r\\nset-cookie: b'",
                "statusText = 'a'.repeat(1025)",
                "list = 'a\\nb\\nc'",
                "list = 'a b\\nc'",
                "list = 'a\\nb\\rc'",
                "list = 'a\\nb\\u0000'",
                "list = '\\nb'",
                "list = 'a'.repeat(1025) + '\\nb'",
                "mime = 'text/plain\\r\\nset-cookie: a'"
            })
    void forgedHeadIsNotSent(String forgery) {
        var invocation = run("const r = new Response('x'); r[state]." + forgery + "; return r;");
        assertThat(invocation.done().end()).isEqualTo(End.FAILED);
        assertThat(invocation.head).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "method = 'GET /x HTTP/1.1\\r\\nhost: y'",
                "method = ''",
                "url = 'http://a/\\r\\nx: y'",
                "redirect = 'anywhere'",
                "list = 'a b\\nc'"
            })
    void forgedFetchIsNotSent(String forgery) {
        var invocation = run(
                "const r = new Request('http://a/'); Object.assign(r[state], { headers: null, checked: true }); r[state]."
                        + forgery + "; await fetch(r);");
        assertThat(invocation.done().end()).isEqualTo(End.FAILED);
        assertThat(calls).isEmpty();
    }

    @Test
    void aPatchedCheckerOfThePreludeLetsNothingThrough() {
        var invocation = run(
                "RegExp.prototype.test = () => true; return new Response('x', { headers: [['a', 'b']], statusText: 'x\\r\\ny: z' });");
        invocation.done();
        if (invocation.head.isDone())
            assertThat(Heads.wrongIn(invocation.head.join())).isEqualTo(Optional.empty());
    }

    @Test
    void aBodyThatLiesOutsideOfItsBufferTakesNoMemory() {
        var done =
                run("const r = new Response('x'); Object.assign(r[state], { kind: 2, value: new ArrayBuffer(8), offset: 0, length: 2 ** 31 - 10 }); return r;")
                        .done();
        assertThat(done.end()).isEqualTo(End.FAILED);
        assertThat(done.allocatedBytes()).isLessThan(500 * MB);
    }

    @Test
    void whatAllUploadsHoldTogetherCountsAsHeap() {
        var uploads = run("""
                await 0;
                await Promise.all(Array.from({ length: 10 }, () => fetch("http://a/", { method: "POST", body: new Uint8Array(1e7) })));
                """);
        uploads.reading = false;
        var done = uploads.done();
        assertThat(done.end()).isEqualTo(End.EXHAUSTED);
        assertThat(done.code()).isEqualTo("heap");
    }
}
