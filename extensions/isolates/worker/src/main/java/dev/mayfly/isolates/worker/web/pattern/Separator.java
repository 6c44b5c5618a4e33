package dev.mayfly.isolates.worker.web.pattern;

/** What the segments of a component are separated by. */
enum Separator {
    NONE("", ""),
    DOT(".", ""),
    SLASH("/", "/");

    /** A segment ends there. */
    final String delimiter;
    /** Belongs to the group behind it. */
    final String prefix;

    Separator(String delimiter, String prefix) {
        this.delimiter = delimiter;
        this.prefix = prefix;
    }

    /** The regular expression of one segment. */
    String segment() {
        return "[^" + PatternText.escapedRegexp(delimiter) + "]+?";
    }
}
