package dev.mayfly.isolates.worker.web.multibyte;

/** Korean. */
final class EucKr extends Multibyte {
    private static final int ROW = 190;

    private final Index index;

    EucKr(Index index) {
        this.index = index;
    }

    @Override
    int read(byte[] in, int at, StringBuilder out) {
        int first = in[at] & 0xFF;
        if (!within(first, 0x81, 0xFE)) return -1;
        if (at + 1 == in.length) return UNFINISHED;
        int second = in[at + 1] & 0xFF;
        boolean trail = within(second, 0x41, 0xFE);
        return ended(trail ? index.codePoint((first - 0x81) * ROW + second - 0x41) : 0, 2, in[at + 1], out);
    }
}
