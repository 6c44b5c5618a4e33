package dev.mayfly.edge.bots.markdown;

/** How the client of an answer would have it. @param url of the page, for the links in it */
public record Rendering(Kind kind, String url) {
    /** Nobody asks. */
    public static final Rendering PLAIN = new Rendering(Kind.plain, "");

    public enum Kind {
        plain,
        /** As it is, but another client would get Markdown: caches must know. */
        varying,
        markdown
    }
}
