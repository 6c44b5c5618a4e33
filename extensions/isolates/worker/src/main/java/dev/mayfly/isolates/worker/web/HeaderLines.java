package dev.mayfly.isolates.worker.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Headers that an author gave as an object, made into the lines that cross to the host: RFC 9110 names and values as Fetch has them. */
final class HeaderLines {
    private static final int HEADERS_MAX = 1000;
    private static final int CHARS_MAX = 131_072;

    private HeaderLines() {}

    /**
     * Names in lower case and values without the white space around them, a line each.
     *
     * @param pairs names and values, each followed by U+0000
     * @param count how many names there are
     * @param mime the content type unless one of them says it; empty: none
     * @return null where one of them is no header, or there are too many
     */
    static @Nullable String of(String pairs, int count, String mime) {
        if (count > HEADERS_MAX || pairs.length() > CHARS_MAX) return null;
        var lines = new StringBuilder(pairs.length() + mime.length() + 16);
        boolean typed = mime.isEmpty();
        int at = 0;
        for (int i = 0; i < count; i++) {
            int name = pairs.indexOf('\0', at);
            int value = name < 0 ? -1 : pairs.indexOf('\0', name + 1);
            if (value < 0 || !isToken(pairs, at, name)) return null;
            var key = pairs.substring(at, name).toLowerCase(Locale.ROOT);
            if (!append(lines, key, pairs, name + 1, value)) return null;
            typed |= key.equals("content-type");
            at = value + 1;
        }
        if (at != pairs.length()) return null;
        if (!typed) lines.append("content-type\n").append(mime).append('\n');
        lines.setLength(lines.length() - 1);
        return lines.toString();
    }

    private static boolean append(StringBuilder lines, String key, String pairs, int from, int to) {
        while (from < to && isSpace(pairs.charAt(from))) from++;
        while (to > from && isSpace(pairs.charAt(to - 1))) to--;
        for (int i = from; i < to; i++) {
            char c = pairs.charAt(i);
            if (c > 0xff || c == 0x7f || (c < ' ' && c != '\t')) return false;
        }
        lines.append(key).append('\n').append(pairs, from, to).append('\n');
        return true;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isToken(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && "!#$%&'*+-.^_`|~".indexOf(c) < 0) return false;
        }
        return to > from;
    }
}
