package dev.mayfly.edge.ingress;

import java.util.Locale;
import java.util.Optional;

/**
 * Host and port as a client names them, normalised: lower case, without a trailing dot.
 *
 * @param port digits, or empty
 */
public record Authority(String host, String port) {
    private static final int HOST_MAX = 253;
    private static final int LABEL_MAX = 63;

    /** Reads {@code host}, {@code host:port} or {@code [IPv6]:port}; empty when it is none of these. */
    public static Optional<Authority> parse(String text) {
        int colon = text.startsWith("[") ? text.indexOf(':', text.indexOf(']') + 1) : text.indexOf(':');
        String host = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
        String port = colon < 0 ? "" : text.substring(colon + 1);
        if (host.endsWith(".")) host = host.substring(0, host.length() - 1);
        if (!(host.startsWith("[") ? literal(host) : name(host)) || !port(port)) return Optional.empty();
        return Optional.of(new Authority(host, port));
    }

    /** As it stands in a URL. */
    @Override
    public String toString() {
        return port.isEmpty() ? host : host + ":" + port;
    }

    private static boolean name(String host) {
        if (host.isEmpty() || host.length() > HOST_MAX) return false;
        int label = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') {
                if (label == 0) return false;
                label = 0;
            } else {
                if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_') return false;
                if (++label > LABEL_MAX) return false;
            }
        }
        return label > 0;
    }

    private static boolean literal(String host) {
        if (host.length() < 4 || host.length() > 47 || !host.endsWith("]")) return false;
        for (int i = 1; i < host.length() - 1; i++) {
            char c = host.charAt(i);
            if ((c < 'a' || c > 'f') && (c < '0' || c > '9') && c != ':' && c != '.') return false;
        }
        return host.indexOf(':') > 0;
    }

    private static boolean port(String port) {
        if (port.length() > 5) return false;
        for (int i = 0; i < port.length(); i++) if (port.charAt(i) < '0' || port.charAt(i) > '9') return false;
        return port.isEmpty() || Integer.parseInt(port) <= 65535;
    }
}
