package dev.mayfly.edge.flags.rpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one message of Protocol Buffers, field by field; what it holds is hostile until proven. */
final class ProtoReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;

    private static final int DEPTH_MAX = 64;

    /** It is no such message. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }
    }

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private int wire;

    ProtoReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ProtoReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Goes on to the next field, and says whether there is one. */
    boolean next() throws Unreadable {
        if (at >= end) return false;
        long tag = varint();
        field = (int) (tag >>> 3);
        wire = (int) (tag & 7);
        return true;
    }

    int field() {
        return field;
    }

    String text() throws Unreadable {
        ProtoReader part = part();
        return new String(bytes, part.at, part.end - part.at, StandardCharsets.UTF_8);
    }

    /** A {@code google.protobuf.Struct}. */
    Map<String, @Nullable Object> struct() throws Unreadable {
        return part().fields(0);
    }

    void skip() throws Unreadable {
        switch (wire) {
            case VARINT -> varint();
            case FIXED64 -> forward(Long.BYTES);
            case FIXED32 -> forward(Integer.BYTES);
            case LENGTH -> part();
            default -> throw new Unreadable("a field of wire type " + wire);
        }
    }

    private Map<String, @Nullable Object> fields(int depth) throws Unreadable {
        if (depth > DEPTH_MAX) throw new Unreadable("it nests more than %d deep".formatted(DEPTH_MAX));
        Map<String, @Nullable Object> all = new HashMap<>();
        while (next()) {
            if (field != 1) {
                skip();
                continue;
            }
            ProtoReader entry = part();
            String key = "";
            Object value = null;
            while (entry.next()) {
                switch (entry.field) {
                    case 1 -> key = entry.text();
                    case 2 -> value = entry.part().value(depth + 1);
                    default -> entry.skip();
                }
            }
            all.put(key, value);
        }
        return all;
    }

    private @Nullable Object value(int depth) throws Unreadable {
        Object value = null;
        while (next()) {
            switch (field) {
                case 1 -> {
                    varint();
                    value = null;
                }
                case 2 -> value = number();
                case 3 -> value = text();
                case 4 -> value = varint() != 0;
                case 5 -> value = part().fields(depth + 1);
                case 6 -> value = part().list(depth + 1);
                default -> skip();
            }
        }
        return value;
    }

    private List<@Nullable Object> list(int depth) throws Unreadable {
        if (depth > DEPTH_MAX) throw new Unreadable("it nests more than %d deep".formatted(DEPTH_MAX));
        List<@Nullable Object> all = new ArrayList<>();
        while (next()) {
            if (field == 1) all.add(part().value(depth));
            else skip();
        }
        return all;
    }

    /** Whole where it is, as JSON has it too. */
    private Object number() throws Unreadable {
        int from = at;
        forward(Double.BYTES);
        long bits = 0;
        for (int i = Double.BYTES - 1; i >= 0; i--) bits = bits << Byte.SIZE | (bytes[from + i] & 0xff);
        double value = Double.longBitsToDouble(bits);
        long whole = (long) value;
        return whole == value ? (Object) whole : (Object) value;
    }

    private ProtoReader part() throws Unreadable {
        if (wire != LENGTH) throw new Unreadable("a field of wire type %d where a length belongs".formatted(wire));
        long length = varint();
        if (length < 0 || length > end - at) throw new Unreadable("a field that is longer than its message");
        ProtoReader part = new ProtoReader(bytes, at, at + (int) length);
        at += (int) length;
        return part;
    }

    private void forward(int count) throws Unreadable {
        if (count > end - at) throw new Unreadable("it is cut off");
        at += count;
    }

    private long varint() throws Unreadable {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at >= end) throw new Unreadable("it is cut off");
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) return value;
        }
        throw new Unreadable("a number of more than 64 bits");
    }
}
