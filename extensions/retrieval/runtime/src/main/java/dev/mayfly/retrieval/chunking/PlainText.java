package dev.mayfly.retrieval.chunking;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** What people read of a text. */
public final class PlainText {
    private static final String SILENT = "script, style, noscript, template, nav, footer";
    /** For private use, says Unicode: no text has it. */
    private static final String BREAK = "\uE000";

    private static final String BLOCKS =
            "p, div, li, h1, h2, h3, h4, h5, h6, tr, br, section, article, pre, blockquote";

    private PlainText() {}

    public static String of(String text, Chunking.Structure structure) {
        return structure == Chunking.Structure.html ? ofHtml(text) : text;
    }

    private static String ofHtml(String html) {
        Document page = Jsoup.parse(html);
        page.select(SILENT).remove();
        page.select(BLOCKS).before(BREAK);
        return page.text().replaceAll("(\\s*" + BREAK + ")+\\s*", "\n\n").strip();
    }
}
