package dev.mayfly.edge.egress;

import dev.mayfly.edge.response.HopByHop;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Headers of fetches: what a function may send, and what it gets to see. Names in lower case and values, in turn. */
final class FetchHeaders {
    /** Set by the connection or by the platform, never by a function. */
    private static final Set<String> CONTROLLED =
            Set.of("host", "content-length", "expect", "traceparent", "tracestate");

    private static final Set<String> OF_THE_BODY =
            Set.of("content-type", "content-encoding", "content-language", "content-location");
    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie");

    /** What isolates can unpack when the function reads the body. */
    private static final Set<String> READABLE = Set.of("gzip", "x-gzip", "deflate", "identity");

    private FetchHeaders() {}

    /** Leaves out what is controlled, malformed, or pretends to come from the platform. */
    static List<String> outgoing(String[] asked) {
        List<String> headers = new ArrayList<>(asked.length);
        for (int i = 0; i + 1 < asked.length; i += 2) {
            String name = asked[i].toLowerCase(Locale.ROOT);
            if (CONTROLLED.contains(name) || HopByHop.is(name) || name.startsWith("mayfly-")) continue;
            if (!HopByHop.wellFormed(name, asked[i + 1])) continue;
            String value = name.equals("accept-encoding") ? readable(asked[i + 1]) : asked[i + 1];
            if (value.isEmpty() && !asked[i + 1].isEmpty()) continue;
            headers.add(name);
            headers.add(value);
        }
        return headers;
    }

    /** A client's wish, passed on, may name codings that the function could not read. */
    private static String readable(String accepted) {
        return Arrays.stream(accepted.split(","))
                .map(String::strip)
                .filter(coding ->
                        READABLE.contains(coding.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    static List<String> withoutBody(List<String> headers) {
        return without(headers, OF_THE_BODY);
    }

    static List<String> withoutCredentials(List<String> headers) {
        return without(headers, CREDENTIALS);
    }

    static String[] incoming(MultiMap received) {
        Set<String> hops = HopByHop.named(received.getAll("connection"));
        List<String> headers = new ArrayList<>(2 * received.size());
        for (Map.Entry<String, String> header : received) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (HopByHop.is(name) || hops.contains(name)) continue;
            headers.add(name);
            headers.add(header.getValue());
        }
        return headers.toArray(String[]::new);
    }

    private static List<String> without(List<String> headers, Set<String> names) {
        List<String> kept = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i += 2)
            if (!names.contains(headers.get(i))) kept.addAll(headers.subList(i, i + 2));
        return kept;
    }
}
