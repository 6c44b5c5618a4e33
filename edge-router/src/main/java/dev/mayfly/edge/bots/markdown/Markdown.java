package dev.mayfly.edge.bots.markdown;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/**
 * The text of a page as Markdown: headings, paragraphs, lists, quotes, code, tables, links and images. What only browsers need is left
 * out. The tree is walked without recursion, and what is written has a bound, so a hostile page costs no more than a large one.
 */
final class Markdown implements NodeFilter {
    static final int CHARS_MAX = 4 << 20;
    private static final int INDENTS_MAX = 16;
    private static final Set<String> SILENT = Set.of(
            "script",
            "style",
            "head",
            "noscript",
            "template",
            "svg",
            "math",
            "iframe",
            "object",
            "canvas",
            "video",
            "audio",
            "select",
            "textarea",
            "button",
            "input",
            "dialog");

    private final StringBuilder out = new StringBuilder();
    private final Deque<Listing> lists = new ArrayDeque<>();
    private final Deque<String> indents = new ArrayDeque<>();
    private int preformatted;
    private int cells;
    private int rows;
    private boolean inCell;
    private boolean blockDue;
    private boolean spaceDue;
    private boolean lineBegun;

    private static final class Listing {
        private final boolean ordered;
        private int items;

        Listing(boolean ordered) {
            this.ordered = ordered;
        }
    }

    private Markdown() {}

