package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.IsolateHost.Invocation;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Data;
import dev.mayfly.isolates.frames.Message.Then;
import dev.mayfly.isolates.frames.SocketFrames;
import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are sockets, and fetches that bring one, between a client and a worker. */
class SocketsTest {
    private static final String[] NO_HEADERS = {};
    private static final String[] UPGRADE = {"Upgrade", "websocket"};
    private static final Message.Head SWITCHING = new Message.Head(101, "", NO_HEADERS, Body.STREAMED);
    private static final byte[] TEXT = SocketFrames.frame(Opcode.TEXT, Part.LAST, new byte[] {'h', 'i'});
    private static final byte[] CLOSE = SocketFrames.frame(Opcode.CLOSE, Part.LAST, SocketFrames.close(1000, ""));

    private final Bench bench =
            new Bench("wall-grace", "100ms", "cancel-deadline", "500ms", "spare", "false", "after-answer-max", "200ms");
    private final FakeWorker worker = bench.launcher.ready();
    private final RecordingClient client = new RecordingClient();

    @AfterEach
    void close() {
        worker.kill();
        bench.close();
    }

    private static InvocationRequest asking(long wallMs, String... headers) {
        return new InvocationRequest(
                Bench.version("a", Trust.standard),
                new Limits(1_000, wallMs, 1 << 26, 1L << 32, 10 << 20, 64 << 10, 50, 100),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "GET",
                "http://f.localhost/",
                List.of(headers),
                new RequestBody.None());
    }

    private Invocation upgrade(long wallMs) {
        return bench.host.invoke(asking(wallMs, "upgrade", "websocket"), client);
    }

    private static Data says(byte[] bytes) {
        return new Data(Frames.RESPONSE_BODY, Then.MORE, bytes);
    }

    private Data heard() {
        return (Data) worker.next(FrameType.DATA).message();
    }

    @Test
    void framesGoBothWaysAsTheyAre() {
        Invocation invocation = upgrade(60_000);
        int id = worker.invoked();
        worker.send(id, SWITCHING);
        assertThat(client.told()).isEqualTo("head 101");
        assertThat(client.told()).isEqualTo("wants " + Frames.INITIAL_CREDIT);
        invocation.requestBody(TEXT);
        Data data = heard();
        assertThat(data.stream()).isEqualTo(Frames.REQUEST_BODY);
        assertThat(data.bytes()).isEqualTo(TEXT);
        worker.send(id, says(Arrays.copyOf(TEXT, 3))).send(id, says(Arrays.copyOfRange(TEXT, 3, 4)));
        assertThat(List.of(client.told(), client.told())).containsExactly("piece 3", "piece 1");
        worker.send(id, new Message.Credit(Frames.REQUEST_BODY, TEXT.length));
        assertThat(client.told()).isEqualTo("wants " + TEXT.length);
        worker.send(id, new Data(Frames.RESPONSE_BODY, Then.END, CLOSE)).done(id);
        assertThat(client.outcome()).isEqualTo(new Outcome.Answered());
    }

    @Test
    void fetchBringsASocket() {
        RecordingCallBody function = new RecordingCallBody();
        client.callBody = function;
        upgrade(60_000);
        int id = worker.invoked();
        worker.send(id, new Message.Call.Fetch(1, "GET", "http://b/", "error", UPGRADE, Body.NONE));
        var reply = client.reply();
        reply.response(101, "", "http://b/", false, NO_HEADERS, new BodyComing.Streamed());
        assertThat(worker.next(FrameType.RESULT).message()).isInstanceOf(Message.Result.Response.class);
        assertThat(function.next()).isEqualTo("wants " + Frames.INITIAL_CREDIT);
        worker.send(id, new Data(Frames.callBody(1), Then.MORE, TEXT));
        assertThat(function.next()).isEqualTo("piece " + TEXT.length);
        reply.body(TEXT);
        assertThat(heard().stream()).isEqualTo(Frames.resultBody(1));
        worker.send(id, new Data(Frames.callBody(1), Then.END, CLOSE));
        assertThat(function.next()).isEqualTo("piece " + CLOSE.length);
        assertThat(function.next()).isEqualTo("end");
    }

