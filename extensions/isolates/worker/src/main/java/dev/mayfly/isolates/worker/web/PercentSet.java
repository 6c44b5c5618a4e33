package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.guard.Poll;
import java.nio.charset.StandardCharsets;

/** A percent-encode set of the URL standard: which code points are written as %XX. Everything outside of ASCII is. */
enum PercentSet {
    CONTROL(""),
    FRAGMENT(" \"<>`"),
    QUERY(" \"#<>"),
    SPECIAL_QUERY(QUERY.chars + "'"),
    PATH(QUERY.chars + "?^`{}"),
    USERINFO(PATH.chars + "/:;=@[\\]|");

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private final String chars;
    private final boolean[] encoded = new boolean[0x7F];

    PercentSet(String chars) {
        this.chars = chars;
        for (int c = 0; c < 0x20; c++) encoded[c] = true;
        for (int i = 0; i < chars.length(); i++) encoded[chars.charAt(i)] = true;
    }

    /** Appends one code point, encoded if it is in the set. */
    void append(StringBuilder out, int codePoint) {
        if (codePoint < 0x7F && !encoded[codePoint]) {
            out.append((char) codePoint);
            return;
        }
        if (codePoint < 0x80) {
            appendByte(out, codePoint);
            return;
        }
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) appendByte(out, b);
    }

    String encode(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            Poll.at(out.length());
            append(out, c);
        });
        return out.toString();
    }

    static void appendByte(StringBuilder out, int b) {
        out.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
    }

    /** The bytes of a text in which each valid %XX stands for one. */
    static byte[] decode(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        int to = 0;
        for (int from = 0; from < in.length; from++) {
            Poll.at(from);
            int high = in[from] == '%' && from + 2 < in.length ? Character.digit(in[from + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[from + 2], 16) : -1;
            if (low >= 0) {
                in[to++] = (byte) (high << 4 | low);
                from += 2;
            } else {
                in[to++] = in[from];
            }
        }
        return java.util.Arrays.copyOf(in, to);
    }
}
