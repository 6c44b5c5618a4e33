package dev.mayfly.isolates.worker.web.multibyte;

/** Japanese of Windows. */
final class ShiftJis extends Multibyte {
    private static final int ROW = 188;
    /** Numbers of characters that users made, which lie in a row among Unicode's private ones. */
    private static final int PRIVATE_FROM = 8836, PRIVATE_TO = 10715;

    private final Index index;

    ShiftJis(Index index) {
        this.index = index;
    }

    @Override
    int read(byte[] in, int at, StringBuilder out) {
        int first = in[at] & 0xFF;
        if (first == 0x80) {
            out.append('\u0080');
            return 1;
        }
        if (within(first, 0xA1, 0xDF)) {
            out.append((char) (0xFF61 - 0xA1 + first));
            return 1;
        }
        if (!within(first, 0x81, 0x9F) && !within(first, 0xE0, 0xFC)) return -1;
        if (at + 1 == in.length) return UNFINISHED;
        int second = in[at + 1] & 0xFF;
        boolean trail = within(second, 0x40, 0x7E) || within(second, 0x80, 0xFC);
        int row = first - (first < 0xA0 ? 0x81 : 0xC1);
        int number = row * ROW + second - (second < 0x7F ? 0x40 : 0x41);
        return ended(trail ? codePoint(number) : 0, 2, in[at + 1], out);
    }

    private int codePoint(int number) {
        boolean isPrivate = within(number, PRIVATE_FROM, PRIVATE_TO);
        return isPrivate ? 0xE000 - PRIVATE_FROM + number : index.codePoint(number);
    }
}
