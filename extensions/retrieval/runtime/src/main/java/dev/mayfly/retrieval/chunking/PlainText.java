package dev.mayfly.retrieval.chunking;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/** What people read of a text. */
public final class PlainText {
    private static final Set<String> SILENT = Set.of("script", "style", "noscript", "template", "nav", "footer");

    /** Those that begin a line. */
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "li",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "tr",
            "br",
            "section",
            "article",
            "pre",
            "blockquote");

    private PlainText() {}

    public static String of(String text, Chunking.Structure structure) {
        return structure == Chunking.Structure.html ? ofHtml(text) : text;
    }

    /** In one walk through the page, however many elements it has and however deep they stand. */
    private static String ofHtml(String html) {
        Reading reading = new Reading();
        NodeTraversor.filter(reading, Jsoup.parse(html));
        return reading.text.toString();
    }

    private static final class Reading implements NodeFilter {
        private static final char NO_BREAK_SPACE = 0xa0;
        private static final char SOFT_HYPHEN = 0xad;
        private static final char NO_SPACE = 0x200b;

        private final StringBuilder text = new StringBuilder();
        private boolean line;
        private boolean space;

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode said) append(said.getWholeText());
            else if (node instanceof Element element) {
                if (SILENT.contains(element.normalName())) return FilterResult.SKIP_ENTIRELY;
                line |= BLOCKS.contains(element.normalName());
                space |= element.isBlock();
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            space |= node instanceof Element element && element.isBlock();
            return FilterResult.CONTINUE;
        }

        private void append(String said) {
            for (int i = 0; i < said.length(); i++) {
                char letter = said.charAt(i);
                if (Character.isWhitespace(letter) || letter == NO_BREAK_SPACE) space = true;
                else if (letter != SOFT_HYPHEN && letter != NO_SPACE) {
                    if (!text.isEmpty()) text.append(line ? "\n\n" : space ? " " : "");
                    line = false;
                    space = false;
                    text.append(letter);
                }
            }
        }
    }
}
