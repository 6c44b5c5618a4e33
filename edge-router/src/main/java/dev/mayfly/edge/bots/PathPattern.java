package dev.mayfly.edge.bots;

/**
 * A path as robots.txt writes it (RFC 9309 2.2.3): the beginning of a path, {@code *} for any characters, {@code $} at the end for the
 * end. Matched in one walk with one way back, so a hostile path costs its length times the pattern's at most.
 */
public record PathPattern(String text) {
    /** @param path with its query, as both are to be compared */
    public boolean matches(String path) {
        boolean anchored = text.endsWith("$");
        int length = anchored ? text.length() - 1 : text.length();
        int at = 0;
        int star = -1;
        int starAt = 0;
        int i = 0;
        while (true) {
            if (at == length) {
                if (!anchored || i == path.length()) return true;
            } else if (text.charAt(at) == '*') {
                star = at++;
                starAt = i;
                continue;
            } else if (i < path.length() && text.charAt(at) == path.charAt(i)) {
                at++;
                i++;
                continue;
            }
            if (star < 0 || starAt >= path.length()) return false;
            at = star + 1;
            i = ++starAt;
        }
    }
}
