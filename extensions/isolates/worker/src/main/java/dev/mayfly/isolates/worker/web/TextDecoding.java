package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.guard.Poll;
import dev.mayfly.isolates.worker.web.multibyte.Decoders;
import org.jspecify.annotations.Nullable;

/** The encodings of TextDecoder. */
record TextDecoding(Encodings encodings, Decoders multibyte) {
    /**
     * Decodes a piece of a stream. Byte order marks are left in.
     *
     * @param how letters: f fail on what is malformed, m more will follow
     * @param mode what the piece before was answered with; 0 at the start
     * @return a character that counts the bytes at the end that were left for the next piece, with the mode in its upper half, then the text;
     *     null: malformed
     */
    @Nullable
    String decode(String encoding, String how, byte[] bytes, int mode) {
        boolean fatal = how.indexOf('f') >= 0, more = how.indexOf('m') >= 0;
        return switch (encoding) {
            case "utf-8" -> utf8(bytes, fatal, more);
            case "utf-16le" -> utf16(bytes, 1, fatal, more);
            case "utf-16be" -> utf16(bytes, 0, fatal, more);
            case "x-user-defined" -> userDefined(bytes);
            default ->
                multibyte.has(encoding)
                        ? multibyte.decode(encoding, bytes, fatal, more, mode)
                        : singleByte(encoding, bytes, fatal);
        };
    }

    private static @Nullable String utf8(byte[] bytes, boolean fatal, boolean more) {
        int left = more ? Utf8.unfinished(bytes) : 0;
        byte[] whole = left == 0 ? bytes : java.util.Arrays.copyOf(bytes, bytes.length - left);
        String text = fatal ? Utf8.decodeStrictly(whole) : Utf8.decode(whole);
        return text == null ? null : (char) left + text;
    }

    private static @Nullable String utf16(byte[] bytes, int high, boolean fatal, boolean more) {
        StringBuilder out = new StringBuilder(bytes.length / 2 + 2).append('\0');
        int at = 0;
        for (; at + 1 < bytes.length; at += 2) {
            Poll.at(at);
            char c = unit(bytes, at, high);
            if (!Character.isSurrogate(c)) {
                out.append(c);
                continue;
            }
            boolean first = Character.isHighSurrogate(c);
            if (first && more && at + 3 >= bytes.length) break;
            if (first && at + 3 < bytes.length && Character.isLowSurrogate(unit(bytes, at + 2, high))) {
                out.append(c).append(unit(bytes, at + 2, high));
                at += 2;
            } else if (fatal) {
                return null;
            } else if (first && at + 3 == bytes.length) {
                // A lone half and an odd byte at the very end are one error, not two.
                at = bytes.length;
                out.append('\uFFFD');
                break;
            } else {
                out.append('\uFFFD');
            }
        }
        int left = bytes.length - at;
        if (left > 0 && !more) {
            if (fatal) return null;
            out.append('\uFFFD');
            left = 0;
        }
        out.setCharAt(0, (char) left);
        return out.toString();
    }

    /** @param high which of the two bytes is the higher one */
    private static char unit(byte[] bytes, int at, int high) {
        return (char) ((bytes[at + high] & 0xFF) << 8 | bytes[at + 1 - high] & 0xFF);
    }

    private @Nullable String singleByte(String encoding, byte[] bytes, boolean fatal) {
        String upperHalf = encodings.upperHalves().get(encoding);
        if (upperHalf == null) throw new IllegalArgumentException("no encoding " + encoding);
        StringBuilder out = new StringBuilder(bytes.length + 1).append('\0');
        for (int i = 0; i < bytes.length; i++) {
            Poll.at(i);
            char c = bytes[i] >= 0 ? (char) bytes[i] : upperHalf.charAt(bytes[i] & 0x7F);
            if (fatal && c == '\uFFFD') return null;
            out.append(c);
        }
        return out.toString();
    }

    /** Bytes above ASCII as the private characters U+F780 to U+F7FF. */
    private static String userDefined(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length + 1).append('\0');
        for (int i = 0; i < bytes.length; i++) {
            Poll.at(i);
            out.append((char) (bytes[i] >= 0 ? bytes[i] : 0xF700 | bytes[i] & 0xFF));
        }
        return out.toString();
    }
}
