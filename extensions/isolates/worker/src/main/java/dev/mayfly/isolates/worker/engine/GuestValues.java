package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.builtins.JSArrayBuffer;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Value;

/** Bytes on their way between an isolate and the worker. */
public final class GuestValues {
    private static final byte[] NONE = {};

    private GuestValues() {}

    /** An ArrayBuffer of the context that this thread is in, around {@code bytes}: the array is the guest's from now on. */
    public static Object buffer(byte[] bytes) {
        var realm = JSRealm.get(null);
        return JSArrayBuffer.createArrayBuffer(realm.getContext(), realm, bytes);
    }

    /** The bytes of a string (UTF-8), of an ArrayBuffer, or of a view on one. */
    public static byte[] bytes(Value value) {
        if (value.isString()) return value.asString().getBytes(StandardCharsets.UTF_8);
        if (value.isNull()) return NONE;
        if (value.hasBufferElements()) return bytes(value, 0, (int) value.getBufferSize());
        return bytes(
                value.getMember("buffer"),
                value.getMember("byteOffset").asInt(),
                value.getMember("byteLength").asInt());
    }

    /** A part of an ArrayBuffer. A guest may have said anything of where it lies, so that is checked before memory is taken. */
    public static byte[] bytes(Value buffer, int offset, int length) {
        if (offset < 0 || length < 0 || (long) offset + length > buffer.getBufferSize())
            throw new IllegalArgumentException("not a part of a buffer");
        var bytes = new byte[length];
        buffer.readBuffer(offset, bytes, 0, length);
        return bytes;
    }
}
