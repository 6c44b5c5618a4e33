package dev.mayfly.isolates.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import dev.mayfly.isolates.frames.FrameType.Sender;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {
    private static final String[] HEADERS = {"accept", "*/*", "x-näme", ""};
    private static final Message.Bounds BOUNDS = new Message.Bounds(1_000, 0, 1L << 40, Long.MAX_VALUE, 10, 20, 30, 40);

    static List<Message> messages() {
        return List.of(
                new Message.Deploy(
                        7,
                        "acme",
                        "hello",
                        "v1",
                        "index.js",
                        List.of(
                                new Message.Module("index.js", "esm", "export default 1".getBytes()),
                                new Message.Module("empty.bin", "data", new byte[0])),
                        "{\"vars\":{\"A\":\"ä\\u0000\"}}",
                        List.of("nodejs_compat")),
                new Message.Forget(-1),
                new Message.Invoke(7, Message.Purpose.FETCH, BOUNDS, "", "GET", "http://a/", HEADERS, Body.NONE),
                new Message.Invoke(
                        7, Message.Purpose.INSPECT, BOUNDS, "00-1", "POST", "", new String[0], Body.STREAMED),
                new Message.Abort(),
                new Message.Cancel("wall"),
                new Message.Result.Refused(3, "egress-denied", "no"),
                new Message.Result.Response(
                        3, 200, "OK", "http://b/", true, HEADERS, new Body.Inline(new byte[] {0, -1})),
                new Message.Result.Returned(3, "[1]"),
                new Message.Ping(),
                new Message.Data(Frames.RESPONSE_BODY, Message.Then.END, new byte[] {1, 2, 3}),
                new Message.Credit(5, 0),
                new Message.Hello(Frames.PROTOCOL, 1L << 33, "GraalVM CE", true),
                new Message.Head(200, "", HEADERS, new Body.Inline(new byte[0])),
                new Message.Call.Fetch(1, "GET", "http://b/", "follow", HEADERS, Body.STREAMED),
                new Message.Call.Method(2, "INVOCATIONS", "list", "[{}]"),
                new Message.HangUp(2),
                new Message.Log(Message.Level.WARN, 1_800_000_000_000L, "a\nb 🐝"),
                new Message.Done(Message.End.EXHAUSTED, "cpu", 1_001, 1_000, "", 1, 2, 3, 4, 5),
                new Message.Stuck(),
                new Message.Pong());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void saysWhatWasWritten(Message message) {
        FrameWriter out = new FrameWriter(0);
        message.write(out, 42);
        assertThat(out.toBytes()).isEqualTo(rewritten(out.toBytes()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyCutIsMalformedOrAnotherMessageButNeverAnythingElse(Message message) {
        FrameWriter out = new FrameWriter(0);
        message.write(out, 1);
        byte[] frame = out.toBytes();
        FrameType type = type(frame);
        for (int length = 0; length < frame.length - Frames.HEADER_LENGTH; length++) {
            try {
                Message.read(type, new FrameReader(frame, Frames.HEADER_LENGTH, length));
            } catch (MalformedFrame expected) {
                assertThat(expected).hasMessageMatching(".+");
            }
        }
    }

    @Test
    void mangledFramesNeverEndInAnythingButMalformed() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        List<Message> messages = messages();
        for (int i = 0; i < 20_000; i++) {
            FrameWriter out = new FrameWriter(0);
            messages.get(random.nextInt(messages.size())).write(out, 1);
            byte[] frame = out.toBytes();
            for (int changes = random.nextInt(4); changes >= 0 && frame.length > Frames.HEADER_LENGTH; changes--)
                frame[random.nextInt(Frames.HEADER_LENGTH, frame.length)] = (byte) random.nextInt();
            try {
                Message.read(
                        type(frame), new FrameReader(frame, Frames.HEADER_LENGTH, frame.length - Frames.HEADER_LENGTH));
            } catch (MalformedFrame expected) {
                assertThat(expected).hasMessageMatching(".+");
            } catch (RuntimeException | OutOfMemoryError e) {
                fail("seed " + seed + ", round " + i + ": " + Arrays.toString(frame), e);
            }
        }
    }

    @Test
    void hugeLengthsAllocateNothing() {
        FrameWriter out = new FrameWriter(0).u32(Integer.MAX_VALUE);
        assertThatThrownBy(() -> new FrameReader(out.toBytes(), 0, 4).block()).isInstanceOf(MalformedFrame.class);
        FrameWriter pairs = new FrameWriter(0).u16(0xffff);
        assertThatThrownBy(() -> new FrameReader(pairs.toBytes(), 0, 2).pairs()).isInstanceOf(MalformedFrame.class);
    }

    @Test
    void frameOverTheMaximumIsRefusedAndLeavesTheWriterAsItWas() {
        FrameWriter out = new FrameWriter(0);
        new Message.Ping().write(out, 1);
        int before = out.size();
        Message tooLong = new Message.Data(1, Message.Then.MORE, new byte[Frames.MAX_LENGTH]);
        assertThatThrownBy(() -> tooLong.write(out, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(out.size()).isEqualTo(before);
        new Message.Pong().write(out, 1);
        assertThat(out.size()).isEqualTo(2 * before);
    }

    @Test
    void nobodySpeaksInTheOthersName() {
        for (FrameType type : FrameType.values()) {
            boolean host = accepts(type, Sender.HOST), worker = accepts(type, Sender.WORKER);
            assertThat(host || worker).isTrue();
            assertThat(host && worker).isEqualTo(type == FrameType.DATA || type == FrameType.CREDIT);
        }
        assertThat(List.of(-1, 0, 0x0f, 0x28, 0xff))
                .noneMatch(code -> accepts(code, Sender.HOST) || accepts(code, Sender.WORKER));
    }

    private static boolean accepts(FrameType type, Sender by) {
        return accepts(type.code(), by);
    }

    private static boolean accepts(int code, Sender by) {
        try {
            FrameType.of(code, by);
            return true;
        } catch (MalformedFrame e) {
            return false;
        }
    }

    private static byte[] rewritten(byte[] frame) {
        ByteBuffer head = ByteBuffer.wrap(frame);
        assertThat(head.getInt()).isEqualTo(frame.length - 4);
        head.get();
        int id = head.getInt();
        Message read = Message.read(
                type(frame), new FrameReader(frame, Frames.HEADER_LENGTH, frame.length - Frames.HEADER_LENGTH));
        FrameWriter out = new FrameWriter(0);
        read.write(out, id);
        return out.toBytes();
    }

    private static FrameType type(byte[] frame) {
        for (Sender sender : List.of(Sender.HOST, Sender.WORKER))
            if (accepts(frame[4], sender)) return FrameType.of(frame[4], sender);
        throw new AssertionError("no such type: " + frame[4]);
    }
}
