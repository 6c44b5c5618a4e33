package dev.mayfly.bindings.rates;

import dev.mayfly.bindings.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many in a period: a bucket of that size, full at first, that fills up evenly within the period.
 *
 * @param limit 1 to 1,000,000
 * @param period in seconds, 1 to 86,400
 */
public record Rate(int limit, int period) {
    public static final int LIMIT_MAX = 1_000_000;
    public static final int PERIOD_MAX = 86_400;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{1,9})s");

    public Rate {
        check("limit", limit, LIMIT_MAX);
        check("period", period, PERIOD_MAX);
    }

    private static void check(String name, int value, int max) {
        if (value < 1 || value > max)
            throw new Problem.Invalid(
                    "invalid-rate", "a rate's %s is %d; it must lie between 1 and %d".formatted(name, value, max));
    }

    /** Reads {@code 100/10s}: a hundred in ten seconds. */
    public static Rate of(String text) {
        Matcher found = TEXT.matcher(text.strip());
        if (!found.matches())
            throw new Problem.Invalid(
                    "invalid-rate", "a rate is <limit>/<seconds>s, such as 100/10s, and not " + text.strip());
        return new Rate(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)));
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        return limit + "/" + period + "s";
    }
}
