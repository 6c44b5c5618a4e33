package dev.mayfly.control.routes;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.routes.PublicSuffixes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code host/path}: the host is a domain of two labels or more and may begin with {@code *.}, unless strangers have their domains there;
 * the path may end with {@code *}.
 */
public record RoutePattern(String host, String path) {
    private static final int HOST_MAX = 253;
    private static final int PATH_MAX = 1024;
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
    /** What a URL means an IPv4 address by: a last part that is a number (WHATWG URL 3.5). */
    private static final Pattern ADDRESS = Pattern.compile("(^|\\.)([0-9]+|0x[0-9a-f]*)$");
    /** RFC 3986: pchar and /, with escapes well formed. */
    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9._~!$&'()+,;=:@/-]|%[0-9A-Fa-f]{2})*\\*?");

    public static RoutePattern parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) throw invalid(text, "it has no path; to mean every path, end it with /*");
        var pattern = new RoutePattern(text.substring(0, slash), text.substring(slash));
        if (pattern.host.length() > HOST_MAX || !HOST.matcher(pattern.host).matches())
            throw invalid(text, "its host is no host name in lower case (without port), nor *. and one");
        if (pattern.zone().indexOf('.') < 0 || ADDRESS.matcher(pattern.zone()).find())
            throw invalid(
                    text,
                    "its host is no domain: addresses, top-level domains and names without a dot cannot be routed");
        if (pattern.wildcard() && PublicSuffixes.strangersAreBelow(pattern.zone()))
            throw invalid(
                    text,
                    "what is below %s belongs to many (https://publicsuffix.org): name a domain of yours below it"
                            .formatted(pattern.zone()));
        if (pattern.path.length() > PATH_MAX || !PATH.matcher(pattern.path).matches())
            throw invalid(text, "its path is no URL path (without query), nor one with * at the end");
        return pattern;
    }

    boolean wildcard() {
        return host.startsWith("*.");
    }

    /** The host without {@code *.}. */
    String zone() {
        return wildcard() ? host.substring(2) : host;
    }

    /** Whether some host name matches both. */
    boolean overlaps(String otherHost) {
        boolean otherWildcard = otherHost.startsWith("*.");
        String otherZone = otherWildcard ? otherHost.substring(2) : otherHost;
        return host.equals(otherHost)
                || (wildcard() && otherZone.endsWith("." + zone()))
                || (otherWildcard && zone().endsWith("." + otherZone));
    }

    /** All patterns of hosts that cover this one: itself, and {@code *.} with each of its parents. */
    List<String> coveredBy() {
        List<String> hosts = new ArrayList<>(List.of(host));
        String rest = zone();
        for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
            rest = rest.substring(dot + 1);
            hosts.add("*." + rest);
        }
        return hosts;
    }

    @Override
    public String toString() {
        return host + path;
    }

    private static Problem invalid(String text, String why) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return new Problem.Invalid("invalid-route", "route '%s': %s".formatted(shown, why));
    }
}
