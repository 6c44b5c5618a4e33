package dev.mayfly.isolates.worker.web.pattern;

import dev.mayfly.isolates.worker.web.UrlParts;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The components that an author gave, as patterns or as parts of a URL, and the URL that what is missing comes from. */
record Init(Map<Field, String> given, @Nullable String base) {
    /** All that is given and all that the base lends, as patterns. */
    Map<Field, String> patterns() {
        var result = new EnumMap<Field, String>(Field.class);
        var from = base(result, PatternText::escaped);
        if (from != null && lends(Field.PATHNAME)) result.put(Field.PATHNAME, PatternText.escaped(from.pathname()));
        given.forEach((field, text) -> result.put(field, field.bare(text)));
        var path = given.get(Field.PATHNAME);
        if (path != null && from != null && !isAbsolutePattern(path)) {
            result.put(Field.PATHNAME, beside(PatternText.escaped(from.pathname()), path, from));
        }
        return result;
    }

    /** All components of the URL that is meant; what is neither given nor lent is empty. */
    Map<Field, String> url() {
        var result = new EnumMap<Field, String>(Field.class);
        for (var field : Field.values()) result.put(field, "");
        var from = base(result, UnaryOperator.identity());
        if (from != null) {
            if (lends(Field.PATHNAME)) result.put(Field.PATHNAME, from.pathname());
            boolean sameHost = lends(Field.PORT) && !given.containsKey(Field.USERNAME);
            if (sameHost) result.put(Field.USERNAME, from.username());
            if (sameHost && !given.containsKey(Field.PASSWORD)) result.put(Field.PASSWORD, from.password());
        }
        for (var field : Field.values()) {
            var text = given.get(field);
            if (text == null) continue;
            boolean relative = field == Field.PATHNAME && !text.startsWith("/");
            var whole = relative && from != null ? beside(from.pathname(), text, from) : field.bare(text);
            result.put(field, field.canonical(whole, result.getOrDefault(Field.PROTOCOL, "")));
        }
        return result;
    }

    private UrlParts.@Nullable Whole base(Map<Field, String> result, UnaryOperator<String> written) {
        if (base == null) return null;
        var from = UrlParts.whole(base, null);
        if (from == null) throw new BadPattern("the base %s is no URL".formatted(BadPattern.shown(base)));
        if (lends(Field.PROTOCOL)) result.put(Field.PROTOCOL, written.apply(from.protocol()));
        if (lends(Field.HOSTNAME)) result.put(Field.HOSTNAME, written.apply(from.hostname()));
        if (lends(Field.PORT)) result.put(Field.PORT, from.port());
        if (lends(Field.SEARCH)) result.put(Field.SEARCH, written.apply(from.search()));
        if (lends(Field.HASH)) result.put(Field.HASH, written.apply(from.hash()));
        return from;
    }

    /** Whether the base lends a component: none that stands before it is given, nor itself. Who one is says nothing of where. */
    private boolean lends(Field field) {
        for (var before : Field.values()) {
            boolean identity = before == Field.USERNAME || before == Field.PASSWORD;
            if (!identity && before.compareTo(field) <= 0 && given.containsKey(before)) return false;
        }
        return true;
    }

    private static String beside(String basePath, String path, UrlParts.Whole from) {
        return from.hasOpaquePath() ? path : basePath.substring(0, basePath.lastIndexOf('/') + 1) + path;
    }

    private static boolean isAbsolutePattern(String path) {
        return path.startsWith("/") || path.startsWith("\\/") || path.startsWith("{/");
    }
}
