package dev.mayfly.edge.egress;

import dev.mayfly.edge.ingress.Authority;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is to be fetched, taken apart once: the same parts are checked and connected to.
 *
 * @param pathAndQuery begins with a slash
 */
record TargetUrl(boolean secure, Authority authority, String pathAndQuery) {
    private static final int MAX = 16 << 10;
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:^|\\.)(?:\\d+|0x[0-9a-f]*)$");
    private static final Pattern PLAIN_ADDRESS =
            Pattern.compile("(?:BYTE\\.){3}BYTE".replace("BYTE", "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"));

    /** An absolute http or https URL without credentials; its fragment is dropped. */
    static Optional<TargetUrl> parse(String text) {
        String url = encoded(text);
        int fragment = url.indexOf('#');
        if (fragment >= 0) url = url.substring(0, fragment);
        String lower = url.substring(0, Math.min(8, url.length())).toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith("https://");
        if ((!secure && !lower.startsWith("http://")) || url.length() > MAX) return Optional.empty();
        int from = secure ? 8 : 7;
        int to = from;
        while (to < url.length() && url.charAt(to) != '/' && url.charAt(to) != '?') to++;
        String rest = url.substring(to);
        String path = rest.startsWith("/") ? rest : "/" + rest;
        return Authority.parse(url.substring(from, to))
                .filter(a -> !isDisguised(a.host()))
                .map(a -> new TargetUrl(secure, withoutDefault(secure, a), path));
    }

    /**
     * Whether a host is an IPv4 address in another form than four decimal numbers (WHATWG URL, 3.5 "ends in a number"). URLs of functions come in
     * the plain form already; what resolvers make of the others differs from one to the next.
     */
    private static boolean isDisguised(String host) {
        return ENDS_IN_NUMBER.matcher(host).find()
                && !PLAIN_ADDRESS.matcher(host).matches();
    }

    /** Follows a {@code Location} from here. */
    Optional<TargetUrl> follow(String location) {
        String to = encoded(location);
        int fragment = to.indexOf('#');
        if (fragment >= 0) to = to.substring(0, fragment);
        if (to.matches("(?i)[a-z][a-z0-9+.-]*:.*")) return parse(to);
        if (to.startsWith("//")) return parse((secure ? "https:" : "http:") + to);
        if (to.startsWith("/")) return parse(origin() + to);
        if (to.startsWith("?")) return parse(origin() + path() + to);
        if (to.isEmpty()) return Optional.of(this);
        return parse(origin() + withoutDots(path().substring(0, path().lastIndexOf('/') + 1) + to));
    }

    String host() {
        return authority.host();
    }

    int port() {
        return authority.port().isEmpty() ? (secure ? 443 : 80) : Integer.parseInt(authority.port());
    }

    String origin() {
        return (secure ? "https://" : "http://") + authority;
    }

    @Override
    public String toString() {
        return origin() + pathAndQuery;
    }

    /** Without its query. */
    String path() {
        int query = pathAndQuery.indexOf('?');
        return query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
    }

    private static String withoutDots(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        String path = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals("..")) kept.pollLast();
            if (!segments[i].equals(".") && !segments[i].equals("..")) kept.add(segments[i]);
            else if (last) kept.add("");
        }
        return "/" + String.join("/", kept) + (query < 0 ? "" : pathAndQuery.substring(query));
    }

    private static Authority withoutDefault(boolean secure, Authority authority) {
        return authority.port().equals(secure ? "443" : "80") ? new Authority(authority.host(), "") : authority;
    }

    /** What no request line may carry is percent-encoded. */
    private static String encoded(String text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) plain = text.charAt(i) > ' ' && text.charAt(i) < 0x7f;
        if (plain) return text;
        StringBuilder url = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8))
            if (b > ' ' && b < 0x7f) url.append((char) b);
            else url.append('%').append(String.format("%02X", b));
        return url.toString();
    }
}
