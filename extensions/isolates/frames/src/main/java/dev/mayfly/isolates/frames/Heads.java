package dev.mayfly.isolates.frames;

import java.util.Optional;

/**
 * What may stand in the head of a message. It goes on to clients and servers, so it must not break out of its line. The worker refuses
 * a function that asks for anything else, and the host takes a worker that sends it for a broken one.
 */
public final class Heads {
    /** The longest name of a header, and the longest method, in characters. */
    public static final int TOKEN_MAX = 1_024;

    public static final int STATUS_TEXT_MAX = 1_024;

    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) TOKEN[c] = true;
        for (char c = 'a'; c <= 'z'; c++) TOKEN[c] = true;
        for (char c = 'A'; c <= 'Z'; c++) TOKEN[c] = true;
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) TOKEN[c] = true;
    }

    private Heads() {}

    /** What is wrong with the head of an answer. */
    public static Optional<String> faultOfAnswer(int status, String statusText, String[] headers) {
        if (status < 200 || status > 599) return Optional.of("the status of an answer is 200 to 599, not " + status);
        if (statusText.length() > STATUS_TEXT_MAX || !isLine(statusText))
            return Optional.of("a status text is one line of at most %d characters".formatted(STATUS_TEXT_MAX));
        return faultOfHeaders(headers);
    }

    /** What is wrong with the head of a fetch. */
    public static Optional<String> faultOfFetch(String method, String url, String[] headers) {
        if (!isToken(method))
            return Optional.of("a method is a token of at most %d characters".formatted(TOKEN_MAX));
        if (!isLine(url)) return Optional.of("a URL that breaks its line");
        return faultOfHeaders(headers);
    }

    private static Optional<String> faultOfHeaders(String[] namesAndValues) {
        if (namesAndValues.length % 2 != 0) return Optional.of("a header without a value");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!isToken(namesAndValues[i]))
                return Optional.of("the name of a header is a token of at most %d characters".formatted(TOKEN_MAX));
            if (!isLine(namesAndValues[i + 1])) return Optional.of("a header's value that breaks its line");
        }
        return Optional.empty();
    }

    public static boolean isToken(String text) {
        if (text.isEmpty() || text.length() > TOKEN_MAX) return false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || !TOKEN[c]) return false;
        }
        return true;
    }

    /** Text without anything that ends a line or a C string. */
    public static boolean isLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) return false;
        }
        return true;
    }
}
