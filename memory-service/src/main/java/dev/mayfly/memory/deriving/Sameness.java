package dev.mayfly.memory.deriving;

import java.util.Locale;

/** What a text says, whatever its case, its spaces, and the signs behind its last word. */
public final class Sameness {
    private static final String ENDS = " .!?。！？…";

    private Sameness() {}

    public static String of(String text) {
        String plain = text.toLowerCase(Locale.ENGLISH).replaceAll("[\\s\\p{Z}]+", " ");
        int end = plain.length();
        while (end > 0 && ENDS.indexOf(plain.charAt(end - 1)) >= 0) end--;
        return plain.substring(0, end).strip();
    }
}
