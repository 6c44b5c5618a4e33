package dev.mayfly.isolates.worker.web.multibyte;

/** Japanese of Unix. */
final class EucJp extends Multibyte {
    private static final int ROW = 94;
    private static final int KATAKANA = 0x8E, RARE = 0x8F;

    private final Index common;
    private final Index rare;

    EucJp(Index common, Index rare) {
        this.common = common;
        this.rare = rare;
    }

    @Override
    int read(byte[] in, int at, StringBuilder out) {
        int first = in[at] & 0xFF;
        if (first != KATAKANA && first != RARE && !within(first, 0xA1, 0xFE)) return -1;
        if (at + 1 == in.length) return UNFINISHED;
        int second = in[at + 1] & 0xFF;
        if (first == KATAKANA) {
            int half = within(second, 0xA1, 0xDF) ? 0xFF61 - 0xA1 + second : 0;
            return ended(half, 2, in[at + 1], out);
        }
        if (first != RARE) return ended(codePoint(common, first, second), 2, in[at + 1], out);
        if (!within(second, 0xA1, 0xFE)) return ended(0, 2, in[at + 1], out);
        if (at + 2 == in.length) return UNFINISHED;
        return ended(codePoint(rare, second, in[at + 2] & 0xFF), 3, in[at + 2], out);
    }

    private static int codePoint(Index index, int lead, int trail) {
        return within(trail, 0xA1, 0xFE) ? index.codePoint((lead - 0xA1) * ROW + trail - 0xA1) : 0;
    }
}
