package dev.mayfly.isolates.worker.web.pattern;

import dev.mayfly.isolates.worker.web.UrlParts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What the prelude asks of patterns. Lists go out as one text in which each member is its length, a colon and itself; what is wrong
 * with a pattern goes out behind an exclamation mark.
 */
public final class UrlPatterns {
    private static final int LONGEST = 8192;

    private UrlPatterns() {}

    /**
     * A pattern understood: for each component its pattern, its regular expression, {@code 1} if an author's own is in that, the number of
     * its groups and their names.
     *
     * @param a a function that tells whether a regular expression matches a special protocol, then what {@link #init} takes
     */
    public static String compile(Value[] a) {
        try {
            return packed(compile(init(a, 1, a[0]), a[0]));
        } catch (BadPattern e) {
            return "!" + e.getMessage();
        }
    }

    private static List<String> compile(Init init, Value matchesSpecial) {
        Predicate<String> regexpDoes = regexp -> matchesSpecial.execute(regexp).asBoolean();
        var patterns = init.patterns();
        for (var field : Field.values()) patterns.putIfAbsent(field, "*");
        for (var field : Field.values()) bounded(patterns.getOrDefault(field, ""));
        var scheme = patterns.getOrDefault(Field.PROTOCOL, "");
        if (UrlParts.isDefaultPort(scheme, patterns.getOrDefault(Field.PORT, ""))) patterns.put(Field.PORT, "");
        var out = new ArrayList<String>();
        boolean special = false;
        for (var field : Field.values()) {
            var compiled = Compiled.of(field, patterns.getOrDefault(field, ""), special);
            if (field == Field.PROTOCOL) special = compiled.matchesSpecial(regexpDoes);
            var names = compiled.names();
            out.add(compiled.pattern());
            out.add(compiled.regexp());
            out.add(compiled.hasRegexp() ? "1" : "0");
            out.add(Integer.toString(names.size()));
            out.addAll(names);
        }
        return out;
    }

    /**
     * The eight components of a URL that is to be matched; null if there is no such URL.
     *
     * @param a what {@link #init} takes, with a URL in the place of the pattern
     */
    public static @Nullable String components(Value[] a) {
        if (!a[0].isNull()) {
            var url = UrlParts.whole(a[0].asString(), text(a[1]));
            return url == null
                    ? null
                    : packed(List.of(
                            url.protocol(),
                            url.username(),
                            url.password(),
                            url.hostname(),
                            url.port(),
                            url.pathname(),
                            url.search(),
                            url.hash()));
        }
        try {
            return packed(List.copyOf(new Init(fields(a, 2), text(a[1])).url().values()));
        } catch (BadPattern e) {
            return null;
        }
    }

    /**
     * The order of two patterns of a component: the stricter one is the greater one.
     *
     * @param a component, its two patterns, and for each whether its protocol is special
     */
    public static String compare(Value[] a) {
        try {
            var field = Field.named(a[0].asString());
            var left = Compiled.of(field, a[1].asString(), a[3].asBoolean());
            var right = Compiled.of(field, a[2].asString(), a[4].asBoolean());
            return Integer.toString(Integer.signum(left.compareTo(right)));
        } catch (BadPattern e) {
            return "!" + e.getMessage();
        }
    }

    /**
     * The text that a component matches when its groups have these values.
     *
     * @param a component, its pattern, whether its protocol is special, then the value of each group or null
     */
    public static String generate(Value[] a) {
        try {
            var field = Field.named(a[0].asString());
            return "=" + generate(field, Compiled.of(field, a[1].asString(), a[2].asBoolean()), a, 3);
        } catch (BadPattern e) {
            return "!" + e.getMessage();
        }
    }

    private static String generate(Field field, Compiled compiled, Value[] a, int from) {
        boolean opaque = field == Field.PATHNAME && compiled.separator() == Separator.NONE;
        var out = new StringBuilder();
        int group = from;
        for (var part : compiled.parts()) {
            if (!part.isOnce()) throw new BadPattern("what may be there or not, or twice, cannot be generated");
            if (part.isFixed()) {
                out.append(part.value());
                continue;
            }
            var value = group < a.length ? text(a[group++]) : null;
            if (part.type() != Part.Type.SEGMENT_WILDCARD || value == null)
                throw new BadPattern("only named groups can be generated, and each needs a value");
            var written = opaque ? field.required(value, UrlParts.opaquePathname(value)) : field.canonical(value, "");
            var delimiter = compiled.separator().delimiter;
            if (written.isEmpty() || (!delimiter.isEmpty() && written.contains(delimiter)))
                throw new BadPattern("%s does not fit into one segment".formatted(BadPattern.shown(value)));
            out.append(part.prefix()).append(written).append(part.suffix());
        }
        return out.toString();
    }

    /** @param a from {@code at} on: a pattern written like a URL or null, the base or null, and if it is null the eight components */
    private static Init init(Value[] a, int at, Value matchesSpecial) {
        var base = text(a[at + 1]);
        if (a[at].isNull()) return new Init(fields(a, at + 2), base);
        var pattern = bounded(a[at].asString());
        var fields = ConstructorString.parse(
                pattern,
                protocol -> Compiled.of(Field.PROTOCOL, protocol, false)
                        .matchesSpecial(regexp -> matchesSpecial.execute(regexp).asBoolean()));
        if (base == null && !fields.containsKey(Field.PROTOCOL))
            throw new BadPattern("%s is relative and there is no base".formatted(BadPattern.shown(pattern)));
        return new Init(fields, base);
    }

    private static Map<Field, String> fields(Value[] a, int at) {
        var fields = new EnumMap<Field, String>(Field.class);
        int next = at;
        for (var field : Field.values()) {
            var given = text(a[next++]);
            if (given != null) fields.put(field, given);
        }
        return fields;
    }

    private static String bounded(String pattern) {
        if (pattern.length() > LONGEST)
            throw new BadPattern("a pattern of %d characters is longer than %d".formatted(pattern.length(), LONGEST));
        return pattern;
    }

    private static @Nullable String text(Value value) {
        return value.isNull() ? null : value.asString();
    }

    private static String packed(List<String> members) {
        var out = new StringBuilder();
        for (var member : members) out.append(member.length()).append(':').append(member);
        return out.toString();
    }
}
