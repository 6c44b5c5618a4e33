package dev.mayfly.isolates.worker.web.multibyte;

import org.jspecify.annotations.Nullable;

/** Makes text of bytes, a piece of a stream at a time. */
interface Decoder {
    /** Where a decoder's memory of what it is in lies in the first character of an answer. */
    int MODE_SHIFT = 8;

    /**
     * Decodes a piece.
     *
     * @param more whether more will follow
     * @param mode what the piece before was answered with
     * @return a character with the count of bytes at the end that were left for the next piece and the mode from then on, then the text;
     *     null: malformed, and {@code fatal}
     */
    @Nullable
    String decode(byte[] bytes, boolean fatal, boolean more, int mode);
}
