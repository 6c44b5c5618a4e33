package dev.mayfly.isolates.worker.web.multibyte;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A table of the encoding standard: which character has which number. Written by the build. */
final class Index {
    /** Of characters outside of the basic plane, all of which are ideographs of plane 2, the lower half; no character of ours is as low. */
    static final int PLANE_2 = 0x20000;

    private static final int PLANE_2_FLAG_BYTES = 8;

    private final byte[] units;
    private final int count;

    private Index(byte[] units, int count) {
        this.units = units;
        this.count = count;
    }

    /** Two bytes for each number; behind them, for numbers outside of the basic plane, a bit each. */
    static Index load(String name) {
        try (var in = Index.class.getResourceAsStream("/encodings/" + name + ".index")) {
            if (in == null) throw new IllegalStateException("the jar lacks encodings/" + name + ".index");
            var units = in.readAllBytes();
            return new Index(units, units.length * PLANE_2_FLAG_BYTES / (2 * PLANE_2_FLAG_BYTES + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code point of a number; 0: it stands for none. */
    int codePoint(int number) {
        if (number < 0 || number >= count) return 0;
        int unit = (units[2 * number] & 0xFF) << 8 | (units[2 * number + 1] & 0xFF);
        boolean high = (units[2 * count + (number >> 3)] >> (number & 7) & 1) != 0;
        return high ? PLANE_2 | unit : unit;
    }

    int size() {
        return count;
    }
}
