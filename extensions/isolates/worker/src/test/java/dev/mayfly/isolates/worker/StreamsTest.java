package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Data;
import dev.mayfly.isolates.frames.Message.End;
import dev.mayfly.isolates.frames.Message.Then;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final String STREAMING = """
            export default { fetch() {
              let n = 0;
              return new Response(new ReadableStream({ pull(c) { n++ < 40 ? c.enqueue(new Uint8Array(50000).fill(n)) : c.close(); } }));
            } }""";
    private final TestHost host = new TestHost();

    @AfterEach
    void hangUp() {
        host.close();
    }

    @Test
    void streamedResponseArrivesWhole() {
        var invocation = host.get(STREAMING);
        assertThat(invocation.done().end()).isEqualTo(End.OK);
        assertThat(invocation.received()).isEqualTo(2_000_000);
        assertThat(TestHost.await(invocation.head).body()).isInstanceOf(Body.Streamed.class);
    }

    @Test
    void slowReaderGetsNoMoreThanItsWindow() {
        int key = host.deploy(STREAMING);
        var invocation = host.invoke(key, TestHost.BOUNDS);
        invocation.reading = false;
        var late = host.invoke(key, TestHost.BOUNDS);
        late.reading = false;
        until(() -> late.received() == Frames.INITIAL_CREDIT);
        assertThat(host.get("export default { fetch() { return new Response('neighbour'); } }")
                        .text())
                .isEqualTo("neighbour");
        assertThat(late.received()).isEqualTo(Frames.INITIAL_CREDIT);
        late.reading = true;
        late.say(new Message.Credit(Frames.RESPONSE_BODY, 100_000));
        assertThat(late.done().end()).isEqualTo(End.OK);
        assertThat(late.received()).isEqualTo(2_000_000);
    }

    @Test
    void largeWholeAnswerIsStreamedByTheWorker() {
        var invocation = host.get(
                "export default { fetch() { return new Response('x'.repeat(1000000), { headers: { 'Content-Length': '7' } }); } }");
        assertThat(invocation.text()).hasSize(1_000_000);
        assertThat(TestHost.await(invocation.head).headers())
                .containsExactly("content-type", "text/plain;charset=UTF-8", "content-length", "1000000");
    }

    @Test
    void readerThatStopsEndsTheStream() {
        var invocation = host.get("""
                export default { fetch() {
                  return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(9000)); }, cancel() { console.log('cancelled'); } }));
                } }""");
        invocation.next(Data.class);
        invocation.reading = false;
        invocation.say(new Message.Credit(Frames.RESPONSE_BODY, 0));
        assertThat(invocation.done().end()).isEqualTo(End.OK);
        assertThat(invocation.logs).extracting(Message.Log::text).contains("cancelled");
    }

    @Test
    void streamThatFailsIsBrokenOff() {
        var invocation = host.get("""
                export default { fetch() {
                  let n = 0;
                  return new Response(new ReadableStream({ pull(c) { if (n++ > 2) throw new Error('oh'); c.enqueue(new Uint8Array(10)); } }));
                } }""");
        Data last;
        do last = invocation.next(Data.class);
        while (last.then() == Then.MORE);
        assertThat(last.then()).isEqualTo(Then.BROKEN);
        var done = invocation.done();
        assertThat(done.end()).as("%s", done).isEqualTo(End.FAILED);
        assertThat(done.code()).isEqualTo("stream-failed");
        assertThat(done.detail()).contains("\"message\":\"oh\"", "\"file\":\"index.js\"", "\"line\":3");
        assertThat(invocation.logs).isEmpty();
    }

    @Test
    void streamThatFailsLetsWorkBehindItGoOnAndHasFailedAllTheSame() {
        var invocation = host.get("""
                export default { fetch(request, env, ctx) {
                  ctx.waitUntil(new Promise(d => setTimeout(d, 20)).then(() => console.log('after')));
                  return new Response(new ReadableStream({ pull() { throw new Error('oh'); } }));
                } }""");
        assertThat(invocation.done().code()).isEqualTo("stream-failed");
        assertThat(invocation.logs).extracting(Message.Log::text).containsExactly("after");
    }

    @Test
    void requestBodyStreamsInUnderItsWindow() {
        int key = host.deploy("""
                export default { async fetch(request) {
                  let total = 0;
                  for await (const piece of request.body) total += piece.byteLength;
                  return new Response('' + total);
                } }""");
        var invocation = host.invoke(key, TestHost.BOUNDS, Body.STREAMED, call -> null);
        int window = Frames.INITIAL_CREDIT;
        for (int sent = 0; sent < 40; sent++) {
            while (window < 50_000)
                window += invocation.next(Message.Credit.class).bytes();
            invocation.say(new Data(Frames.REQUEST_BODY, Then.MORE, new byte[50_000]));
            window -= 50_000;
        }
        invocation.say(new Data(Frames.REQUEST_BODY, Then.END, new byte[1]));
        assertThat(invocation.text()).isEqualTo("2000001");
    }

    @Test
    void brokenRequestBodyIsAnError() {
        int key = host.deploy("""
                export default { async fetch(request) {
                  try { await request.text(); } catch (e) { return new Response(e.name); }
                } }""");
        var invocation = host.invoke(key, TestHost.BOUNDS, Body.STREAMED, call -> null);
        invocation.say(new Data(Frames.REQUEST_BODY, Then.BROKEN, new byte[0]));
        assertThat(invocation.text()).isEqualTo("TypeError");
    }

    @Test
    void bodyFlowsThroughTheFunction() {
        int key = host.deploy("export default { fetch(request) { return new Response(request.body); } }");
        var invocation = host.invoke(key, TestHost.BOUNDS, Body.STREAMED, call -> null);
        invocation.say(new Data(Frames.REQUEST_BODY, Then.MORE, "ab".getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(invocation.next(Data.class).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("ab");
        invocation.say(new Data(Frames.REQUEST_BODY, Then.END, "cd".getBytes(StandardCharsets.UTF_8)));
        assertThat(invocation.text()).isEqualTo("abcd");
    }

    @Test
    void answerOfAFetchStreamsThrough() {
        int key = host.deploy("export default { fetch() { return fetch('http://up.test/'); } }");
        var invocation = host.invoke(
                key,
                TestHost.BOUNDS,
                Body.NONE,
                call -> new Message.Result.Response(
                        1, 200, "", "http://up.test/", false, new String[0], Body.STREAMED));
        invocation.next(Message.Call.class);
        int stream = Frames.resultBody(1);
        for (int i = 0; i < 3; i++) invocation.say(new Data(stream, Then.MORE, new byte[60_000]));
        invocation.say(new Data(stream, Then.END, new byte[0]));
        assertThat(invocation.done().end()).isEqualTo(End.OK);
        assertThat(invocation.received()).isEqualTo(180_000);
    }

    @Test
    void largeBodyOfAFetchIsStreamed() {
        int key = host.deploy(
                "export default { async fetch() { const r = await fetch('http://up.test/', { method: 'POST', body: 'y'.repeat(400000) }); return new Response('' + r.status); } }");
        var invocation = host.invoke(key, TestHost.BOUNDS, Body.NONE, call -> null);
        var fetch = (Message.Call.Fetch) invocation.next(Message.Call.class);
        assertThat(fetch.body()).isInstanceOf(Body.Streamed.class);
        assertThat(fetch.headers()).containsSequence("content-length", "400000");
        int got = 0;
        Data data;
        do {
            data = invocation.next(Data.class);
            assertThat(data.stream()).isEqualTo(Frames.callBody(1));
            got += data.bytes().length;
        } while (data.then() == Then.MORE);
        assertThat(got).isEqualTo(400_000);
        invocation.say(new Message.Result.Response(1, 200, "", "", false, new String[0], Body.NONE));
        assertThat(invocation.text()).isEqualTo("200");
    }

    @Test
    void clientThatLeavesFiresTheSignalAndWaitUntilGoesOn() {
        var invocation = host.get("""
                export default { async fetch(request, env, ctx) {
                  ctx.waitUntil(new Promise(done => request.signal.addEventListener('abort', () => setTimeout(() => { console.log('after'); done(); }, 20))));
                  console.log('ready');
                  await new Promise(done => setTimeout(done, 60000));
                } }""");
        invocation.next(Message.Log.class);
        invocation.say(new Message.Abort());
        assertThat(invocation.done().end()).isEqualTo(End.OK);
        assertThat(invocation.logs).extracting(Message.Log::text).contains("after");
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("it did not come about");
            Thread.onSpinWait();
        }
    }
}
