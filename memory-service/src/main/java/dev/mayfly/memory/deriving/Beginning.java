package dev.mayfly.memory.deriving;

/** The beginning of a text, in place of all of it. */
public final class Beginning {
    private static final String MORE = "…";

    private Beginning() {}

    /**
     * All of it, or what it begins with and a sign that there is more.
     *
     * @param max UTF-16 units, at least 1; one more where half a character would be left
     */
    public static String of(String text, int max) {
        if (text.length() <= max) return text;
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max + 1 : max) + MORE;
    }

    /** The same, up to the end of a word, where words are not longer than half of it. */
    static String inWords(String text, int max) {
        int space = text.lastIndexOf(' ', max - 1);
        return text.length() > max && space > max / 2 ? text.substring(0, space) + MORE : of(text, max);
    }
}
