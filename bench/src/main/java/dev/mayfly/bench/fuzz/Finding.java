package dev.mayfly.bench.fuzz;

import java.util.List;

/**
 * Something that must not happen, and who may have done it.
 *
 * @param suspects the likeliest first
 */
record Finding(String what, List<Program> suspects) {
    private static final int KIND_MAX = 90;

    /** The same for all findings that differ only in numbers. */
    String kind() {
        return kind(what);
    }

    static String kind(String what) {
        String plain = what.replaceAll("\\d+", "N");
        return plain.substring(0, Math.min(KIND_MAX, plain.length()));
    }
}
