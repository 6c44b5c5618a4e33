package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Message.Level;
import dev.mayfly.isolates.worker.engine.GuestContext;
import dev.mayfly.isolates.worker.engine.GuestValues;
import dev.mayfly.isolates.worker.web.WebFunctions;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** The object {@code host} that the prelude of one isolate speaks to. It never reaches the guest's own code. */
final class HostFunctions implements ProxyObject {
    private static final Level[] LEVELS = Level.values();
    private static final String[] NO_HEADERS = {};
    private static final int TEXT_MAX = 128 << 10;

    private final Isolate isolate;
    private final GuestContext context;
    private final Streams streams;
    private final Calls calls;
    private final Clock clock;

    HostFunctions(Isolate isolate, GuestContext context, Streams streams, Calls calls, Clock clock) {
        this.isolate = isolate;
        this.context = context;
        this.streams = streams;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public @Nullable Object getMember(String name) {
        return switch (name) {
            case "web" -> WebFunctions.shared();
            case "limits" -> limits();
            default -> function(name);
        };
    }

    private @Nullable ProxyExecutable function(String name) {
        return switch (name) {
            case "part" -> a -> context.part(a[0].asString());
            case "respond" -> guarded(this::respond);
            case "write" -> guarded(a -> streams.write(a[0].asInt(), bytes(a, 1)));
            case "end" -> guarded(a -> done(() -> streams.end(a[0].asInt())));
            case "fail" -> guarded(a -> done(() -> streams.fail(a[0].asInt())));
            case "onWritable" -> guarded(a -> done(() -> streams.onWritable(a[0].asInt(), a[1])));
            case "read" -> guarded(a -> done(() -> streams.read(a[0].asInt(), a[1])));
            case "stopReading" -> guarded(a -> done(() -> streams.stopReading(a[0].asInt())));
            case "fetch" -> guarded(this::fetch);
            case "call" -> guarded(a -> calls.method(text(a[0]), text(a[1]), text(a[2]), a[3]));
            case "hangUp" -> guarded(a -> done(() -> calls.hangUp(a[0].asInt())));
            case "setTimer" -> guarded(a -> clock.set(a[0].asDouble(), a[1]));
            case "clearTimer" -> guarded(a -> done(() -> clock.clear(a[0].asInt())));
            case "now" -> a -> (double) System.currentTimeMillis();
            case "performanceNow" -> a -> (double) clock.sinceStartMs();
            case "log" -> guarded(a -> done(() -> isolate.log(LEVELS[a[0].asInt()], a[1].asString())));
            case "exhausted" ->
                guarded(a -> done(() -> isolate.exhaust(a[0].asString(), a[1].asLong(), a[2].asLong())));
            case "finished" -> guarded(a -> done(() -> isolate.finish(Ending.OK)));
            case "failed" -> guarded(a -> done(() -> isolate.failed(a[0].asString(), a[1])));
            default -> null;
        };
    }

    private ProxyObject limits() {
        var bounds = isolate.bounds();
        return ProxyObject.fromMap(Map.of(
                "bufferedBodyBytes", bounds.bufferedBodyBytes(),
                "heapBytes", bounds.heapBytes(),
                "openStreams", bounds.openStreams()));
    }

    private @Nullable Object respond(Value[] a) {
        isolate.respond(a[0].asInt(), text(a[1]), pairs(a[2]), body(a, 3));
        return null;
    }

    private Object fetch(Value[] a) {
        return calls.fetch(text(a[0]), text(a[1]), text(a[2]), pairs(a[3]), body(a, 4), a[a.length - 1]);
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

    private static ProxyExecutable guarded(ProxyExecutable function) {
        return arguments -> {
            StackRoom.check();
            return function.execute(arguments);
        };
    }

    private static @Nullable Object done(Runnable action) {
        action.run();
        return null;
    }

    @Override
    public Object getMemberKeys() {
        return new Object[0];
    }

    @Override
    public boolean hasMember(String name) {
        return getMember(name) != null;
    }

    @Override
    public void putMember(String name, Value value) {
        throw new UnsupportedOperationException("the host takes no members");
    }
}
