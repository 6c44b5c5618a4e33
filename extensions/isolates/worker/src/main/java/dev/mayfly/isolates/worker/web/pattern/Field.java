package dev.mayfly.isolates.worker.web.pattern;

import dev.mayfly.isolates.worker.web.UrlParts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A component of a URL, in the order in which a URL has them. */
enum Field {
    PROTOCOL,
    USERNAME,
    PASSWORD,
    HOSTNAME,
    PORT,
    PATHNAME,
    SEARCH,
    HASH;

    /** As JavaScript calls it. */
    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Field named(String name) {
        for (var field : values()) if (field.lowerCase().equals(name)) return field;
        throw new BadPattern("%s is no component of a URL".formatted(BadPattern.shown(name)));
    }

    /**
     * A text as it stands in this place of a URL.
     *
     * @param protocol of the URL; empty where it is not known
     */
    String canonical(String text, String protocol) {
        return required(
                text,
                switch (this) {
                    case PROTOCOL -> UrlParts.protocol(text);
                    case USERNAME, PASSWORD -> UrlParts.credential(text);
                    case HOSTNAME -> UrlParts.hostname(text);
                    case PORT -> UrlParts.port(text, protocol);
                    case PATHNAME ->
                        protocol.isEmpty() || UrlParts.isSpecial(protocol)
                                ? UrlParts.pathname(text)
                                : UrlParts.opaquePathname(text);
                    case SEARCH -> UrlParts.search(text);
                    case HASH -> UrlParts.hash(text);
                });
    }

    String required(String text, @Nullable String canonical) {
        if (canonical == null) throw new BadPattern("%s cannot be a %s".formatted(BadPattern.shown(text), lowerCase()));
        return canonical;
    }

    /** A text without the sign that sets this component apart from the others. */
    String bare(String text) {
        return switch (this) {
            case PROTOCOL -> text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
            case SEARCH -> text.startsWith("?") ? text.substring(1) : text;
            case HASH -> text.startsWith("#") ? text.substring(1) : text;
            default -> text;
        };
    }
}
