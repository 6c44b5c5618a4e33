package dev.mayfly.edge.bots.markdown;

import dev.mayfly.edge.bots.canonical.Canonicals;
import java.util.Optional;

/**
 * How the client of an answer would have it, and what is to be learned of it.
 *
 * @param url of the page
 * @param learner takes note of where the page says that it belongs
 */
public record Rendering(Kind kind, String url, Optional<Canonicals> learner) {
    /** Nobody asks. */
    public static final Rendering PLAIN = new Rendering(Kind.plain, "", Optional.empty());

    /** Whether the answer passes as it comes and nobody looks at it. */
    public boolean isNothing() {
        return kind == Kind.plain && learner.isEmpty();
    }

    public enum Kind {
        plain,
        /** As it is, but another client would get Markdown: caches must know. */
        varying,
        markdown
    }
}
