package dev.mayfly.edge.stream;

import java.util.OptionalLong;

/**
 * How long a streamed body says it is. What goes out is held to it: a byte more would be read as the next message of the connection, and a
 * body that ends before is not whole.
 */
public final class Announced {
    private final OptionalLong length;
    private long passed;

    /** @param length empty: nothing was announced, and any number may pass */
    public Announced(OptionalLong length) {
        this.length = length;
    }

    /** The length that these headers announce, names and values in turn; none where they announce none that is a number, or several. */
    public static OptionalLong in(String[] headers) {
        OptionalLong found = OptionalLong.empty();
        for (int i = 0; i + 1 < headers.length; i += 2) {
            if (!headers[i].equalsIgnoreCase("content-length")) continue;
            if (found.isPresent() || !isNumber(headers[i + 1])) return OptionalLong.empty();
            found = OptionalLong.of(Long.parseLong(headers[i + 1]));
        }
        return found;
    }

    /** Whether it is a length as it may be announced: 1 to 18 digits. */
    public static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > 18) return false;
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
        return true;
    }

    /** Whether it was announced how long it is. */
    public boolean isBound() {
        return length.isPresent();
    }

    /** Whether so many more bytes may pass; if not, none of them do. */
    public boolean takes(int bytes) {
        if (length.isPresent() && passed + bytes > length.getAsLong()) return false;
        passed += bytes;
        return true;
    }

    /** Whether the body may end here. */
    public boolean isWhole() {
        return length.isEmpty() || passed == length.getAsLong();
    }
}
