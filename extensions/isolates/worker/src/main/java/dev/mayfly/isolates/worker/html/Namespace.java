package dev.mayfly.isolates.worker.html;

import java.util.Set;

/** Whose element a tag is. */
enum Namespace {
    HTML("http://www.w3.org/1999/xhtml"),
    SVG("http://www.w3.org/2000/svg"),
    MATHML("http://www.w3.org/1998/Math/MathML");

    private static final Set<String> VOID = Set.of(
            "area",
            "base",
            "basefont",
            "bgsound",
            "br",
            "col",
            "embed",
            "frame",
            "hr",
            "img",
            "input",
            "keygen",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr");
    /** What nobody writes into SVG or MathML: they are over where one of these begins. */
    private static final Set<String> ONLY_HTML = Set.of(
            "b",
            "big",
            "blockquote",
            "body",
            "br",
            "center",
            "code",
            "dd",
            "div",
            "dl",
            "dt",
            "em",
            "embed",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "head",
            "hr",
            "i",
            "img",
            "li",
            "listing",
            "menu",
            "meta",
            "nobr",
            "ol",
            "p",
            "pre",
            "ruby",
            "s",
            "small",
            "span",
            "strong",
            "strike",
            "sub",
            "sup",
            "table",
            "tt",
            "u",
            "ul",
            "var");

    private static final Set<String> FONT = Set.of("color", "face", "size");
    private static final Set<String> SVG_WITH_HTML = Set.of("foreignobject", "desc", "title");
    private static final Set<String> MATHML_WITH_TEXT = Set.of("mi", "mo", "mn", "ms", "mtext");
    private static final Set<String> HTML_TYPES = Set.of("text/html", "application/xhtml+xml");

    private final String uri;

    Namespace(String uri) {
        this.uri = uri;
    }

    String uri() {
        return uri;
    }

    static boolean isVoid(String name) {
        return VOID.contains(name);
    }

    /** Whether a start tag ends the SVG or MathML that it stands in. */
    static boolean isOnlyHtml(StartTag tag) {
        return ONLY_HTML.contains(tag.name())
                || (tag.name().equals("font") && tag.attributes().stream().anyMatch(a -> FONT.contains(a.name())));
    }

    /** Whether HTML stands in an element of this namespace. */
    boolean takesHtml(StartTag tag) {
        return switch (this) {
            case HTML -> true;
            case SVG -> SVG_WITH_HTML.contains(tag.name());
            case MATHML -> MATHML_WITH_TEXT.contains(tag.name()) || isHtmlAnnotation(tag);
        };
    }

    private static boolean isHtmlAnnotation(StartTag tag) {
        var encoding = tag.name().equals("annotation-xml") ? tag.attribute("encoding") : null;
        return encoding != null && HTML_TYPES.contains(Markup.lower(encoding));
    }

    /** Of an element with this name in HTML content. */
    static Namespace ofRoot(String name) {
        return name.equals("svg") ? SVG : name.equals("math") ? MATHML : HTML;
    }
}
