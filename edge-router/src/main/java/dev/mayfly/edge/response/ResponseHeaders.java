package dev.mayfly.edge.response;

import dev.mayfly.edge.stream.Announced;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a function's headers to an answer: without those of the connection, malformed ones, and the platform's own. */
final class ResponseHeaders {
    private static final String LENGTH = "content-length";

    /** RFC 9110 6.5.1, and what clients take for the head's whenever it comes. */
    private static final Set<String> IN_HEADS = Set.of(
            LENGTH,
            "content-encoding",
            "content-range",
            "content-type",
            "cache-control",
            "expires",
            "age",
            "date",
            "vary",
            "host",
            "authorization",
            "www-authenticate",
            "proxy-authenticate",
            "set-cookie",
            "location",
            "retry-after",
            "strict-transport-security");

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
            if (name.equals(LENGTH)) length = Announced.isNumber(value) ? value : length;
            else to.add(name, value);
        }
        return Optional.ofNullable(length);
    }

    /** Fields behind a body, without those that say how the message is read, whose it is, or whether it may be kept. */
    static void writeTrailers(MultiMap from, MultiMap to) {
        for (Map.Entry<String, String> field : from) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (IN_HEADS.contains(name) || HopByHop.is(name) || name.startsWith("mayfly-")) continue;
            if (HopByHop.wellFormed(name, field.getValue())) to.add(name, field.getValue());
        }
    }

    private static Set<String> hops(String[] headers) {
        List<String> connection = new ArrayList<>(0);
        for (int i = 0; i + 1 < headers.length; i += 2)
            if (headers[i].equalsIgnoreCase("connection")) connection.add(headers[i + 1]);
        return connection.isEmpty() ? Set.of() : new HashSet<>(HopByHop.named(connection));
    }
}
