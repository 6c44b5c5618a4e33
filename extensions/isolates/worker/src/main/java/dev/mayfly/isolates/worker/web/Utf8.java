package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.guard.Poll;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * UTF-8 as the encoding standard decodes it. The JDK does the work; only where it met something malformed is the text decoded
 * again by the standard's own steps, because the two count replacement characters differently in places.
 */
final class Utf8 {
    private Utf8() {}

    static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : slowly(bytes);
    }

    /** As {@link #decode}, without a byte order mark at the start. */
    static String decodeWithoutMark(byte[] bytes) {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return decode(marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes);
    }

    /** The text, or null if anything is malformed. */
    static @Nullable String decodeStrictly(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) return text;
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? text : null;
    }

    /** How many bytes at the end begin a character that the rest of a stream may complete. */
    static int unfinished(byte[] bytes) {
        int end = bytes.length;
        for (int back = 1; back <= 3 && back <= end; back++) {
            int lead = bytes[end - back] & 0xFF;
            if (lead < 0x80) return 0;
            if (lead < 0xC0) continue;
            int needed = lead >= 0xF5 || lead < 0xC2 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
            if (needed <= back) return 0;
            return back == 1 || followed(lead, bytes[end - back + 1] & 0xFF) ? back : 0;
        }
        return 0;
    }

    private static boolean followed(int lead, int next) {
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return next >= low && next <= high;
    }

    private static String slowly(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        int needed = 0, seen = 0, codePoint = 0, low = 0x80, high = 0xBF;
        for (int i = 0; i < bytes.length; i++) {
            Poll.at(i);
            int b = bytes[i] & 0xFF;
            if (needed == 0) {
                if (b < 0x80) {
                    out.append((char) b);
                } else if (b >= 0xC2 && b <= 0xF4) {
                    needed = b >= 0xF0 ? 3 : b >= 0xE0 ? 2 : 1;
                    codePoint = b & (0x3F >> needed);
                    low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
                    high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
                } else {
                    out.append('\uFFFD');
                }
                continue;
            }
            if (b < low || b > high) {
                out.append('\uFFFD');
                needed = seen = 0;
                low = 0x80;
                high = 0xBF;
                i--;
                continue;
            }
            low = 0x80;
            high = 0xBF;
            codePoint = codePoint << 6 | b & 0x3F;
            if (++seen == needed) {
                out.appendCodePoint(codePoint);
                needed = seen = 0;
            }
        }
        if (needed > 0) out.append('\uFFFD');
        return out.toString();
    }
}
