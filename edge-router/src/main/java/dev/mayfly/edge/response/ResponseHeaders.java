package dev.mayfly.edge.response;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes a function's headers to an answer: without those of the connection, malformed ones, and the platform's own. */
final class ResponseHeaders {
    private static final String LENGTH = "content-length";

    private ResponseHeaders() {}

    /** @return the length that the function declared, if it is a number */
    static Optional<String> write(String[] from, MultiMap to) {
        Set<String> hops = hops(from);
        String length = null;
        for (int i = 0; i + 1 < from.length; i += 2) {
            String name = from[i].toLowerCase(Locale.ROOT);
            String value = from[i + 1];
            if (HopByHop.is(name) || hops.contains(name) || name.startsWith("mayfly-")) continue;
            if (!HopByHop.wellFormed(name, value)) continue;
            if (name.equals(LENGTH)) length = number(value) ? value : length;
            else to.add(name, value);
        }
        return Optional.ofNullable(length);
    }

    private static Set<String> hops(String[] headers) {
        List<String> connection = new ArrayList<>(0);
        for (int i = 0; i + 1 < headers.length; i += 2)
            if (headers[i].equalsIgnoreCase("connection")) connection.add(headers[i + 1]);
        return connection.isEmpty() ? Set.of() : new HashSet<>(HopByHop.named(connection));
    }

    private static boolean number(String value) {
        if (value.isEmpty() || value.length() > 18) return false;
        for (int i = 0; i < value.length(); i++) if (value.charAt(i) < '0' || value.charAt(i) > '9') return false;
        return true;
    }
}