    /**
     * @param charset as the answer declares it; null: the page says, or it is UTF-8
     * @param url of the page, for the links in it
     * @return empty when it would be longer than is held
     */
    static Optional<String> of(byte[] html, @Nullable String charset, String url) {
        Document page;
        try {
            page = Jsoup.parse(new ByteArrayInputStream(html), charset, url);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        Markdown markdown = new Markdown();
        if (page.selectFirst("h1") == null && !page.title().isBlank()) {
            markdown.write("# ");
            markdown.text(page.title());
            markdown.block();
        }
        page.body().filter(markdown);
        return markdown.out.length() > CHARS_MAX
                ? Optional.empty()
                : Optional.of(markdown.out.toString().strip() + "\n");
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (out.length() > CHARS_MAX) return FilterResult.STOP;
        if (node instanceof TextNode text) {
            if (preformatted > 0) raw(text.getWholeText());
            else text(text.getWholeText());
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element)) return FilterResult.CONTINUE;
        String name = element.normalName();
        if (SILENT.contains(name) || element.hasAttr("hidden")) return FilterResult.SKIP_ENTIRELY;
        begin(element, name);
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) end(element, element.normalName());
        return out.length() > CHARS_MAX ? FilterResult.STOP : FilterResult.CONTINUE;
    }

    private void begin(Element element, String name) {
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                block();
                write("#".repeat(name.charAt(1) - '0') + " ");
            }
            case "br" -> line(preformatted > 0 || inCell ? "" : "  ");
            case "hr" -> {
                block();
                write("---");
                block();
            }
            case "strong", "b" -> mark("**");
            case "em", "i" -> mark("*");
            case "del", "s" -> mark("~~");
            case "code", "kbd", "samp" -> {
                if (preformatted == 0) mark("`");
            }
            case "pre" -> {
                block();
                if (preformatted++ == 0) write("```\n" + prefix());
            }
            case "blockquote" -> {
                block();
                indents.addLast("> ");
            }
            case "ul", "ol" -> {
                if (lists.isEmpty()) block();
                lists.addLast(new Listing(name.equals("ol")));
            }
            case "li" -> item();
            case "a" -> {
                if (link(element).isPresent()) mark("[");
            }
            case "img" -> image(element);
            case "table" -> {
                block();
                rows = 0;
            }
            case "tr" -> {
                if (rows > 0) line("");
                cells = 0;
                write("|");
            }
            case "td", "th" -> {
                write(" ");
                inCell = true;
                cells++;
            }
            case "tbody", "thead", "tfoot" -> {}
            default -> {
                if (element.isBlock()) block();
            }
        }
    }

    private void end(Element element, String name) {
        switch (name) {
            case "strong", "b" -> out.append("**");
            case "em", "i" -> out.append('*');
            case "del", "s" -> out.append("~~");
            case "code", "kbd", "samp" -> {
                if (preformatted == 0) out.append('`');
            }
            case "pre" -> {
                if (--preformatted == 0) {
                    if (out.charAt(out.length() - 1) != '\n') raw("\n");
                    write("```");
                }
                block();
            }
            case "blockquote" -> {
                block();
                indents.pollLast();
            }
            case "ul", "ol" -> {
                lists.pollLast();
                if (lists.isEmpty()) block();
            }
            case "li" -> indents.pollLast();
            case "a" ->
                link(element).ifPresent(url -> out.append("](").append(url).append(')'));
            case "td", "th" -> {
                inCell = false;
                spaceDue = false;
                out.append(" |");
            }
            case "tr" -> {
                if (rows++ == 0) {
                    line("");
                    write("|" + " --- |".repeat(cells));
                }
            }
            case "br", "hr", "img", "tbody", "thead", "tfoot" -> {}
            default -> {
                if (element.isBlock()) block();
            }
        }
    }

    private void item() {
        Listing list = lists.isEmpty() ? new Listing(false) : lists.getLast();
        boolean first = list.items++ == 0 && lists.size() <= 1;
        if (!first && lineBegun) {
            blockDue = false;
            line("");
        }
        String marker = list.ordered ? list.items + ". " : "- ";
        write(marker);
        indents.addLast(" ".repeat(marker.length()));
    }

    private void image(Element image) {
        String source = image.absUrl("src");
        if (!source.startsWith("http")) return;
        mark("![" + escaped(image.attr("alt")) + "](" + place(source) + ")");
    }

    /** Only of places to go to: scripts and data are none. */
    private static Optional<String> link(Element anchor) {
        String url = anchor.absUrl("href");
        boolean place = url.startsWith("http:") || url.startsWith("https:") || url.startsWith("mailto:");
        return place ? Optional.of(place(url)) : Optional.empty();
    }

    private static String place(String url) {
        return url.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("\n", "");
    }

    private void text(String text) {
        boolean space = false;
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f') {
                space = true;
                continue;
            }
            if (space && !word.isEmpty()) word.append(' ');
            else if (space) spaceDue = true;
            space = false;
            word.append(c);
        }
        if (!word.isEmpty()) mark(escaped(word.toString()));
        if (space) spaceDue = true;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("\\`*_[]<>|".indexOf(c) >= 0) escaped.append('\\');
            escaped.append(c == '\n' ? ' ' : c);
        }
        return escaped.toString();
    }

    /** What stands in a line: after the space that was due, except at its beginning. */
    private void mark(String text) {
        if (spaceDue && lineBegun && !blockDue && out.charAt(out.length() - 1) != ' ') out.append(' ');
        write(text);
    }

    private void raw(String text) {
        write(text.replace("\n", "\n" + prefix()));
    }

    private void write(String text) {
        if (blockDue && !out.isEmpty()) {
            out.append('\n').append(prefix().stripTrailing()).append('\n').append(prefix());
        } else if (!lineBegun) {
            out.append(out.isEmpty() ? prefix() : "");
        }
        blockDue = false;
        spaceDue = false;
        lineBegun = true;
        out.append(text);
    }

    /** What comes next stands apart from what stands here. */
    private void block() {
        if (inCell) spaceDue = true;
        else if (preformatted == 0 && lineBegun) blockDue = true;
    }

    private void line(String end) {
        if (inCell) {
            spaceDue = true;
            return;
        }
        out.append(end).append('\n').append(prefix());
        spaceDue = false;
    }

    private String prefix() {
        StringBuilder prefix = new StringBuilder();
        int left = INDENTS_MAX;
        for (String indent : indents) {
            if (left-- == 0) break;
            prefix.append(indent);
        }
        return prefix.toString();
    }
}
