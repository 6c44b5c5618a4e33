package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.worker.web.UrlParser.State;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Single parts of a URL, each written as the URL standard writes it when it stands in one: what URL patterns are made of. Nothing stays
 * nothing; null stands for what cannot be that part.
 */
public final class UrlParts {
    private static final String SOME_URL = "https://dummy.invalid/";
    /** Stands before a path that does not begin with a slash, so that the parser neither adds one nor takes its dots for a step up. */
    private static final String KEPT_APART = "/-";

    private UrlParts() {}

    public static boolean isSpecial(String scheme) {
        return Url.isSpecial(scheme);
    }

    /** Whether this is, to the letter, the port that URLs of the scheme leave out. */
    public static boolean isDefaultPort(String scheme, String port) {
        boolean plain = !port.isEmpty() && port.charAt(0) != '0' && port.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain && Url.isSpecial(scheme) && "".equals(port(port, scheme));
    }

    public static @Nullable String protocol(String text) {
        if (text.isEmpty()) return text;
        Url url = UrlParser.parse(text + "://dummy.invalid/", null);
        return url == null ? null : url.scheme;
    }

    public static String credential(String text) {
        return PercentSet.USERINFO.encode(text);
    }

    public static @Nullable String hostname(String text) {
        if (text.isEmpty()) return text;
        Url url = some();
        return UrlParser.replace(url, State.HOSTNAME, text) ? Objects.requireNonNullElse(url.host, "") : null;
    }

    /** A piece of an IPv6 address, which as a piece cannot be compressed. */
    public static @Nullable String ipv6(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hex = c < 0x80 && Character.digit(c, 16) >= 0;
            if (!hex && c != '[' && c != ']' && c != ':') return null;
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /**
     * A port in decimal digits.
     *
     * @param scheme of the URL; its own port is left out
     */
    public static @Nullable String port(String text, String scheme) {
        if (text.isEmpty()) return text;
        Url url = some();
        url.scheme = scheme;
        if (!UrlParser.replace(url, State.PORT, text)) return null;
        return url.port < 0 ? "" : Integer.toString(url.port);
    }

    public static @Nullable String pathname(String text) {
        if (text.isEmpty()) return text;
        boolean whole = text.startsWith("/");
        Url url = some();
        url.path = new ArrayList<>();
        if (!UrlParser.replace(url, State.PATH_START, whole ? text : KEPT_APART + text)) return null;
        return whole ? url.pathname() : url.pathname().substring(KEPT_APART.length());
    }

    public static @Nullable String opaquePathname(String text) {
        if (text.isEmpty()) return text;
        Url url = some();
        url.opaquePath = "";
        return UrlParser.replace(url, State.OPAQUE_PATH, text) ? url.opaquePath : null;
    }

    public static @Nullable String search(String text) {
        if (text.isEmpty()) return text;
        Url url = some();
        return UrlParser.replace(url, State.QUERY, text) ? url.query : null;
    }

    public static @Nullable String hash(String text) {
        if (text.isEmpty()) return text;
        Url url = some();
        return UrlParser.replace(url, State.FRAGMENT, text) ? url.fragment : null;
    }

    /** The parts of a whole URL. */
    public record Whole(
            String protocol,
            String username,
            String password,
            String hostname,
            String port,
            String pathname,
            String search,
            String hash,
            boolean hasOpaquePath) {}

    public static @Nullable Whole whole(String text, @Nullable String base) {
        Url from = base == null ? null : UrlParser.parse(base, null);
        if (base != null && from == null) return null;
        Url url = UrlParser.parse(text, from);
        return url == null
                ? null
                : new Whole(
                        url.scheme,
                        url.username,
                        url.password,
                        Objects.requireNonNullElse(url.host, ""),
                        url.port < 0 ? "" : Integer.toString(url.port),
                        url.pathname(),
                        Objects.requireNonNullElse(url.query, ""),
                        Objects.requireNonNullElse(url.fragment, ""),
                        url.opaquePath != null);
    }

    private static Url some() {
        return Objects.requireNonNull(UrlParser.parse(SOME_URL, null));
    }
}
