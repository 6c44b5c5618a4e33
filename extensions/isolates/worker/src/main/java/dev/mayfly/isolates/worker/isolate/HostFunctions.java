package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Message.Level;
import dev.mayfly.isolates.guard.StackRoom;
import dev.mayfly.isolates.worker.compression.Codecs;
import dev.mayfly.isolates.worker.crypto.OpenDigests;
import dev.mayfly.isolates.worker.engine.Deployment;
import dev.mayfly.isolates.worker.engine.GuestContext;
import dev.mayfly.isolates.worker.engine.GuestValues;
import dev.mayfly.isolates.worker.engine.HostCalls;
import java.nio.ByteBuffer;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** The object {@code host} that the prelude of one isolate speaks to. It never reaches the guest's own code. */
final class HostFunctions implements HostCalls {
    private static final Level[] LEVELS = Level.values();
    private static final String[] NO_HEADERS = {};
    private static final int TEXT_MAX = 128 << 10;

    private final Isolate isolate;
    private final Deployment deployment;
    private final GuestContext context;
    private final Streams streams;
    private final Calls calls;
    private final Clock clock;
    private final Codecs codecs;
    private final OpenDigests digests = new OpenDigests();

    HostFunctions(
            Isolate isolate,
            Deployment deployment,
            GuestContext context,
            Streams streams,
            Calls calls,
            Clock clock,
            Codecs codecs) {
        this.isolate = isolate;
        this.deployment = deployment;
        this.context = context;
        this.streams = streams;
        this.calls = calls;
        this.clock = clock;
        this.codecs = codecs;
    }

    @Override
    public @Nullable Object call(String name, Value[] a) {
        StackRoom.check();
        return switch (name) {
            case "env" -> deployment.env();
            case "limit" -> limit(a[0].asString());
            case "respond" -> respond(a);
            case "write" -> streams.write(a[0].asInt(), bytes(a, 1));
            case "end" -> done(() -> streams.end(a[0].asInt()));
            case "fail" -> done(() -> streams.fail(a[0].asInt()));
            case "onWritable" -> done(() -> streams.onWritable(a[0].asInt(), a[1]));
            case "read" -> done(() -> streams.read(a[0].asInt(), a[1]));
            case "stopReading" -> done(() -> streams.stopReading(a[0].asInt()));
            case "socketNext" -> done(() -> streams.sockets().listen(a[0].asInt(), a[1]));
            case "socketSend" -> streams.sockets().send(a[0].asInt(), a[1].isString(), bytes(a, 1));
            case "socketClose" -> done(() -> streams.sockets().close(a[0].asInt(), a[1].asInt(), text(a[2])));
            case "fetch" -> fetch(a);
            case "call" -> calls.method(text(a[0]), text(a[1]), text(a[2]), a[3]);
            case "hangUp" -> done(() -> calls.hangUp(a[0].asInt()));
            case "setTimer" -> clock.set(a[0].asDouble(), a[1]);
            case "clearTimer" -> done(() -> clock.clear(a[0].asInt()));
            case "now" -> (double) System.currentTimeMillis();
            case "performanceNow" -> (double) clock.sinceStartMs();
            case "trace" -> context.trace(a[0].asString());
            case "log" -> done(() -> isolate.log(LEVELS[a[0].asInt()], a[1].asString()));
            case "exhausted" -> done(() -> isolate.exhaust(a[0].asString(), a[1].asLong(), a[2].asLong()));
            case "codecOpen" -> openCodec(a[0].asString(), a[1].asString());
            case "codecFeed" -> done(() -> codecs.feed(a[0].asInt(), bytes(a, 1)));
            case "codecFinish" -> done(() -> codecs.finish(a[0].asInt()));
            case "codecNext" -> codecs.next(a[0].asInt());
            case "codecClose" -> done(() -> codecs.close(a[0].asInt()));
            case "digestOpen" -> openDigest(a);
            case "digestFeed" -> done(() -> digests.feed(a[0].asInt(), bytes(a, 1)));
            case "digestCopy" -> digests.copy(a[0].asInt());
            case "digestEnd" -> ByteBuffer.wrap(digests.end(a[0].asInt()));
            case "finished" -> done(() -> isolate.finish(Ending.OK));
            case "failed" -> done(() -> isolate.failed(a[0].asString(), a[1]));
            default -> throw new IllegalArgumentException("the host has no function " + name);
        };
    }

    @Override
    public Value value(Object object) {
        return context.value(object);
    }

    private long limit(String name) {
        return switch (name) {
            case "bufferedBodyBytes" -> isolate.bounds().bufferedBodyBytes();
            case "heapBytes" -> isolate.bounds().heapBytes();
            case "openStreams" -> isolate.bounds().openStreams();
            default -> throw new IllegalArgumentException("the prelude knows no limit " + name);
        };
    }

    private @Nullable Object respond(Value[] a) {
        isolate.respond(a[0].asInt(), text(a[1]), pairs(a[2]), body(a, 3));
        return null;
    }

    private Object fetch(Value[] a) {
        return calls.fetch(text(a[0]), text(a[1]), text(a[2]), pairs(a[3]), body(a, 4), a[a.length - 1]);
    }

    private int openCodec(String format, String way) {
        int codec = codecs.open(format, way);
        isolate.received(codecs.bytes(codec));
        return codec;
    }

    /** Of a name alone, or of a name and a key. */
    private int openDigest(Value[] a) {
        StackRoom.checkForLoading();
        return a.length == 1 ? digests.open(a[0].asString()) : digests.open(a[0].asString(), bytes(a, 1));
    }

    private static Body body(Value[] a, int at) {
        return switch (a[at].asInt()) {
            case 0 -> Body.NONE;
            case 1 -> new Body.Inline(bytes(a, at + 1));
            default -> Body.STREAMED;
        };
    }

    /** Bytes of a string, or of a buffer from an offset on. */
    private static byte[] bytes(Value[] a, int at) {
        var value = a[at];
        boolean part = a.length > at + 2 && value.hasBufferElements();
        return part ? GuestValues.bytes(value, a[at + 1].asInt(), a[at + 2].asInt()) : GuestValues.bytes(value);
    }

    /** A text that must fit into a frame. */
    private static String text(Value value) {
        var text = value.asString();
        if (text.length() > TEXT_MAX) {
            throw new IllegalArgumentException(
                    "%d characters are too many; %d may leave the isolate at once".formatted(text.length(), TEXT_MAX));
        }
        return text;
    }

    /** Names and values, each on a line of its own. */
    private static String[] pairs(Value lines) {
        var text = text(lines);
        return text.isEmpty() ? NO_HEADERS : text.split("\n", -1);
    }

    static int kind(Body body) {
        return switch (body) {
            case Body.None() -> 0;
            case Body.Inline(byte[] bytes) -> 1;
            case Body.Streamed() -> 2;
        };
    }

    static @Nullable Object buffer(Body body) {
        return body instanceof Body.Inline(byte[] bytes) ? GuestValues.buffer(bytes) : null;
    }

    private static @Nullable Object done(Runnable action) {
        action.run();
        return null;
    }
}
