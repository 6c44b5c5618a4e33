package dev.mayfly.flags.rule;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The one encoding that a value has in deterministic CBOR (RFC 8949, 4.2.1), where whole numbers are integers. */
final class Cbor {
    private static final int NATURAL = 0;
    private static final int NEGATIVE = 1;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int NULL = 0xf6;
    private static final int HALF = 0xf9;
    private static final int SINGLE = 0xfa;
    private static final int DOUBLE = 0xfb;
    private static final double TWO_TO_63 = 0x1p63;
    private static final double TWO_TO_64 = 0x1p64;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Cbor() {}

    static byte[] of(@Nullable Object value) {
        Cbor cbor = new Cbor();
        cbor.value(value);
        return cbor.out.toByteArray();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.write(NULL);
            case Boolean bool -> out.write(bool ? TRUE : FALSE);
            case String text -> text(text);
            case Double number -> number(number);
            case Float number -> number(number.doubleValue());
            case Number number -> whole(number.longValue());
            case List<?> list -> {
                head(ARRAY, list.size());
                list.forEach(this::value);
            }
            case Map<?, ?> map -> map(map);
            default -> text(value.toString());
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(TEXT, bytes.length);
        out.writeBytes(bytes);
    }

    private void map(Map<?, ?> map) {
        var sorted = new TreeMap<byte[], @Nullable Object>(Arrays::compareUnsigned);
        map.forEach((key, value) -> sorted.put(of(String.valueOf(key)), value));
        head(MAP, sorted.size());
        sorted.forEach((key, value) -> {
            out.writeBytes(key);
            value(value);
        });
    }

    private void whole(long number) {
        if (number < 0) head(NEGATIVE, -1 - number);
        else head(NATURAL, number);
    }

    private void number(double number) {
        boolean whole = number == Math.rint(number) && number >= -TWO_TO_63 && number < TWO_TO_64;
        if (!whole) real(number);
        else if (number < TWO_TO_63) whole((long) number);
        else head(NATURAL, (long) (number - TWO_TO_63) + Long.MIN_VALUE);
    }

    /** In the fewest bytes that hold it exactly. */
    private void real(double number) {
        float single = (float) number;
        if (single != number) {
            out.write(DOUBLE);
            bytes(Double.doubleToLongBits(number), Long.BYTES);
            return;
        }
        short half = Float.floatToFloat16(single);
        if (Float.float16ToFloat(half) == single) {
            out.write(HALF);
            bytes(half, Short.BYTES);
        } else {
            out.write(SINGLE);
            bytes(Float.floatToIntBits(single), Integer.BYTES);
        }
    }

    /** @param count unsigned */
    private void head(int type, long count) {
        int major = type << 5;
        if (count >= 0 && count < 24) {
            out.write(major | (int) count);
        } else if (count >= 0 && count <= 0xff) {
            out.write(major | 24);
            bytes(count, Byte.BYTES);
        } else if (count >= 0 && count <= 0xffff) {
            out.write(major | 25);
            bytes(count, Short.BYTES);
        } else if (count >= 0 && count <= 0xffff_ffffL) {
            out.write(major | 26);
            bytes(count, Integer.BYTES);
        } else {
            out.write(major | 27);
            bytes(count, Long.BYTES);
        }
    }

    private void bytes(long value, int count) {
        for (int shift = (count - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) out.write((int) (value >>> shift));
    }
}
