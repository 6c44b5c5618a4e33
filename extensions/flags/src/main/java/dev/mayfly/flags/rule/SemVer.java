package dev.mayfly.flags.rule;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A version as <a href="https://semver.org">Semantic Versioning 2.0.0</a> has it, or its beginning: {@code 1}, {@code 1.2}. */
record SemVer(String major, String minor, String patch, String[] before) {
    private static final int LENGTH_MAX = 256;
    private static final String NUMBER = "(0|[1-9]\\d*+)";
    private static final String PART = "(?:0|[1-9]\\d*+|\\d*+[a-zA-Z-][0-9a-zA-Z-]*+)";
    private static final Pattern TEXT = Pattern.compile("[vV]?" + NUMBER + "(?:\\." + NUMBER + "(?:\\." + NUMBER
            + "(?:-(" + PART + "(?:\\." + PART + ")*+))?(?:\\+[0-9a-zA-Z-]++(?:\\.[0-9a-zA-Z-]++)*+)?)?)?");
    private static final String[] RELEASED = {};

    /** Of a text, or of a number that looks like the beginning of one. */
    static Optional<SemVer> of(@Nullable Object value) {
        if (!(value instanceof String) && !(value instanceof Number)) return Optional.empty();
        String text = Values.text(value);
        if (text.length() > LENGTH_MAX) return Optional.empty();
        Matcher found = TEXT.matcher(text);
        if (!found.matches()) return Optional.empty();
        String before = found.group(4);
        return Optional.of(new SemVer(
                found.group(1),
                orZero(found.group(2)),
                orZero(found.group(3)),
                before == null ? RELEASED : before.split("\\.", -1)));
    }

    private static String orZero(@Nullable String number) {
        return number == null ? "0" : number;
    }

    enum Operator {
        EQUAL("="),
        OTHER("!="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">="),
        SAME_MAJOR("^"),
        SAME_MINOR("~");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        static Optional<Operator> of(@Nullable Object value) {
            for (Operator operator : values()) if (operator.text.equals(value)) return Optional.of(operator);
            return Optional.empty();
        }

        boolean holds(SemVer one, SemVer other) {
            return switch (this) {
                case EQUAL -> one.compare(other) == 0;
                case OTHER -> one.compare(other) != 0;
                case LESS -> one.compare(other) < 0;
                case AT_MOST -> one.compare(other) <= 0;
                case MORE -> one.compare(other) > 0;
                case AT_LEAST -> one.compare(other) >= 0;
                case SAME_MAJOR -> one.major.equals(other.major);
                case SAME_MINOR -> one.major.equals(other.major) && one.minor.equals(other.minor);
            };
        }
    }

    int compare(SemVer other) {
        int order = numbers(major, other.major);
        if (order == 0) order = numbers(minor, other.minor);
        if (order == 0) order = numbers(patch, other.patch);
        return order == 0 ? before(before, other.before) : order;
    }

    private static int numbers(String one, String other) {
        return one.length() == other.length() ? one.compareTo(other) : Integer.compare(one.length(), other.length());
    }

    /** A version without comes after all that have something. */
    private static int before(String[] one, String[] other) {
        if (one.length == 0 || other.length == 0) return Integer.compare(other.length, one.length);
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            int order = parts(one[i], other[i]);
            if (order != 0) return order;
        }
        return Integer.compare(one.length, other.length);
    }

    private static int parts(String one, String other) {
        boolean number = isNumber(one), otherNumber = isNumber(other);
        if (number && otherNumber) return numbers(one, other);
        if (number != otherNumber) return number ? -1 : 1;
        return one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** {@code sem_ver}; null where one of them is no version, or the operator none. */
    record Compared(Node version, Node operator, Node wanted) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Optional<SemVer> one = SemVer.of(version.evaluate(scope));
            Optional<Operator> how = Operator.of(operator.evaluate(scope));
            Optional<SemVer> other = SemVer.of(wanted.evaluate(scope));
            return one.isPresent() && how.isPresent() && other.isPresent()
                    ? (Object) how.get().holds(one.get(), other.get())
                    : null;
        }
    }

    /** {@code sem_ver} with a version and an operator that stand in the rule. */
    record ComparedWith(Node version, Operator operator, SemVer wanted) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return SemVer.of(version.evaluate(scope))
                    .map(one -> (Object) operator.holds(one, wanted))
                    .orElse(null);
        }
    }
}
