package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Bounds;
import dev.mayfly.isolates.frames.Message.Data;
import dev.mayfly.isolates.frames.Message.End;
import dev.mayfly.isolates.frames.Message.Then;
import dev.mayfly.isolates.frames.SocketFrames;
import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import dev.mayfly.isolates.frames.SocketReader;
import dev.mayfly.isolates.frames.SocketReader.Masks;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker says and hears where a request is answered with a socket, and where a fetch brings one. */
class SocketsTest {
    private static final String ANSWERING = """
            export default { fetch(request, env, ctx) {
              const [client, ws] = new WebSocketPair();
              ws.accept();
              ws.onclose = (e) => console.log(`closed ${e.code} ${e.reason} ${e.wasClean}`);
              %s
              return new Response(null, { status: 101, webSocket: client });
            } }""";

    private static final String ECHO = ANSWERING.formatted("ws.onmessage = (e) => ws.send(e.data);");

    private final TestHost host = new TestHost();

    @AfterEach
    void hangUp() {
        host.close();
    }

    /** The host's end of one socket. */
    private static final class Line {
        private final TestHost.Invocation invocation;
        private final int in;
        private final int out;
        private final SocketReader reader = new SocketReader(Masks.FORBIDDEN);
        private final Queue<String> heard = new ArrayDeque<>();
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        /** @param in number of the stream that the worker writes */
        Line(TestHost.Invocation invocation, int in, int out) {
            this.invocation = invocation;
            this.in = in;
            this.out = out;
        }

        Line say(byte[] frames) {
            for (int at = 0; at < frames.length; at += Frames.CHUNK_MAX)
                invocation.say(new Data(
                        out,
                        Then.MORE,
                        Arrays.copyOfRange(frames, at, Math.min(frames.length, at + Frames.CHUNK_MAX))));
            return this;
        }

        Line say(String text) {
            return say(SocketFrames.frame(Opcode.TEXT, Part.LAST, text.getBytes(StandardCharsets.UTF_8)));
        }

        void close(int code) {
            say(SocketFrames.frame(Opcode.CLOSE, Part.LAST, SocketFrames.close(code, "")));
            end(Then.END);
        }

        void end(Then then) {
            invocation.say(new Data(out, then, new byte[0]));
        }

        /** What the worker says next: a text, the length of bytes, a close, or how its stream ends. */
        String next() {
            while (heard.isEmpty()) {
                Data data = invocation.next(Data.class);
                assertThat(data.stream()).isEqualTo(in);
                reader.read(data.bytes(), new SocketReader.Receiver() {
                    @Override
                    public void message(Opcode opcode, Part part, byte[] bytes) {
                        message.writeBytes(bytes);
                        if (part == Part.MORE) return;
                        heard.add(
                                message.size() > 100
                                        ? message.size() + " long"
                                        : message.toString(StandardCharsets.UTF_8));
                        message.reset();
                    }

                    @Override
                    public void close(int code, String reason) {
                        heard.add("close " + code);
                    }
                });
                if (data.then() != Then.MORE) heard.add(data.then().name());
            }
            return heard.remove();
        }
    }

    private static Line client(TestHost.Invocation invocation) {
        Message.Head head = TestHost.await(invocation.head);
        assertThat(head.status()).isEqualTo(101);
        assertThat(head.body()).isEqualTo(Body.STREAMED);
        return new Line(invocation, Frames.RESPONSE_BODY, Frames.REQUEST_BODY);
    }

    private static void endsWell(TestHost.Invocation invocation, String log) {
        assertThat(invocation.done().end()).isEqualTo(End.OK);
        assertThat(invocation.logs).extracting(Message.Log::text).containsExactly(log);
    }

    @Test
    void messagesAreHeardAndAnswered() {
        var invocation = host.upgrade(ECHO, TestHost.BOUNDS);
        Line line = client(invocation);
        assertThat(line.say("one").next()).isEqualTo("one");
        assertThat(line.say("a".repeat(200_000)).next()).isEqualTo("200000 long");
        line.close(1000);
        assertThat(line.next()).isEqualTo("close 1000");
        assertThat(line.next()).isEqualTo("END");
        endsWell(invocation, "closed 1000  true");
    }

