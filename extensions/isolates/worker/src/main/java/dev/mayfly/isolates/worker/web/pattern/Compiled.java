package dev.mayfly.isolates.worker.web.pattern;

import dev.mayfly.isolates.worker.web.UrlParts;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The pattern of one component, understood. */
record Compiled(List<Part> parts, Separator separator) {
    static Compiled of(String pattern, Separator separator, UnaryOperator<String> canonical) {
        return new Compiled(PartParser.parts(pattern, separator, canonical), separator);
    }

    /** @param special whether the protocol is one that browsers know best: its paths have segments */
    static Compiled of(Field field, String pattern, boolean special) {
        return of(pattern, separator(field, special), canonical(field, pattern, special));
    }

    private static Separator separator(Field field, boolean special) {
        return switch (field) {
            case HOSTNAME -> Separator.DOT;
            case PATHNAME -> special ? Separator.SLASH : Separator.NONE;
            default -> Separator.NONE;
        };
    }

    private static UnaryOperator<String> canonical(Field field, String pattern, boolean special) {
        if (field == Field.HOSTNAME && isIpv6(pattern)) return text -> field.required(text, UrlParts.ipv6(text));
        if (field == Field.PATHNAME && !special) return text -> field.required(text, UrlParts.opaquePathname(text));
        // No port is left out here: which one is its protocol's own was looked at before.
        return text -> field.canonical(text, "");
    }

    private static boolean isIpv6(String pattern) {
        return pattern.length() > 1
                && (pattern.startsWith("[") || pattern.startsWith("{[") || pattern.startsWith("\\["));
    }

    String pattern() {
        return PatternText.pattern(parts, separator);
    }

    String regexp() {
        return PatternText.regexp(parts, separator);
    }

    List<String> names() {
        return parts.stream().filter(part -> !part.isFixed()).map(Part::name).toList();
    }

    /** Whether an author's own regular expression is in it. */
    boolean hasRegexp() {
        return parts.stream().anyMatch(part -> part.type() == Part.Type.REGEXP);
    }

    /** Whether it matches a protocol that browsers know best. Only what is not obvious is asked of {@code regexpDoes}. */
    boolean matchesSpecial(Predicate<String> regexpDoes) {
        if (parts.size() != 1) return !parts.isEmpty() && regexpDoes.test(regexp());
        var part = parts.getFirst();
        if (part.isFixed() && part.isOnce()) return UrlParts.isSpecial(part.value());
        return regexpDoes.test(regexp());
    }

    /** Negative where this lets more through than the other. */
    int compareTo(Compiled other) {
        int both = Math.min(parts.size(), other.parts.size());
        for (int i = 0; i < both; i++) {
            int compared = Part.BY_STRICTNESS.compare(parts.get(i), other.parts.get(i));
            if (compared != 0) return compared;
        }
        if (parts.size() == other.parts.size()) return 0;
        var mine = both < parts.size() ? parts.get(both) : Part.NOTHING;
        var others = both < other.parts.size() ? other.parts.get(both) : Part.NOTHING;
        return Part.BY_STRICTNESS.compare(mine, others);
    }
}
