package dev.mayfly.isolates.guard;

import java.util.Locale;
import org.graalvm.shadowed.com.ibm.icu.lang.UCharacter;

/** Upper and lower case of text of any length: the JDK takes quadratic time where letters grow (ß becomes SS) and hears no cancel meanwhile. */
public final class LetterCase {
    private static final int SHORT = 4096;

    private LetterCase() {}

    /** Woven in place of {@link String#toUpperCase(Locale)}. */
    public static String toUpperCase(String text, Locale locale) {
        return text.length() <= SHORT ? text.toUpperCase(locale) : UCharacter.toUpperCase(locale, text);
    }

    /** Woven in place of {@link String#toLowerCase(Locale)}. */
    public static String toLowerCase(String text, Locale locale) {
        return text.length() <= SHORT ? text.toLowerCase(locale) : UCharacter.toLowerCase(locale, text);
    }
}
