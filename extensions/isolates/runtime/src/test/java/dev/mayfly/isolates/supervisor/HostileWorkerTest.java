package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.FrameWriter;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.End;
import dev.mayfly.isolates.frames.Message.Level;
import dev.mayfly.isolates.frames.Message.Then;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a worker says that a sound one never says costs it its life, and its host nothing. */
class HostileWorkerTest {
    private static final String[] NO_HEADERS = {};
    private static final Limits NARROW = new Limits(1_000, 60_000, 1 << 26, 1L << 32, 10 << 20, 64 << 10, 50, 10);
    private static final Message.Head HEAD = new Message.Head(200, "", NO_HEADERS, Body.NONE);
    private static final Message.Head STREAM = new Message.Head(200, "", NO_HEADERS, Body.STREAMED);

    static Stream<Arguments> wrongs() {
        return Stream.of(
                wrong("an id that it was never given", (w, id) -> w.send(id + 1, HEAD)),
                wrong("a frame that only hosts send", (w, id) -> w.send(id, new Message.Abort())),
                wrong("a type that does not exist", (w, id) -> w.raw(new byte[] {0, 0, 0, 5, 0x7f, 0, 0, 0, 1})),
                wrong("a length of nothing", (w, id) -> w.raw(new byte[] {0, 0, 0, 0})),
                wrong("a negative length", (w, id) -> w.raw(new byte[] {-1, -1, -1, -1, 0})),
                wrong("a length over the maximum", (w, id) -> w.raw(new byte[] {0, 0x10, 0, 1, 0x21})),
                wrong(
                        "a frame that ends too early",
                        (w, id) -> w.raw(new byte[] {0, 0, 0, 5, 0x21, 0, 0, 0, id.byteValue()})),
                wrong("greeting twice", (w, id) -> w.send(0, new Message.Hello(1, 1, "", true))),
                wrong("greeting as an invocation", (w, id) -> w.send(id, new Message.Hello(1, 1, "", true))),
                wrong("an answer to no question", (w, id) -> w.send(0, new Message.Pong())),
                wrong("two heads", (w, id) -> w.send(id, HEAD).send(id, HEAD)),
                wrong("a status of 0", (w, id) -> w.send(id, new Message.Head(0, "", NO_HEADERS, Body.NONE))),
                wrong("a status of 101", (w, id) -> w.send(id, new Message.Head(101, "", NO_HEADERS, Body.NONE))),
                wrong("a status of 600", (w, id) -> w.send(id, new Message.Head(600, "", NO_HEADERS, Body.NONE))),
                wrong(
                        "a status text with lines",
                        (w, id) -> w.send(id, new Message.Head(200, "a\r\nb", NO_HEADERS, Body.NONE))),
                wrong("a header value with lines", (w, id) -> w.send(id, head("a", "b\r\nset-cookie: c"))),
                wrong("a header value with NUL", (w, id) -> w.send(id, head("a", "b\0"))),
                wrong("a header name with lines", (w, id) -> w.send(id, head("a\r\nb", "c"))),
                wrong("a header name with a colon", (w, id) -> w.send(id, head("a:", "c"))),
                wrong("a header without name", (w, id) -> w.send(id, head("", "c"))),
                wrong("a header beyond ASCII", (w, id) -> w.send(id, head("ä", "c"))),
                wrong(
                        "an inline body over its maximum",
                        (w, id) -> w.send(
                                id,
                                new Message.Head(
                                        200, "", NO_HEADERS, new Body.Inline(new byte[Frames.INLINE_BODY_MAX + 1])))),
                wrong("bytes before the head", (w, id) -> w.send(id, bytes(1, Then.MORE, 1))),
                wrong(
                        "bytes of a body that was none",
                        (w, id) -> w.send(id, HEAD).send(id, bytes(1, Then.MORE, 1))),
                wrong(
                        "bytes behind the end",
                        (w, id) -> w.send(id, STREAM)
                                .send(id, bytes(1, Then.END, 1))
                                .send(id, bytes(1, Then.MORE, 1))),
                wrong("a piece over its maximum", (w, id) -> w.send(id, STREAM).send(id, bytes(1, Then.MORE, 65_537))),
                wrong("more bytes than granted", HostileWorkerTest::overrun),
                wrong("bytes of the request's stream", (w, id) -> w.send(id, bytes(0, Then.MORE, 1))),
                wrong(
                        "bytes of an answer's stream",
                        (w, id) -> w.send(id, call(1)).send(id, bytes(3, Then.MORE, 1))),
                wrong("bytes of an unknown call", (w, id) -> w.send(id, bytes(2, Then.MORE, 1))),
                wrong(
                        "bytes of a call without body",
                        (w, id) -> w.send(id, call(1)).send(id, bytes(2, Then.MORE, 1))),
                wrong("bytes of stream -2", (w, id) -> w.send(id, bytes(-2, Then.MORE, 1))),
                wrong("credit for no body", (w, id) -> w.send(id, new Message.Credit(0, 1))),
                wrong("credit for its own stream", (w, id) -> w.send(id, new Message.Credit(1, 1))),
                wrong("credit for an unknown call", (w, id) -> w.send(id, new Message.Credit(3, 1))),
                wrong("credit for no answer", (w, id) -> w.send(id, call(1)).send(id, new Message.Credit(3, 1))),
                wrong("call 2 first", (w, id) -> w.send(id, call(2))),
                wrong("call 0", (w, id) -> w.send(id, call(0))),
                wrong("call 1 twice", (w, id) -> w.send(id, call(1)).send(id, call(1))),
                wrong("more calls than the limit", HostileWorkerTest::flood),
                wrong("more open streams than the limit", HostileWorkerTest::openAll),
                wrong("a method that is no token", (w, id) -> w.send(id, fetch("GET /x", "http://a/", "", ""))),
                wrong("a URL with lines", (w, id) -> w.send(id, fetch("GET", "http://a/\r\n", "", ""))),
                wrong("a subrequest's header with lines", (w, id) -> w.send(id, fetch("GET", "http://a/", "a", "b\n"))),
                wrong("hanging up no call", (w, id) -> w.send(id, new Message.HangUp(1))),
                wrong("a flood of lines", (w, id) -> {
                    for (int i = 0; i < 90_000; i++) w.send(id, new Message.Log(Level.LOG, 0, ""));
                }),
                wrong(
                        "a line over the limit",
                        (w, id) -> w.send(id, new Message.Log(Level.LOG, 0, "x".repeat(100_000)))),
                wrong("an end without an answer", (w, id) -> w.done(id)),
                wrong("an end amid the answer", (w, id) -> w.send(id, STREAM).done(id)),
                wrong("an end by an unknown limit", (w, id) -> w.send(id, FakeWorker.done(End.EXHAUSTED, "patience"))),
                wrong("a failure without code", (w, id) -> w.send(id, FakeWorker.done(End.FAILED, ""))),
                wrong("a failure with lines for a code", (w, id) -> w.send(id, FakeWorker.done(End.FAILED, "a\r\nb"))),
                wrong("cancelled by nobody", (w, id) -> w.send(id, FakeWorker.done(End.CANCELLED, ""))),
                wrong(
                        "a use of less than nothing",
                        (w, id) -> w.send(id, HEAD).send(id, new Message.Done(End.OK, "", 0, 0, "", -1, 0, 0, 0, 0))));
    }