    @Test
    void socketOutlivesTheWallLimitUntilTheFunctionHasSaidItsLastWord() {
        upgrade(100);
        int id = worker.invoked();
        worker.send(id, SWITCHING);
        // One that has no socket is cancelled meanwhile.
        RecordingClient other = new RecordingClient();
        bench.host.invoke(asking(200), other);
        var cancelled = worker.next(FrameType.CANCEL);
        assertThat(cancelled.id()).isNotEqualTo(id);
        worker.send(cancelled.id(), FakeWorker.done(Message.End.CANCELLED, ""));
        assertThat(other.outcome()).isEqualTo(new Outcome.Exhausted("wall", 200, 200));
        worker.send(id, new Data(Frames.RESPONSE_BODY, Then.END, CLOSE));
        assertThat(worker.next(FrameType.CANCEL).id()).isEqualTo(id);
    }

    @Test
    void workerThatDiesLosesTheSocket() {
        upgrade(60_000);
        worker.send(worker.invoked(), SWITCHING);
        client.told();
        client.told();
        worker.die();
        assertThat(client.told()).isEqualTo("broken");
        assertThat(client.outcome()).isInstanceOf(Outcome.Lost.class);
    }

    static Stream<Arguments> wrongs() {
        return Stream.of(
                wrong("a message within a message", (w, id) -> {
                    byte[] begun = SocketFrames.frame(Opcode.TEXT, Part.MORE, new byte[1]);
                    w.send(id, says(begun)).send(id, says(begun));
                }),
                wrong(
                        "a mask",
                        (w, id) -> w.send(id, says(SocketFrames.masked(Opcode.TEXT, Part.LAST, new byte[1], 7)))),
                wrong("a ping", (w, id) -> w.send(id, says(SocketFrames.frame(Opcode.PING, Part.LAST, new byte[0])))),
                wrong("a pong", (w, id) -> w.send(id, says(SocketFrames.frame(Opcode.PONG, Part.LAST, new byte[0])))),
                wrong(
                        "no text",
                        (w, id) -> w.send(id, says(SocketFrames.frame(Opcode.TEXT, Part.LAST, new byte[] {-1})))),
                wrong(
                        "a length over the maximum",
                        (w, id) -> w.send(id, says(new byte[] {-126, 127, 0, 0, 0, 0, 1, 0, 0, 0}))),
                wrong("no frame at all", (w, id) -> w.send(id, says(new byte[] {-1, 0}))),
                wrong("a code that is never sent", (w, id) -> w.send(id, says(new byte[] {-120, 2, 3, -18}))),
                wrong(
                        "words behind the last",
                        (w, id) -> w.send(id, says(CLOSE)).send(id, says(TEXT))),
                wrong("a second answer", (w, id) -> w.send(id, SWITCHING)),
                wrong("the end of a socket that is open", (w, id) -> w.done(id)),
                wrong("more credit than a window holds", (w, id) -> w.send(id, new Message.Credit(0, 1 << 30))));
    }

    private static Arguments wrong(String what, BiConsumer<FakeWorker, Integer> say) {
        return Arguments.of(what, say);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongs")
    void whatNoSoundWorkerSaysOverASocketCostsItItsLife(String what, BiConsumer<FakeWorker, Integer> say) {
        upgrade(60_000);
        int id = worker.invoked();
        worker.send(id, SWITCHING);
        say.accept(worker, id);
        assertThat(worker.wasKilled()).as(what).isTrue();
        assertThat(client.outcome()).isInstanceOf(Outcome.Lost.class);
    }

    @Test
    void socketThatNobodyAskedForCostsItItsLife() {
        bench.host.invoke(asking(60_000, "upgrade", "h2c"), client);
        worker.send(worker.invoked(), SWITCHING);
        assertThat(worker.wasKilled()).isTrue();
    }

    @Test
    void noFrameOverAFetchedSocketCostsItItsLife() {
        upgrade(60_000);
        int id = worker.invoked();
        worker.send(id, new Message.Call.Fetch(1, "GET", "http://b/", "error", UPGRADE, Body.NONE));
        client.reply().response(101, "", "http://b/", false, NO_HEADERS, new BodyComing.Streamed());
        worker.next(FrameType.RESULT);
        worker.send(id, new Data(Frames.callBody(1), Then.MORE, new byte[] {-1, 0}));
        assertThat(worker.wasKilled()).isTrue();
    }
}
