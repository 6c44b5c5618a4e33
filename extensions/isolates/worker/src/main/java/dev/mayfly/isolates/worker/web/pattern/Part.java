package dev.mayfly.isolates.worker.web.pattern;

import java.util.Comparator;

/**
 * A piece of a component: text, or a group that matches something.
 *
 * @param value the text, or the regular expression of a {@link Type#REGEXP}
 * @param name of the group; empty for text
 * @param prefix text that comes with each match of the group, as {@code suffix} does
 */
record Part(Type type, String value, Modifier modifier, String name, String prefix, String suffix) {
    /** From those that match the most to those that match the least. */
    enum Type {
        FULL_WILDCARD,
        SEGMENT_WILDCARD,
        REGEXP,
        FIXED
    }

    enum Modifier {
        ZERO_OR_MORE("*"),
        OPTIONAL("?"),
        ONE_OR_MORE("+"),
        NONE("");

        final String sign;

        Modifier(String sign) {
            this.sign = sign;
        }
    }

    /** What an end is compared as. */
    static final Part NOTHING = fixed("", Modifier.NONE);

    /** The more a part lets through, the smaller it is. */
    static final Comparator<Part> BY_STRICTNESS = Comparator.comparing(Part::type)
            .thenComparing(Part::modifier)
            .thenComparing(Part::prefix)
            .thenComparing(Part::value)
            .thenComparing(Part::suffix);

    static Part fixed(String text, Modifier modifier) {
        return new Part(Type.FIXED, text, modifier, "", "", "");
    }

    boolean isFixed() {
        return type == Type.FIXED;
    }

    boolean isOnce() {
        return modifier == Modifier.NONE;
    }

    boolean hasOwnName() {
        return !isFixed() && !isDigit(name.charAt(0));
    }

    boolean hasNumber() {
        return !isFixed() && isDigit(name.charAt(0));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
