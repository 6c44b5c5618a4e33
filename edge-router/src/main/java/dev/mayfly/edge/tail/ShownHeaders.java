package dev.mayfly.edge.tail;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A request's headers as those may see them who watch: what carries secrets says so instead, and tokens are taken out wherever they stand. */
final class ShownHeaders {
    private static final String REDACTED = "REDACTED";
    private static final List<String> TELLING =
            List.of("auth", "cookie", "key", "secret", "token", "jwt", "mayfly-debug");

    private ShownHeaders() {}

    static Map<String, String> of(MultiMap headers, UnaryOperator<String> clean) {
        Map<String, String> shown = new TreeMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = clean.apply(header.getKey()).toLowerCase(Locale.ROOT);
            if (TELLING.stream().anyMatch(name::contains)) shown.put(name, REDACTED);
            else shown.merge(name, clean.apply(header.getValue()), (first, more) -> first + ", " + more);
        }
        return shown;
    }
}
