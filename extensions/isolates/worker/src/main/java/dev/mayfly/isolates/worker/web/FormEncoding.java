package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.guard.Poll;
import java.nio.charset.StandardCharsets;

/** Names and values of application/x-www-form-urlencoded, as URLSearchParams reads and writes them. */
final class FormEncoding {
    private FormEncoding() {}

    static String decode(String text) {
        return Utf8.decode(PercentSet.decode(text.replace('+', ' ')));
    }

    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            Poll.at(out.length());
            if (b == ' ') out.append('+');
            else if (isPlain(b)) out.append((char) b);
            else PercentSet.appendByte(out, b);
        }
        return out.toString();
    }

    private static boolean isPlain(byte b) {
        return Url.isAlpha(b) || (b >= '0' && b <= '9') || b == '*' || b == '-' || b == '.' || b == '_';
    }
}
