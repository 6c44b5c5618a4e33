package dev.mayfly.retrieval.chunking;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts a text into passages. A cut is made at the best boundary in the second half of a passage: a heading (Markdown), a blank line, the end of a
 * sentence, a space; where there is none, at the size.
 */
public final class Chunker {
    private static final List<Pattern> TEXT =
            List.of(Pattern.compile("\n\\s*\n"), Pattern.compile("[.!?][\"')\\]]*\\s+|\n"), Pattern.compile("\\s+"));
    private static final Pattern HEADING = Pattern.compile("\n(?=#{1,6} )");
    private static final Pattern PAGE = Pattern.compile("\f");

    private final Chunking chunking;

    public Chunker(Chunking chunking) {
        this.chunking = chunking;
    }

    /** From and to, in characters of the text. */
    public record Span(int from, int to) {
        public String of(String text) {
            return text.substring(from, to);
        }
    }

    /** At least one, and together all of the text. */
    public List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>();
        int from = 0;
        while (text.length() - from > chunking.size()) {
            int to = cut(text, from);
            spans.add(new Span(from, to));
            from = Math.max(from + 1, start(text, from, to));
        }
        spans.add(new Span(from, text.length()));
        return spans;
    }

    private int cut(String text, int from) {
        int end = from + chunking.size();
        if (chunking.structure() == Chunking.Structure.markdown) {
            int heading = last(HEADING, text, from + 1, end);
            if (heading > 0) return heading;
        }
        if (chunking.structure() == Chunking.Structure.pdf) {
            int page = last(PAGE, text, from + 1, end);
            if (page > 0) return page;
        }
        for (Pattern boundary : TEXT) {
            int at = last(boundary, text, from + chunking.size() / 2, end);
            if (at > 0) return at;
        }
        return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
    }

    /** Where the next passage begins: after a space, so that it does not begin inside of a word. Nothing of what is before a heading or a page is repeated. */
    private int start(String text, int from, int to) {
        boolean heading = chunking.structure() == Chunking.Structure.markdown && text.charAt(to) == '#';
        boolean page = chunking.structure() == Chunking.Structure.pdf && text.charAt(to - 1) == '\f';
        if (heading || page || chunking.overlap() == 0) return to;
        int back = Math.max(from + 1, to - chunking.overlap());
        int space = text.indexOf(' ', back);
        return space < 0 || space >= to ? to : space + 1;
    }

    /** The end of the last match that ends in that range, or 0. */
    private static int last(Pattern pattern, String text, int from, int to) {
        var matcher = pattern.matcher(text).region(from, to).useTransparentBounds(true);
        int end = 0;
        while (matcher.find()) end = matcher.end();
        return end;
    }
}
