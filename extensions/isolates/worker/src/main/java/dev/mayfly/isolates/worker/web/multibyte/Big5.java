package dev.mayfly.isolates.worker.web.multibyte;

/** Chinese of Taiwan and Hong Kong. */
final class Big5 extends Multibyte {
    private static final int ROW = 157;

    private final Index index;

    Big5(Index index) {
        this.index = index;
    }

    @Override
    int read(byte[] in, int at, StringBuilder out) {
        int first = in[at] & 0xFF;
        if (!within(first, 0x81, 0xFE)) return -1;
        if (at + 1 == in.length) return UNFINISHED;
        int second = in[at + 1] & 0xFF;
        boolean trail = within(second, 0x40, 0x7E) || within(second, 0xA1, 0xFE);
        int number = (first - 0x81) * ROW + second - (second < 0x7F ? 0x40 : 0x62);
        var pair = trail ? pair(number) : "";
        if (pair.isEmpty()) return ended(trail ? index.codePoint(number) : 0, 2, in[at + 1], out);
        out.append(pair);
        return 2;
    }

    /** Four numbers stand for a letter and an accent. */
    private static String pair(int number) {
        return switch (number) {
            case 1133 -> "\u00CA\u0304";
            case 1135 -> "\u00CA\u030C";
            case 1164 -> "\u00EA\u0304";
            case 1166 -> "\u00EA\u030C";
            default -> "";
        };
    }
}
