package dev.mayfly.isolates.worker.html;

import java.util.Arrays;

/** The text of a stream of UTF-8 that comes in pieces, cut anywhere. */
final class StreamedText {
    private static final Characters UTF_8 = new Characters.Utf8();
    private static final byte[] NOTHING = {};

    /** The beginning of a character. */
    private byte[] left = NOTHING;

    /** The whole characters that a piece makes with what was left of the one before. */
    String take(byte[] piece) {
        var all = Arrays.copyOf(left, left.length + piece.length);
        System.arraycopy(piece, 0, all, left.length, piece.length);
        int whole = UTF_8.whole(all, 0, all.length);
        left = Arrays.copyOfRange(all, whole, all.length);
        return UTF_8.decode(all, 0, whole);
    }

    /** What a stream that ends in the middle of a character leaves. */
    String rest() {
        var rest = UTF_8.decode(left, 0, left.length);
        left = NOTHING;
        return rest;
    }
}
