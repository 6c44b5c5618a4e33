package dev.mayfly.isolates.worker.web.multibyte;

import org.jspecify.annotations.Nullable;

/** Chinese: characters of two bytes in an index, all others of Unicode as four bytes. */
final class Gb18030 extends Multibyte {
    private static final int ROW = 190;
    private static final int BASIC_PLANE_END = 39420, PLANES_START = 189000;
    /** The one number of four bytes that is out of line. */
    private static final int OUT_OF_LINE = 7457, OUT_OF_LINE_CHAR = 0xE7C7;
    /** At whose place in line that one is. */
    private static final int STANDS_IN = 0x1E3F;

    private static final String ONCE_TAKEN = "\uE78D\uE78E\uE78F\uE790\uE791\uE792\uE793\uE794\uE795\uE796"
            + "\uE81E\uE826\uE82B\uE82C\uE832\uE843\uE854\uE864";

    private final Index index;
    /** Characters of the basic plane without a number in the index, in their order: numbers of four bytes count them. */
    private volatile char @Nullable [] others;

    Gb18030(Index index) {
        this.index = index;
    }

    /** Counted when they are first asked for: few texts have characters of four bytes. */
    private char[] others() {
        var known = others;
        if (known == null) others = known = others(index);
        return known;
    }

    private static char[] others(Index index) {
        var taken = new boolean[0x10000];
        for (int i = 0; i < index.size(); i++) {
            int c = index.codePoint(i);
            if (c < taken.length) taken[c] = true;
        }
        // Four bytes stayed as they were when the edition of 2022 gave these characters two bytes, at the place of
        // private ones.
        for (int c = 0x9FB4; c <= 0x9FBB; c++) taken[c] = false;
        for (int c = 0xFE10; c <= 0xFE19; c++) taken[c] = false;
        for (int i = 0; i < ONCE_TAKEN.length(); i++) taken[ONCE_TAKEN.charAt(i)] = true;
        for (int c = 0xD800; c <= 0xE765; c++) taken[c] = true;
        taken[STANDS_IN] = false;
        taken[OUT_OF_LINE_CHAR] = true;
        var others = new char[BASIC_PLANE_END];
        int count = 0;
        for (int c = 0x80; c < taken.length && count < others.length; c++) if (!taken[c]) others[count++] = (char) c;
        return others;
    }

    @Override
    int read(byte[] in, int at, StringBuilder out) {
        int first = in[at] & 0xFF;
        if (first == 0x80) {
            out.append('€');
            return 1;
        }
        if (first == 0xFF) return -1;
        if (at + 1 == in.length) return UNFINISHED;
        int second = in[at + 1] & 0xFF;
        if (within(second, 0x30, 0x39)) return four(in, at, out);
        boolean trail = within(second, 0x40, 0xFE) && second != 0x7F;
        int number = (first - 0x81) * ROW + second - (second < 0x7F ? 0x40 : 0x41);
        return ended(trail ? index.codePoint(number) : 0, 2, in[at + 1], out);
    }

    private int four(byte[] in, int at, StringBuilder out) {
        if (at + 2 == in.length) return UNFINISHED;
        int third = in[at + 2] & 0xFF;
        if (!within(third, 0x81, 0xFE)) return -1;
        if (at + 3 == in.length) return UNFINISHED;
        int fourth = in[at + 3] & 0xFF;
        if (!within(fourth, 0x30, 0x39)) return -1;
        int number = (((in[at] & 0xFF) - 0x81) * 10 + (in[at + 1] & 0xFF) - 0x30) * 1260
                + (third - 0x81) * 10
                + fourth
                - 0x30;
        int codePoint = ofFour(number);
        if (codePoint < 0) return -4;
        out.appendCodePoint(codePoint);
        return 4;
    }

    private int ofFour(int number) {
        if (number == OUT_OF_LINE) return OUT_OF_LINE_CHAR;
        if (number >= PLANES_START) {
            int codePoint = 0x10000 + number - PLANES_START;
            return codePoint <= Character.MAX_CODE_POINT ? codePoint : -1;
        }
        var counted = others();
        return number < counted.length ? counted[number] : -1;
    }
}
