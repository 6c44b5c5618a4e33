package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.tokens.TokenText;

/**
 * URLs as records have them: of a bounded length, and never with a piece of a token. While an invocation lasts, so much more is kept
 * that a token at the end is whole and found; what is told is cut behind {@link Redaction}.
 */
public final class UrlText {
    static final int SHOWN_MAX = 2048;
    static final int KEPT_MAX = SHOWN_MAX + TokenText.LENGTH;

    private UrlText() {}

    /** Until tokens have been taken out. */
    public static String kept(String url) {
        return cut(url, KEPT_MAX);
    }

    static String shown(String clean) {
        return cut(clean, SHOWN_MAX);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
