package dev.mayfly.isolates.worker.web.multibyte;

import dev.mayfly.isolates.guard.Poll;
import org.jspecify.annotations.Nullable;

/** An encoding whose decoder needs to know nothing but the bytes from a place on. */
abstract sealed class Multibyte implements Decoder permits Big5, EucJp, EucKr, Gb18030, ShiftJis {
    /** What {@link #read} answers where a character is not all there. */
    static final int UNFINISHED = 0;

    /**
     * Appends the character at a place.
     *
     * @return how many bytes it has; negative: so many are malformed and stand for one replacement character
     */
    abstract int read(byte[] in, int at, StringBuilder out);

    @Override
    public final @Nullable String decode(byte[] bytes, boolean fatal, boolean more, int mode) {
        var out = new StringBuilder(bytes.length + 1).append('\0');
        int at = 0;
        for (int turn = 0; at < bytes.length; turn++) {
            Poll.at(turn);
            if (bytes[at] >= 0) {
                out.append((char) bytes[at++]);
                continue;
            }
            int length = read(bytes, at, out);
            if (length == UNFINISHED && more) break;
            if (length > 0) {
                at += length;
                continue;
            }
            if (fatal) return null;
            out.append('\uFFFD');
            at += length == UNFINISHED ? bytes.length - at : -length;
        }
        out.setCharAt(0, (char) (bytes.length - at));
        return out.toString();
    }

    /**
     * Appends a character whose bytes are all there.
     *
     * @param codePoint 0 if there is no such character
     * @return what {@link #read} answers: of a malformed one, a last byte of ASCII is looked at anew
     */
    static int ended(int codePoint, int bytes, byte last, StringBuilder out) {
        if (codePoint == 0) return last >= 0 ? 1 - bytes : -bytes;
        out.appendCodePoint(codePoint);
        return bytes;
    }

    static boolean within(int value, int from, int to) {
        return value >= from && value <= to;
    }
}
