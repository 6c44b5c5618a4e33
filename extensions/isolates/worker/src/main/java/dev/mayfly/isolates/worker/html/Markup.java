package dev.mayfly.isolates.worker.html;

import java.util.Locale;

/** What single bytes and names mean in HTML. Names are ASCII where they mean anything, so bytes are compared. */
final class Markup {
    private Markup() {}

    static boolean isSpace(int b) {
        return b == ' ' || b == '\n' || b == '\t' || b == '\f' || b == '\r';
    }

    static boolean isLetter(int b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }

    /** Whether a name is over here. */
    static boolean endsName(int b) {
        return isSpace(b) || b == '/' || b == '>';
    }

    /** Whether {@code text}, which is in lower case, stands there in any case of letters. */
    static boolean stands(String text, byte[] bytes, int at, int limit) {
        return limit - at >= text.length() && begins(text, bytes, at, limit);
    }

    /** Whether what stands there could become {@code text}, which is in lower case. */
    static boolean begins(String text, byte[] bytes, int at, int limit) {
        int length = Math.min(text.length(), limit - at);
        for (int i = 0; i < length; i++) {
            int b = bytes[at + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != text.charAt(i)) return false;
        }
        return true;
    }

    /** Letters of ASCII in lower case, all others as they are. */
    static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') return lowered(text);
        }
        return text;
    }

    private static String lowered(String text) {
        boolean ascii = text.chars().allMatch(c -> c < 128);
        if (ascii) return text.toLowerCase(Locale.ROOT);
        var lower = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') lower.setCharAt(i, (char) (c + 32));
        }
        return lower.toString();
    }

    /** Text as content of an element. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
