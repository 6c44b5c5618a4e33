package dev.mayfly.memory.deriving;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One or more days in a row.
 *
 * @param from the first
 * @param to the day after the last
 */
public record Days(LocalDate from, LocalDate to) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

    public Days {
        if (!from.isBefore(to))
            throw new IllegalArgumentException("days begin before they end: %s, %s".formatted(from, to));
    }

    static Days day(LocalDate day) {
        return new Days(day, day.plusDays(1));
    }

    static Days month(LocalDate inIt) {
        LocalDate first = inIt.withDayOfMonth(1);
        return new Days(first, first.plusMonths(1));
    }

    static Days year(int year) {
        return new Days(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1));
    }

    public long count() {
        return to.toEpochDay() - from.toEpochDay();
    }

    public boolean overlaps(Days other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }

    /** As people write it, so that the words of a question meet it: {@code Friday 5 May 2023}, {@code May 2023}, {@code 2023}. */
    public String written() {
        if (count() == 1) return DAY.format(from);
        if (equals(year(from.getYear()))) return Integer.toString(from.getYear());
        if (equals(month(from))) return MONTH.format(from);
        return DAY.format(from) + " to " + DAY.format(to.minusDays(1));
    }
}
