package dev.mayfly.isolates.worker.engine;

import dev.mayfly.isolates.guard.Poll;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a bundled file's code stood before it was bundled (source map, version 3). What is kept is the text of the mappings, and of each
 * line where it begins there; a line is decoded when somebody asks for a place in it.
 */
final class SourceMap {
    /** Larger maps are not read. */
    static final int TEXT_MAX = 8 << 20;

    private static final int SOURCES_MAX = 10_000;
    private static final int LINES_MAX = 1 << 20;
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    /** Of a line: its first character, and source, line and column that its first segment counts from. */
    private static final int FIELDS = 4;

    private final List<String> sources;
    private final String mappings;
    private final int[] lines;

    private SourceMap(List<String> sources, String mappings, int[] lines) {
        this.sources = sources;
        this.mappings = mappings;
        this.lines = lines;
    }

    /** Empty where the text is no map that can be used: whoever debugs sees the bundle's places then. */
    static Optional<SourceMap> read(String text) {
        if (text.length() > TEXT_MAX) return Optional.empty();
        try {
            var map = SourceMapText.read(text);
            if (map.sources().size() > SOURCES_MAX) return Optional.empty();
            return Optional.of(new SourceMap(map.sources(), map.mappings(), lines(map.mappings())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int[] lines(String mappings) {
        var lines = new int[FIELDS * 64];
        int count = 0;
        var segments = new Segments(mappings, 0, 0, 0, 0);
        while (true) {
            if (count == LINES_MAX) throw new IllegalArgumentException("more than " + LINES_MAX + " lines");
            if ((count + 1) * FIELDS > lines.length) lines = Arrays.copyOf(lines, lines.length * 2);
            segments.mark(lines, count++ * FIELDS);
            while (segments.next()) {}
            if (!segments.nextLine()) return Arrays.copyOf(lines, count * FIELDS);
        }
    }

    /** Where it stood; empty where the map says nothing of this place. Lines and columns count from 1. */
    Optional<GuestErrors.Place> original(int line, int column) {
        int at = (line - 1) * FIELDS;
        if (line < 1 || at >= lines.length) return Optional.empty();
        var segments = new Segments(mappings, lines[at], lines[at + 1], lines[at + 2], lines[at + 3]);
        Optional<GuestErrors.Place> found = Optional.empty();
        while (segments.next() && segments.column < Math.max(column, 1)) found = place(segments);
        return found;
    }

    private Optional<GuestErrors.Place> place(Segments at) {
        if (!at.mapped || at.source < 0 || at.source >= sources.size()) return Optional.empty();
        return Optional.of(new GuestErrors.Place(sources.get(at.source), at.line + 1, at.sourceColumn + 1));
    }

    /** Goes through the mappings, segment by segment. */
    private static final class Segments {
        private final String text;
        private int at;
        private int column;
        private int source;
        private int line;
        private int sourceColumn;
        private boolean mapped;

        Segments(String text, int at, int source, int line, int sourceColumn) {
            this.text = text;
            this.at = at;
            this.source = source;
            this.line = line;
            this.sourceColumn = sourceColumn;
        }

        void mark(int[] lines, int to) {
            lines[to] = at;
            lines[to + 1] = source;
            lines[to + 2] = line;
            lines[to + 3] = sourceColumn;
        }

        /** The next segment of this line. */
        boolean next() {
            Poll.at(at);
            if (at < text.length() && text.charAt(at) == ',') at++;
            if (isAtEnd()) return false;
            column += number();
            mapped = !isAtEnd();
            if (!mapped) return true;
            source += number();
            line += number();
            sourceColumn += number();
            if (!isAtEnd()) number();
            return true;
        }

        /** Goes on to the next line. */
        boolean nextLine() {
            if (at >= text.length()) return false;
            at++;
            column = 0;
            return true;
        }

        private boolean isAtEnd() {
            return at >= text.length() || text.charAt(at) == ';' || text.charAt(at) == ',';
        }

        private int number() {
            int value = 0;
            for (int shift = 0; shift < 32; shift += 5) {
                int digit = at < text.length() ? DIGITS.indexOf(text.charAt(at++)) : -1;
                if (digit < 0)
                    throw new IllegalArgumentException("mappings end inside a number, or have a character of none");
                value |= (digit & 31) << shift;
                if (digit < 32) return (value & 1) == 0 ? value >>> 1 : -(value >>> 1);
            }
            throw new IllegalArgumentException("mappings have a number of more than 32 bits");
        }
    }
}
