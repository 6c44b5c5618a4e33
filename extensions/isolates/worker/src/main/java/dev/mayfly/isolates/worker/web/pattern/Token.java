package dev.mayfly.isolates.worker.web.pattern;

/** @param index of its first code point in the pattern */
record Token(Type type, int index, String value) {
    enum Type {
        OPEN,
        CLOSE,
        REGEXP,
        NAME,
        CHAR,
        ESCAPED_CHAR,
        OTHER_MODIFIER,
        ASTERISK,
        END,
        INVALID_CHAR
    }

    /** Whether it stands for this character and not for something of the pattern's own. */
    boolean isPlain(String character) {
        boolean plain = type == Type.CHAR || type == Type.ESCAPED_CHAR || type == Type.INVALID_CHAR;
        return plain && value.equals(character);
    }
}
