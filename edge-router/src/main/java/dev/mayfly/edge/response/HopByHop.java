package dev.mayfly.edge.response;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Headers that concern one connection only (RFC 9110 7.6.1) and are never passed on. */
public final class HopByHop {
    private static final Set<String> NAMES = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private HopByHop() {}

    /** @param name in lower case */
    public static boolean is(String name) {
        return NAMES.contains(name);
    }

    /** What these {@code Connection} headers name besides, in lower case. */
    public static Set<String> named(Collection<String> connection) {
        if (connection.isEmpty()) return Set.of();
        Set<String> names = new HashSet<>();
        for (String header : connection)
            for (String name : header.split(",", -1)) names.add(name.strip().toLowerCase(Locale.ROOT));
        return names;
    }

    /** Whether this may stand in a message at all: a token as the name, no control characters in the value. */
    public static boolean wellFormed(String name, String value) {
        if (name.isEmpty()) return false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "!#$%&'*+-.^_`|~".indexOf(c) < 0) return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) return false;
        }
        return true;
    }
}
