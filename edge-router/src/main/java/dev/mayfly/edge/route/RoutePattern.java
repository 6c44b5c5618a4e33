package dev.mayfly.edge.route;

import java.util.Locale;
import java.util.Optional;

/**
 * A custom route: {@code host/path}; the host may begin with {@code *.}, the path may end with {@code *}.
 *
 * @param host without the wildcard
 * @param anySubdomain whether it stands for all hosts under that one
 * @param path without the wildcard
 * @param anyRest whether longer paths match too
 */
public record RoutePattern(String host, boolean anySubdomain, String path, boolean anyRest) {
    /** Empty when it is no pattern. */
    public static Optional<RoutePattern> parse(String text) {
        int slash = text.indexOf('/');
        String host = (slash < 0 ? text : text.substring(0, slash)).toLowerCase(Locale.ROOT);
        String path = slash < 0 ? "/*" : text.substring(slash);
        boolean subdomains = host.startsWith("*.");
        boolean rest = path.endsWith("*");
        String name = subdomains ? host.substring(2) : host;
        String start = rest ? path.substring(0, path.length() - 1) : path;
        if (name.isEmpty() || name.indexOf('*') >= 0 || name.indexOf(':') >= 0 || start.indexOf('*') >= 0)
            return Optional.empty();
        return Optional.of(new RoutePattern(name, subdomains, start, rest));
    }

    /** As it is written. */
    String text() {
        return (anySubdomain ? "*." : "") + host + path + (anyRest ? "*" : "");
    }

    boolean matchesPath(String asked) {
        return anyRest ? asked.startsWith(path) : asked.equals(path);
    }

    /** The higher of two patterns that match wins: the longer path, then the one without wildcard. */
    int weight() {
        return 2 * path.length() + (anyRest ? 0 : 1);
    }
}
