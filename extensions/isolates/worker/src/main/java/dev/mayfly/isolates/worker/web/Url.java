package dev.mayfly.isolates.worker.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A URL record of the URL standard, while it is being built; {@link #fields} is what JavaScript gets. */
final class Url {
    private static final Map<String, Integer> SPECIAL =
            Map.of("http", 80, "https", 443, "ws", 80, "wss", 443, "ftp", 21, "file", -1);

    String scheme = "";
    String username = "";
    String password = "";

    @Nullable
    String host;

    int port = -1;
    List<String> path = new ArrayList<>();

    @Nullable
    String opaquePath;

    @Nullable
    String query;

    @Nullable
    String fragment;

    static boolean isSpecial(String scheme) {
        return SPECIAL.containsKey(scheme);
    }

    boolean isSpecial() {
        return SPECIAL.containsKey(scheme);
    }

    boolean isFile() {
        return scheme.equals("file");
    }

    boolean hasCredentials() {
        return !username.isEmpty() || !password.isEmpty();
    }

    boolean takesNoCredentials() {
        return host == null || host.isEmpty() || isFile();
    }

    void setPort(int value) {
        port = SPECIAL.getOrDefault(scheme, -1) == value ? -1 : value;
    }

    void shorten() {
        if (isFile() && path.size() == 1 && isNormalDriveLetter(path.getFirst())) return;
        if (!path.isEmpty()) path.removeLast();
    }

    static boolean isDriveLetter(CharSequence text) {
        return text.length() == 2 && isAlpha(text.charAt(0)) && (text.charAt(1) == ':' || text.charAt(1) == '|');
    }

    private static boolean isNormalDriveLetter(String text) {
        return isDriveLetter(text) && text.charAt(1) == ':';
    }

    static boolean isAlpha(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** One field a line: href, protocol, username, password, hostname, port, pathname, search, hash, origin. */
    String fields() {
        String port = this.port < 0 ? "" : Integer.toString(this.port);
        String host = this.host == null ? "" : this.host;
        String pathname = pathname();
        String search = query == null || query.isEmpty() ? "" : "?" + query;
        String hash = fragment == null || fragment.isEmpty() ? "" : "#" + fragment;
        return String.join(
                "\n", href(pathname), scheme + ":", username, password, host, port, pathname, search, hash, origin());
    }

    private String href(String pathname) {
        StringBuilder out = new StringBuilder(scheme).append(':');
        if (host != null) {
            out.append("//");
            if (hasCredentials()) {
                out.append(username);
                if (!password.isEmpty()) out.append(':').append(password);
                out.append('@');
            }
            out.append(host);
            if (port >= 0) out.append(':').append(port);
        } else if (opaquePath == null && path.size() > 1 && path.getFirst().isEmpty()) {
            out.append("/.");
        }
        out.append(pathname);
        if (query != null) out.append('?').append(query);
        if (fragment != null) out.append('#').append(fragment);
        return out.toString();
    }

    String pathname() {
        if (opaquePath != null) return opaquePath;
        StringBuilder out = new StringBuilder();
        for (String segment : path) out.append('/').append(segment);
        return out.toString();
    }

    private String origin() {
        if (scheme.equals("blob")) {
            Url inner = UrlParser.parse(pathname(), null);
            return inner != null && inner.scheme.startsWith("http") && inner.isSpecial() ? inner.origin() : "null";
        }
        if (!isSpecial() || isFile()) return "null";
        return scheme + "://" + host + (port < 0 ? "" : ":" + port);
    }
}
