package dev.mayfly.isolates.worker.web.pattern;

import dev.mayfly.isolates.worker.web.pattern.Part.Modifier;
import dev.mayfly.isolates.worker.web.pattern.Part.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes parts as a regular expression, and as the pattern that they are read from. */
final class PatternText {
    private static final String IN_REGEXPS = ".+*?^${}()[]|/\\";
    private static final String IN_PATTERNS = "+*?:{}()\\";

    private PatternText() {}

    static String regexp(List<Part> parts, Separator separator) {
        var out = new StringBuilder("^");
        for (var part : parts) {
            if (!part.isFixed()) group(out, part, separator);
            else if (part.isOnce()) out.append(escapedRegexp(part.value()));
            else
                out.append("(?:")
                        .append(escapedRegexp(part.value()))
                        .append(')')
                        .append(part.modifier().sign);
        }
        return out.append('$').toString();
    }

    private static void group(StringBuilder out, Part part, Separator separator) {
        var inner = switch (part.type()) {
            case SEGMENT_WILDCARD -> separator.segment();
            case FULL_WILDCARD -> PartParser.ANYTHING;
            default -> part.value();
        };
        var prefix = escapedRegexp(part.prefix());
        var suffix = escapedRegexp(part.suffix());
        var sign = part.modifier().sign;
        boolean repeats = part.modifier() == Modifier.ZERO_OR_MORE || part.modifier() == Modifier.ONE_OR_MORE;
        if (prefix.isEmpty() && suffix.isEmpty()) {
            if (repeats)
                out.append("((?:").append(inner).append(')').append(sign).append(')');
            else out.append('(').append(inner).append(')').append(sign);
        } else if (!repeats) {
            out.append("(?:").append(prefix).append('(').append(inner).append(')');
            out.append(suffix).append(')').append(sign);
        } else {
            // Between two matches stand the suffix of the one and the prefix of the other; around all of them they are
            // not captured.
            out.append("(?:").append(prefix).append("((?:").append(inner).append(")(?:");
            out.append(suffix)
                    .append(prefix)
                    .append("(?:")
                    .append(inner)
                    .append("))*)")
                    .append(suffix)
                    .append(')');
            if (part.modifier() == Modifier.ZERO_OR_MORE) out.append('?');
        }
    }

    static String pattern(List<Part> parts, Separator separator) {
        var out = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            var previous = i == 0 ? null : parts.get(i - 1);
            var next = i + 1 == parts.size() ? null : parts.get(i + 1);
            if (!part.isFixed()) group(out, part, previous, next, separator);
            else if (part.isOnce()) out.append(escaped(part.value()));
            else out.append('{').append(escaped(part.value())).append('}').append(part.modifier().sign);
        }
        return out.toString();
    }

    private static void group(
            StringBuilder out, Part part, @Nullable Part previous, @Nullable Part next, Separator separator) {
        boolean braces = needsBraces(part, previous, next, separator);
        if (braces) out.append('{');
        out.append(escaped(part.prefix()));
        if (part.hasOwnName()) out.append(':').append(part.name());
        switch (part.type()) {
            case REGEXP -> out.append('(').append(part.value()).append(')');
            case SEGMENT_WILDCARD -> {
                if (!part.hasOwnName())
                    out.append('(').append(separator.segment()).append(')');
                else if (startsAsName(part.suffix())) out.append('\\');
            }
            case FULL_WILDCARD -> {
                boolean asterisk = !part.hasOwnName()
                        && (previous == null
                                || previous.isFixed()
                                || !previous.isOnce()
                                || braces
                                || !part.prefix().isEmpty());
                out.append(asterisk ? "*" : "(" + PartParser.ANYTHING + ")");
            }
            case FIXED -> throw new IllegalArgumentException("text is no group");
        }
        out.append(escaped(part.suffix()));
        if (braces) out.append('}');
        out.append(part.modifier().sign);
    }

    /** Whether what stands beside a group would be taken for a piece of it. */
    private static boolean needsBraces(Part part, @Nullable Part previous, @Nullable Part next, Separator separator) {
        if (!part.suffix().isEmpty()) return true;
        if (!part.prefix().isEmpty() && !part.prefix().equals(separator.prefix)) return true;
        return runsInto(part, next) || (part.prefix().isEmpty() && isLed(previous, separator));
    }

    private static boolean runsInto(Part part, @Nullable Part next) {
        boolean bareName = part.hasOwnName() && part.type() == Type.SEGMENT_WILDCARD && part.isOnce();
        if (!bareName
                || next == null
                || !next.prefix().isEmpty()
                || !next.suffix().isEmpty()) return false;
        return next.isFixed() ? startsAsName(next.value()) : next.hasNumber();
    }

    private static boolean isLed(@Nullable Part previous, Separator separator) {
        return previous != null
                && previous.isFixed()
                && !separator.prefix.isEmpty()
                && previous.value().endsWith(separator.prefix);
    }

    private static boolean startsAsName(String text) {
        return !text.isEmpty() && Tokenizer.isName(text.codePointAt(0), false);
    }

    /** A text as a pattern that matches nothing else. */
    static String escaped(String text) {
        return escaped(text, IN_PATTERNS);
    }

    static String escapedRegexp(String text) {
        return escaped(text, IN_REGEXPS);
    }

    private static String escaped(String text, String signs) {
        var out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (signs.indexOf(c) >= 0) out.append('\\');
            out.append(c);
        }
        return out.toString();
    }
}
