package dev.mayfly.isolates.supervisor;

/** What may stand in the head of a message. What a worker sends goes on to clients and servers, so it must not break out of it. */
final class Headers {
    private static final int NAME_MAX = 1_024;
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) TOKEN[c] = true;
        for (char c = 'a'; c <= 'z'; c++) TOKEN[c] = true;
        for (char c = 'A'; c <= 'Z'; c++) TOKEN[c] = true;
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) TOKEN[c] = true;
    }

    private Headers() {}

    static void check(String[] namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Violation.when(!isToken(namesAndValues[i]), "a header's name is no token");
            Violation.when(!isLine(namesAndValues[i + 1]), "a header's value breaks its line");
        }
    }

    static boolean isToken(String text) {
        if (text.isEmpty() || text.length() > NAME_MAX) return false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || !TOKEN[c]) return false;
        }
        return true;
    }

    /** Text without anything that ends a line or a C string. */
    static boolean isLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) return false;
        }
        return true;
    }
}