    private static Arguments wrong(String name, BiConsumer<FakeWorker, Integer> deed) {
        return Arguments.of(name, deed);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongs")
    void itIsKilled(String name, BiConsumer<FakeWorker, Integer> deed) {
        try (Bench bench = new Bench("spare", "false")) {
            FakeWorker worker = bench.launcher.ready();
            RecordingClient client =
                    bench.invoke(Bench.request(Bench.version("a", Trust.standard), NARROW, new RequestBody.None()));
            int id = worker.invoked();
            try {
                deed.accept(worker, id);
            } catch (java.io.UncheckedIOException killedMeanwhile) {
                // It need not hear the end of it.
            }
            assertThat(worker.wasKilled()).isTrue();
            RecordingClient after = bench.invoke("b");
            FakeWorker sound = bench.launcher.ready();
            Bench.until("served again", () -> {
                while (!sound.received.isEmpty()) {
                    var next = sound.next();
                    if (next.type() == FrameType.INVOKE) sound.answer(next.id());
                }
                return after.outcome.isDone();
            });
            assertThat(after.outcome()).isEqualTo(new Outcome.Answered());
            assertThat(client.told).doesNotContain("ended twice");
        }
    }

    @Test
    void tooMuchCreditIsHostile() {
        try (Bench bench = new Bench("spare", "false")) {
            FakeWorker worker = bench.launcher.ready();
            RecordingClient client = bench.invoke(
                    Bench.request(Bench.version("a", Trust.standard), Limits.DEFAULT, new RequestBody.Streamed()));
            int id = worker.invoked();
            worker.send(id, new Message.Credit(0, Integer.MAX_VALUE));
            assertThat(client.outcome()).isEqualTo(new Outcome.Lost("worker-1"));
        }
    }

    @Test
    void aBodyThatTheHostStoppedIsNoOpenStream() {
        Limits oneStream = new Limits(1_000, 60_000, 1 << 26, 1L << 32, 10 << 20, 64 << 10, 50, 1);
        try (Bench bench = new Bench("spare", "false")) {
            FakeWorker worker = bench.launcher.ready();
            RecordingClient client =
                    bench.invoke(Bench.request(Bench.version("a", Trust.standard), oneStream, new RequestBody.None()));
            int id = worker.invoked();
            for (int call = 1; call <= 5; call++) {
                worker.send(id, new Message.Call.Fetch(call, "POST", "http://a/", "follow", NO_HEADERS, Body.STREAMED));
                client.reply().refused("no", "no");
                worker.next(FrameType.CREDIT);
                worker.send(id, bytes(Frames.callBody(call), Then.END, 1));
            }
            worker.answer(id);
            assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
        }
    }

    @Test
    void negativeCreditIsHostile() {
        try (Bench bench = new Bench("spare", "false")) {
            FakeWorker worker = bench.launcher.ready();
            RecordingClient client = bench.invoke(
                    Bench.request(Bench.version("a", Trust.standard), Limits.DEFAULT, new RequestBody.Streamed()));
            worker.send(worker.invoked(), new Message.Credit(0, -1));
            assertThat(client.outcome()).isEqualTo(new Outcome.Lost("worker-1"));
        }
    }

    @Test
    void aFirstWordOtherThanHelloIsHostile() {
        try (Bench bench = new Bench()) {
            FakeWorker worker = bench.launcher.next().connect();
            worker.send(0, new Message.Pong());
            assertThat(worker.wasKilled()).isTrue();
        }
    }

    @Test
    void anotherProtocolIsNotSpoken() {
        try (Bench bench = new Bench()) {
            FakeWorker worker = bench.launcher.next().connect();
            worker.send(0, new Message.Hello(Frames.PROTOCOL + 1, 1, "", true));
            assertThat(worker.wasKilled()).isTrue();
        }
    }

    @Test
    void aCompilerThatDoesNotCompileIsNotUsed() {
        try (Bench bench = new Bench("engine", "jit")) {
            FakeWorker worker = bench.launcher.next().connect();
            worker.send(0, new Message.Hello(Frames.PROTOCOL, 1, "Interpreted", false));
            assertThat(worker.wasKilled()).isTrue();
        }
    }

    /** Whatever the bytes, the host kills or goes on; it never fails itself. */
    @Test
    void noiseNeverHurtsTheHost() {
        Random random = new Random(7);
        for (int round = 0; round < 30; round++) {
            try (Bench bench = new Bench("spare", "false")) {
                FakeWorker worker = bench.launcher.ready();
                RecordingClient client = bench.invoke("a");
                int id = worker.invoked();
                FrameWriter out = new FrameWriter(4096);
                for (int i = 0; i < 50; i++) {
                    FrameType type = FrameType.values()[random.nextInt(FrameType.values().length)];
                    byte[] payload = new byte[random.nextInt(60)];
                    random.nextBytes(payload);
                    out.begin(type, random.nextInt(2) * id)
                            .raw(payload, 0, payload.length)
                            .end();
                }
                try {
                    worker.raw(out.toBytes());
                } catch (java.io.UncheckedIOException killedMeanwhile) {
                    // It need not hear the end of it.
                }
                assertThat(worker.wasKilled()).isTrue();
                assertThat(client.told).doesNotContain("ended twice");
            }
        }
    }

    private static void overrun(FakeWorker worker, int id) {
        worker.send(id, STREAM);
        for (int i = 0; i < 5; i++) worker.send(id, bytes(1, Then.MORE, Frames.CHUNK_MAX));
    }

    private static void flood(FakeWorker worker, int id) {
        for (int i = 1; i <= Limits.DEFAULT.subrequests() + 1; i++) worker.send(id, call(i));
    }

    private static void openAll(FakeWorker worker, int id) {
        for (int i = 1; i <= NARROW.openStreams() + 2; i++)
            worker.send(id, new Message.Call.Fetch(i, "POST", "http://a/", "follow", NO_HEADERS, Body.STREAMED));
    }

    private static Message.Head head(String name, String value) {
        return new Message.Head(200, "", new String[] {name, value}, Body.NONE);
    }

    private static Message.Data bytes(int stream, Then then, int length) {
        return new Message.Data(stream, then, new byte[length]);
    }

    private static Message.Call call(int number) {
        return new Message.Call.Method(number, "KV", "get", "[]");
    }

    private static Message.Call fetch(String method, String url, String name, String value) {
        String[] headers = name.isEmpty() ? NO_HEADERS : new String[] {name, value};
        return new Message.Call.Fetch(1, method, url, "follow", headers, Body.NONE);
    }
}
