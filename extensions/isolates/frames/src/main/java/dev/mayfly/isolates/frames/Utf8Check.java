package dev.mayfly.isolates.frames;

/** Whether bytes that come in pieces are UTF-8: well-formed as Unicode has it (table 3-7), told at the first byte that is not. */
final class Utf8Check {
    private int missing;
    private int lowest = 0x80;
    private int highest = 0xbf;

    /** Takes the next bytes; false: no text begins like this. */
    boolean take(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (missing == 0 && bytes[i] >= 0) continue;
            if (!take(bytes[i] & 0xff)) return false;
        }
        return true;
    }

    /** Whether the text may end here; then the next one may begin. */
    boolean atEnd() {
        return missing == 0;
    }

    private boolean take(int b) {
        if (missing > 0) {
            if (b < lowest || b > highest) return false;
            missing--;
            lowest = 0x80;
            highest = 0xbf;
            return true;
        }
        if (b < 0x80) return true;
        if (b < 0xc2 || b > 0xf4) return false;
        missing = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
        if (b == 0xe0) lowest = 0xa0;
        if (b == 0xed) highest = 0x9f;
        if (b == 0xf0) lowest = 0x90;
        if (b == 0xf4) highest = 0x8f;
        return true;
    }
}
