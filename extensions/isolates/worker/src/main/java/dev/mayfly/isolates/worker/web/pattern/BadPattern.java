package dev.mayfly.isolates.worker.web.pattern;

/** What an author wrote is no pattern; the message says why. */
final class BadPattern extends RuntimeException {
    private static final int SHOWN = 60;

    BadPattern(String message) {
        super(message, null, false, false);
    }

    /** The start of a text, for a message. */
    static String shown(String text) {
        return '"' + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + '"';
    }
}
