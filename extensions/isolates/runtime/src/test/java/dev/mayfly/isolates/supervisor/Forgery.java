package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.FrameType;
import dev.mayfly.isolates.frames.FrameWriter;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.End;
import dev.mayfly.isolates.frames.Message.Level;
import dev.mayfly.isolates.frames.Message.Then;
import dev.mayfly.isolates.frames.SocketFrames;
import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Frames that a sound worker would not send: noise, likely ones in the wrong order, or a whole conversation mangled. */
final class Forgery {
    static final byte[] UNKNOWN_TYPE = {0, 0, 0, 5, 0x7f, 0, 0, 0, 1};
    static final byte[] IMPOSSIBLE_LENGTHS = new byte[64 << 10];

    private static final int FIELD_MAX = 300;

    static {
        Arrays.fill(IMPOSSIBLE_LENGTHS, (byte) 0xff);
    }

    private final Random random;

    private boolean recut;

    Forgery(Random random) {
        this.random = random;
    }

    /** Whether a frame may hold what belongs to the next: then a worker says of one invocation what it was to say of another. */
    boolean recut() {
        return recut;
    }

    List<byte[]> frames(int count, List<Integer> ids) {
        return switch (random.nextInt(4)) {
            case 0 -> noise(count, ids);
            case 1 -> likely(count, ids);
            default -> mangled(count, ids);
        };
    }

