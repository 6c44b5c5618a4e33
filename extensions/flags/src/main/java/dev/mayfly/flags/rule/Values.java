package dev.mayfly.flags.rule;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What JsonLogic has from JavaScript: how values are taken for others. */
public final class Values {
    private static final double PLAIN_MIN = 1e-7;
    private static final double PLAIN_MAX = 1e21;
    private static final int SHOWN_MAX = 60;

    private Values() {}

    /** As in JavaScript, but an empty list is false. */
    static boolean truthy(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean bool -> bool;
            case String text -> !text.isEmpty();
            case Number number -> number.doubleValue() != 0 && !Double.isNaN(number.doubleValue());
            case List<?> list -> !list.isEmpty();
            default -> true;
        };
    }

    static double number(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Number number -> number.doubleValue();
            case Boolean bool -> bool ? 1 : 0;
            case String text -> number(text);
            case List<?> list when list.isEmpty() -> 0;
            case List<?> list when list.size() == 1 -> number(text(list.getFirst()));
            default -> Double.NaN;
        };
    }

    private static double number(String text) {
        String digits = text.strip();
        if (digits.isEmpty()) return 0;
        for (int i = 0; i < digits.length(); i++)
            if ("0123456789+-.eE".indexOf(digits.charAt(i)) < 0) return Double.NaN;
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** A whole number where it is one. */
    static Object number(double value) {
        long whole = (long) value;
        return whole == value ? (Object) whole : (Object) value;
    }

    /** As JavaScript joins it. */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case Double number -> text(number.doubleValue());
            case Float number -> text(number.doubleValue());
            case List<?> list -> joined(list);
            case Map<?, ?> map -> "[object Object]";
            default -> value.toString();
        };
    }

    private static String text(double number) {
        if (number == Math.rint(number) && Math.abs(number) < Long.MAX_VALUE) return Long.toString((long) number);
        double size = Math.abs(number);
        if (size >= PLAIN_MIN && size < PLAIN_MAX)
            return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        String text = Double.toString(number).replace(".0E", "E");
        int exponent = text.indexOf('E');
        return exponent < 0 || text.charAt(exponent + 1) == '-' ? text.replace('E', 'e') : text.replace("E", "e+");
    }

    private static String joined(List<?> list) {
        var text = new StringBuilder();
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) text.append(',');
            text.append(text(list.get(i)));
        }
        return text.toString();
    }

    /** As it may stand in a message. */
    public static String shown(@Nullable Object value) {
        String text = text(value);
        return '\'' + (text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…") + '\'';
    }

    /** As {@code ==} does. */
    static boolean alike(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) return one == other;
        if (one instanceof String text && other instanceof String another) return text.equals(another);
        boolean composed = isComposed(one), otherComposed = isComposed(other);
        if (composed && otherComposed) return one == other;
        if (composed && other instanceof String) return text(one).equals(other);
        if (otherComposed && one instanceof String) return one.equals(text(other));
        return number(one) == number(other);
    }

    /** As {@code ===} does. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number number && other instanceof Number another)
            return number.doubleValue() == another.doubleValue();
        if (one instanceof String || one instanceof Boolean) return one.equals(other);
        return one == other;
    }

    private static boolean isComposed(Object value) {
        return value instanceof List || value instanceof Map;
    }
}
