package dev.mayfly.edge.flags.rpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one message of Protocol Buffers. Values that stand for nothing are written all the same, as any reader takes them. */
final class ProtoWriter {
    private static final int NULL = 1;
    private static final int NUMBER = 2;
    private static final int STRING = 3;
    private static final int BOOL = 4;
    private static final int STRUCT = 5;
    private static final int LIST = 6;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ProtoWriter whole(int field, long value) {
        varint(field << 3);
        varint(value);
        return this;
    }

    ProtoWriter real(int field, double value) {
        varint(field << 3 | ProtoReader.FIXED64);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) out.write((int) (bits >>> shift));
        return this;
    }

    ProtoWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoWriter message(int field, ProtoWriter value) {
        return bytes(field, value.bytes());
    }

    /** A {@code google.protobuf.Struct}. */
    ProtoWriter struct(int field, Map<?, ?> value) {
        return message(field, struct(value));
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private ProtoWriter bytes(int field, byte[] value) {
        varint(field << 3 | ProtoReader.LENGTH);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static ProtoWriter struct(Map<?, ?> value) {
        ProtoWriter struct = new ProtoWriter();
        value.forEach((key, part) ->
                struct.message(1, new ProtoWriter().text(1, String.valueOf(key)).message(2, value(part))));
        return struct;
    }

    private static ProtoWriter value(@Nullable Object value) {
        ProtoWriter written = new ProtoWriter();
        return switch (value) {
            case null -> written.whole(NULL, 0);
            case Number number -> written.real(NUMBER, number.doubleValue());
            case Boolean bool -> written.whole(BOOL, bool ? 1 : 0);
            case Map<?, ?> map -> written.message(STRUCT, struct(map));
            case List<?> list -> {
                ProtoWriter all = new ProtoWriter();
                list.forEach(part -> all.message(1, value(part)));
                yield written.message(LIST, all);
            }
            default -> written.text(STRING, value.toString());
        };
    }
}
