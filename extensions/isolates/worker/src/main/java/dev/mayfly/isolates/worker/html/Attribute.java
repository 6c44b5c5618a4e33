package dev.mayfly.isolates.worker.html;

/**
 * An attribute of a start tag.
 *
 * @param name in lower case
 * @param value as it is written, references to characters included
 * @param start where its bytes begin; negative if it has none since somebody set it
 */
record Attribute(String name, String value, int start, int end) {
    private static final int UNWRITTEN = -1;

    static Attribute set(String name, String value) {
        return new Attribute(name, value, UNWRITTEN, UNWRITTEN);
    }

    boolean isSet() {
        return start == UNWRITTEN;
    }

    /** As markup, where it was set. */
    String written() {
        return "%s=\"%s\"".formatted(name, value.replace("\"", "&quot;"));
    }
}