    @Test
    void partsOfAMessageAreOne() {
        var invocation = host.upgrade(ECHO, TestHost.BOUNDS);
        Line line = client(invocation);
        byte[] text = "ä€🐝".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length; i++)
            line.say(SocketFrames.frame(
                    i == 0 ? Opcode.TEXT : Opcode.CONTINUATION,
                    i == text.length - 1 ? Part.LAST : Part.MORE,
                    new byte[] {text[i]}));
        assertThat(line.next()).isEqualTo("ä€🐝");
    }

    @Test
    void closeOfTheFunctionWaitsForItsAnswer() {
        var invocation = host.upgrade(ANSWERING.formatted("ws.close(1001, 'go');"), TestHost.BOUNDS);
        Line line = client(invocation);
        assertThat(line.next()).isEqualTo("close 1001");
        assertThat(line.next()).isEqualTo("END");
        assertThat(invocation.isDone()).isFalse();
        line.close(3003);
        endsWell(invocation, "closed 3003  true");
    }

    @Test
    void clientThatIsGoneEndsIt() {
        var invocation = host.upgrade(ECHO, TestHost.BOUNDS);
        client(invocation).say("half of a conversation").end(Then.BROKEN);
        endsWell(invocation, "closed 1006  false");
    }

    @Test
    void abortEndsASocketThatNobodyAccepted() {
        var invocation = host.upgrade(
                "export default { fetch: () => new Response(null, { status: 101, webSocket: new WebSocketPair()[0] }) }",
                TestHost.BOUNDS);
        client(invocation);
        invocation.say(new Message.Abort());
        assertThat(invocation.done().end()).isEqualTo(End.OK);
    }

    @Test
    void workBehindTheCloseHasWaitUntil() {
        var invocation = host.upgrade(
                ANSWERING.formatted(
                        "ctx.waitUntil(new Promise((done) => ws.addEventListener('close', () => setTimeout(() => { console.log('later'); done(); }, 20))));"),
                TestHost.BOUNDS);
        client(invocation).close(1000);
        assertThat(invocation.done().end()).isEqualTo(End.OK);
        assertThat(invocation.logs).extracting(Message.Log::text).containsExactly("closed 1000  true", "later");
    }

    @Test
    void socketNeedsARequestThatAsksForOne() {
        var end = host.get(ECHO).done();
        assertThat(end.end()).isEqualTo(End.FAILED);
        assertThat(end.code()).isEqualTo("bad-response");
        assertThat(end.detail()).contains("Upgrade: websocket");
    }

    @Test
    void acceptedEndIsNoAnswer() {
        var end = host.upgrade(
                        ANSWERING.formatted("return new Response(null, { status: 101, webSocket: ws });"),
                        TestHost.BOUNDS)
                .done();
        assertThat(end.code()).isEqualTo("bad-response");
        assertThat(end.detail()).contains("accepted");
    }

    @Test
    void eachMessageMayUseWhatARequestMayUse() {
        var bounds = new Bounds(300, 60_000, 64 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 100);
        var invocation = host.upgrade(ANSWERING.formatted("""
                        ws.onmessage = (e) => {
                          const until = performance.now() + 120;
                          while (performance.now() < until);
                          ws.send(e.data);
                        };"""), bounds);
        Line line = client(invocation);
        for (int i = 0; i < 20; i++) assertThat(line.say("m" + i).next()).isEqualTo("m" + i);
        line.close(1000);
        assertThat(invocation.done().cpuNs()).isGreaterThan(300_000_000L);
    }

    @Test
    void oneMessageMayNotUseMore() {
        var bounds = new Bounds(300, 60_000, 64 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 100);
        var invocation = host.upgrade(ANSWERING.formatted("ws.onmessage = () => { for (;;); };"), bounds);
        Line line = client(invocation).say("go");
        assertThat(invocation.done().code()).isEqualTo("cpu");
        assertThat(line.next()).isEqualTo("BROKEN");
    }

    @Test
    void idleSocketIsNoLackOfProgress() throws Exception {
        var bounds = new Bounds(1_000, 200, 64 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 100);
        var idle = host.upgrade(ECHO, bounds);
        Line line = client(idle);
        // Others that wait for nothing are stopped meanwhile, one after the other.
        for (int i = 0; i < 3; i++) {
            var stuck = host.get("export default { fetch: () => new Promise((r) => setTimeout(r, 60000)) }", bounds);
            assertThat(stuck.done().code()).isEqualTo("wall");
        }
        assertThat(line.say("still there").next()).isEqualTo("still there");
    }

    @Test
    void whatASlowClientDoesNotTakeIsBounded() {
        var bounds = new Bounds(10_000, 60_000, 8 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 100);
        var invocation = host.upgrade(
                ANSWERING.formatted("ws.onmessage = () => { for (;;) ws.send(new Uint8Array(1 << 20)); };"), bounds);
        invocation.reading = false;
        client(invocation).say("flood me");
        assertThat(invocation.done().code()).isEqualTo("heap");
    }

    @Test
    void whatComesIsGrantedAsItIsHeard() {
        var invocation = host.upgrade(
                ANSWERING.formatted("ws.onmessage = (e) => { if (e.data === 'last') ws.send('heard all'); };"),
                TestHost.BOUNDS);
        Line line = client(invocation);
        byte[] frame = SocketFrames.frame(Opcode.BINARY, Part.LAST, new byte[30_000]);
        long window = Frames.INITIAL_CREDIT;
        for (int i = 0; i < 40; i++) {
            while (window < frame.length)
                window += invocation.next(Message.Credit.class).bytes();
            window -= frame.length;
            line.say(frame);
        }
        assertThat(line.say("last").next()).isEqualTo("heard all");
    }

    @Test
    void whatIsNoFrameOfASocketEndsIt() {
        var invocation = host.upgrade(ECHO, TestHost.BOUNDS);
        client(invocation).say(new byte[] {(byte) 0xff, 0});
        assertThat(invocation.done().end()).isEqualTo(End.FAILED);
    }

    @Test
    void fetchBringsASocket() {
        var invocation = host.get("""
                export default { async fetch() {
                  const { webSocket: ws, status } = await fetch('http://up/', { headers: { upgrade: 'websocket' } });
                  ws.accept();
                  ws.send('hello');
                  const { data } = await new Promise((heard) => ws.addEventListener('message', heard));
                  ws.close(1000);
                  await new Promise((closed) => ws.addEventListener('close', closed));
                  return new Response(`${status} ${data}`);
                } }""");
        int call = invocation.next(Message.Call.Fetch.class).call();
        invocation.say(new Message.Result.Response(call, 101, "", "http://up/", false, new String[0], Body.STREAMED));
        Line line = new Line(invocation, Frames.callBody(call), Frames.resultBody(call));
        assertThat(line.next()).isEqualTo("hello");
        line.say("world");
        assertThat(line.next()).isEqualTo("close 1000");
        assertThat(line.next()).isEqualTo("END");
        line.close(1000);
        assertThat(invocation.text()).isEqualTo("101 world");
    }

    @Test
    void socketsCountAsTwoOpenStreams() {
        var bounds = new Bounds(10_000, 60_000, 64 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 3);
        var invocation = host.get("""
                export default { async fetch() {
                  const open = () => fetch('http://up/', { headers: { upgrade: 'websocket' } });
                  await open();
                  return open().then(() => new Response('too many'), (e) => new Response(e.code));
                } }""", bounds);
        for (int call = 1; call <= 2; call++) {
            assertThat(invocation.next(Message.Call.Fetch.class).call()).isEqualTo(call);
            invocation.say(
                    new Message.Result.Response(call, 101, "", "http://up/", false, new String[0], Body.STREAMED));
        }
        assertThat(invocation.text()).isEqualTo("openStreams");
    }

    @Test
    void guestCannotSayWhatIsNoFrame() {
        var end = host.upgrade("""
                export default { fetch() {
                  const [client, ws] = new WebSocketPair();
                  const response = new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array([255, 255])); c.close(); } }));
                  response[Symbol.for('mayfly.state')].status = 101;
                  return response;
                } }""", TestHost.BOUNDS).done();
        assertThat(end.end()).isEqualTo(End.FAILED);
    }
}