    /** Frames of any type with any payload, and bytes without any frame. */
    private List<byte[]> noise(int count, List<Integer> ids) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(FIELD_MAX)];
            random.nextBytes(payload);
            if (random.nextInt(20) == 0) {
                frames.add(payload);
                continue;
            }
            FrameType[] types = FrameType.values();
            frames.add(new FrameWriter(512)
                    .begin(types[random.nextInt(types.length)], id(ids))
                    .raw(payload, 0, payload.length)
                    .end()
                    .toBytes());
        }
        return frames;
    }

    private List<byte[]> likely(int count, List<Integer> ids) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = id(ids);
            frames.add(frame(id, message(id)));
        }
        return frames;
    }

    /** What a sound worker says of each invocation; then frames are swapped, sent twice, left out, cut or changed. */
    private List<byte[]> mangled(int count, List<Integer> ids) {
        List<byte[]> frames = new ArrayList<>();
        for (int id : ids) {
            boolean socket = random.nextInt(3) == 0;
            List<Message> said = socket
                    ? conversation(id)
                    : List.of(
                            new Message.Log(Level.LOG, 0, tag(id)),
                            new Message.Call.Method(1, "KV", tag(id), "[]"),
                            new Message.Call.Fetch(
                                    2, "POST", "http://a/" + tag(id), "follow", new String[0], Body.STREAMED),
                            new Message.Data(Frames.callBody(2), Then.MORE, bytes(id)),
                            new Message.Data(Frames.callBody(2), Then.END, bytes(id)),
                            new Message.HangUp(2),
                            new Message.Head(200, tag(id), new String[] {"a", tag(id)}, Body.STREAMED),
                            new Message.Data(Frames.RESPONSE_BODY, Then.MORE, bytes(id)),
                            new Message.Data(Frames.RESPONSE_BODY, Then.END, bytes(id)),
                            FakeWorker.done(End.OK, ""));
            for (Message message : said) frames.add(frame(id, message));
        }
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) change(frames);
        return frames.subList(0, Math.min(count, frames.size()));
    }

    /** What a sound worker says where it answers with a socket. */
    private static List<Message> conversation(int id) {
        byte[] text = SocketFrames.frame(Opcode.TEXT, Part.LAST, bytes(id));
        byte[] close = SocketFrames.frame(Opcode.CLOSE, Part.LAST, SocketFrames.close(1000, tag(id)));
        return List.of(
                new Message.Call.Fetch(
                        1, "GET", "http://a/" + tag(id), "error", new String[] {"upgrade", "websocket"}, Body.NONE),
                new Message.Head(101, "", new String[] {"a", tag(id)}, Body.STREAMED),
                new Message.Credit(Frames.REQUEST_BODY, 70_000),
                new Message.Data(Frames.RESPONSE_BODY, Then.MORE, text),
                new Message.Data(Frames.RESPONSE_BODY, Then.MORE, Arrays.copyOf(text, text.length - 1)),
                new Message.Data(
                        Frames.RESPONSE_BODY, Then.MORE, Arrays.copyOfRange(text, text.length - 1, text.length)),
                new Message.Data(Frames.RESPONSE_BODY, Then.MORE, close),
                new Message.Data(Frames.RESPONSE_BODY, Then.END, new byte[0]),
                FakeWorker.done(End.OK, ""));
    }

    private void change(List<byte[]> frames) {
        int at = random.nextInt(frames.size());
        byte[] frame = frames.get(at);
        switch (random.nextInt(6)) {
            case 0 -> Collections.swap(frames, at, random.nextInt(frames.size()));
            case 1 -> frames.add(at, frame);
            case 2 -> {
                if (frames.size() > 1) frames.remove(at);
            }
            case 3 -> {
                frames.set(at, Arrays.copyOf(frame, random.nextInt(frame.length)));
                recut = true;
            }
            case 4 -> {
                byte[] changed = frame.clone();
                // Not the id: of the invocations that it holds a worker may say what it likes, under the name of each.
                int byteAt = random.nextBoolean() ? random.nextInt(5) : random.nextInt(9, Math.max(10, frame.length));
                recut |= byteAt < Integer.BYTES;
                if (byteAt < frame.length) changed[byteAt] ^= (byte) (1 << random.nextInt(8));
                frames.set(at, changed);
            }
            default -> Collections.shuffle(frames, random);
        }
    }

    private Message message(int id) {
        return switch (random.nextInt(9)) {
            case 0 -> new Message.Head(number(650), tag(id), headers(id), body(id));
            case 1 -> new Message.Data(number(8), choice(Then.values()), new byte[number(70_000)]);
            case 2 -> new Message.Data(Frames.RESPONSE_BODY, choice(Then.values()), bytes(id));
            case 3 -> new Message.Credit(number(8), random.nextInt(3) == 0 ? random.nextInt() : number(70_000));
            case 4 -> new Message.Call.Fetch(number(4), "GET", "http://a/" + tag(id), "follow", headers(id), body(id));
            case 5 -> new Message.Call.Method(number(4), "KV", tag(id), "[]");
            case 6 -> new Message.HangUp(number(4));
            case 7 -> new Message.Log(choice(Level.values()), random.nextLong(), tag(id));
            default ->
                new Message.Done(
                        choice(End.values()),
                        random.nextBoolean() ? "cpu" : "a b",
                        number(9),
                        number(9),
                        random.nextBoolean() ? "" : "{\"name\":" + "[".repeat(number(200)),
                        number(9),
                        number(9),
                        number(9),
                        number(9),
                        number(9));
        };
    }

    private String[] headers(int id) {
        return switch (random.nextInt(4)) {
            case 0 -> new String[] {"a", tag(id)};
            case 1 -> new String[] {"a b", tag(id)};
            case 2 -> new String[] {"a", "b\r\nset-cookie: c"};
            default -> new String[0];
        };
    }

    private Body body(int id) {
        return switch (random.nextInt(3)) {
            case 0 -> Body.NONE;
            case 1 -> Body.STREAMED;
            default -> new Body.Inline(bytes(id));
        };
    }

    /** Mostly small, at times at the edge of what is possible. */
    private int number(int usual) {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> usual;
            default -> random.nextInt(usual);
        };
    }

    private int id(List<Integer> ids) {
        return switch (random.nextInt(40)) {
            case 0 -> 0;
            case 1 -> random.nextInt();
            case 2 -> ids.getLast() + 1;
            default -> choice(ids.toArray(Integer[]::new));
        };
    }

    private <T> T choice(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private static String tag(int id) {
        return "of " + id + ";";
    }

    private static byte[] bytes(int id) {
        return tag(id).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] frame(int id, Message message) {
        FrameWriter out = new FrameWriter(256);
        message.write(out, id);
        return out.toBytes();
    }
}
