package dev.mayfly.memory.deriving;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the days that an English text speaks of: {@code 7 May 2023}, {@code last Friday}, {@code two weeks ago}. What is relative counts from the
 * day on which it was said. What leaves it open which day is meant ("on Friday", "soon") is left alone.
 */
public final class Dates {
    private static final int MENTIONS_MAX = 16;
    private static final int AMOUNT_MAX = 1_000;
    private static final String MONTHS =
            "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
    private static final String LONG_MONTHS =
            "(january|february|march|april|may|june|july|august|september|october|november|december)";
    private static final String WEEKDAYS =
            "(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r?s(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)";
    private static final String AMOUNT =
            "(\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple(?: of)?|a few|several)";
    private static final String UNIT = "(day|week|weekend|month|year)s?";
    private static final String YEAR = "((?:19|20)\\d\\d)";
    private static final String NTH = "(\\d{1,2})(?:st|nd|rd|th)?";

    /** Months that are verbs, too, as verbs are written: "I may 5 times", "this may be". */
    private static final Pattern VERB = Pattern.compile("(?:\\d{1,2} |[Tt]his )?(?:may|march)(?: \\d{1,2})?");

    private static final Map<String, Integer> AMOUNTS = Map.ofEntries(
            Map.entry("a", 1),
            Map.entry("an", 1),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("a couple", 2),
            Map.entry("a couple of", 2),
            Map.entry("a few", 3),
            Map.entry("several", 3));

    /** What was said, where it stands, and which days it means. */
    public record Mention(int start, int end, String said, Days days) {}

    private static final List<String> YEARS = List.of("19", "20");
    private static final List<String> MONTH_NAMES = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final List<String> UNITS = List.of("day", "week", "month", "year");

    /**
     * Later rules see what earlier ones left.
     *
     * @param signs a text without any of them has nothing for this rule, and is not searched: nearly all texts have none
     */
    private record Rule(List<String> signs, Pattern said, BiFunction<MatchResult, LocalDate, Optional<Days>> days) {
        Rule(List<String> signs, String said, BiFunction<MatchResult, LocalDate, Optional<Days>> days) {
            this(signs, Pattern.compile("\\b(?:" + said + ")\\b"), days);
        }

        boolean mayFind(String text) {
            for (String sign : signs) if (text.contains(sign)) return true;
            return false;
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule(
                    YEARS,
                    YEAR + "-(\\d\\d)-(\\d\\d)",
                    (said, today) -> day(said.group(1), said.group(2), said.group(3))),
            new Rule(
                    YEARS,
                    NTH + "(?: of)? " + MONTHS + "\\.?,? " + YEAR,
                    (said, today) -> day(Integer.parseInt(said.group(3)), month(said.group(2)), said.group(1))),
            new Rule(
                    YEARS,
                    MONTHS + "\\.? " + NTH + ",? " + YEAR,
                    (said, today) -> day(Integer.parseInt(said.group(3)), month(said.group(1)), said.group(2))),
            new Rule(
                    YEARS,
                    MONTHS + "\\.?,? (?:of )?" + YEAR,
                    (said, today) -> Optional.of(
                            Days.month(LocalDate.of(Integer.parseInt(said.group(2)), month(said.group(1)), 1)))),
            new Rule(
                    MONTH_NAMES,
                    NTH + "(?: of)? " + LONG_MONTHS,
                    (said, today) -> nearest(today, month(said.group(2)), said.group(1))),
            new Rule(
                    MONTH_NAMES,
                    LONG_MONTHS + " " + NTH,
                    (said, today) -> nearest(today, month(said.group(1)), said.group(2))),
            new Rule(List.of("yesterday"), "(?:the )?day before yesterday", (said, today) -> days(today, -2)),
            new Rule(List.of("yesterday", "night"), "yesterday|last night", (said, today) -> days(today, -1)),
            new Rule(List.of("tomorrow"), "(?:the )?day after tomorrow", (said, today) -> days(today, 2)),
            new Rule(List.of("tomorrow"), "tomorrow", (said, today) -> days(today, 1)),
            new Rule(
                    List.of("today", "tonight", "morning", "afternoon", "evening"),
                    "today|tonight|this (?:morning|afternoon|evening)",
                    (said, today) -> days(today, 0)),
            new Rule(
                    List.of("ago", "back", "earlier"),
                    AMOUNT + " " + UNIT + " (?:ago|back|earlier)",
                    (said, today) -> away(today, -amount(said.group(1)), said.group(2))),
            new Rule(
                    UNITS,
                    "in " + AMOUNT + " " + UNIT,
                    (said, today) -> away(today, amount(said.group(1)), said.group(2))),
            new Rule(
                    UNITS,
                    "(last|past|this|next) (week|weekend|month|year)",
                    (said, today) ->
                            Optional.of(whole(today.plus(step(said.group(1)), unit(said.group(2))), said.group(2)))),
            new Rule(
                    List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
                    "(last|past|this|next) " + WEEKDAYS,
                    (said, today) -> Optional.of(Days.day(weekday(today, said.group(1), weekday(said.group(2)))))),
            new Rule(
                    MONTH_NAMES,
                    "(last|past|this|next) " + LONG_MONTHS,
                    (said, today) -> Optional.of(Days.month(monthNear(today, said.group(1), month(said.group(2)))))),
            new Rule(
                    List.of("spring", "summer", "autumn", "fall", "winter"),
                    "(last|past|this|next) (spring|summer|autumn|fall|winter)",
                    (said, today) -> Optional.of(season(today, said.group(1), said.group(2)))),
            new Rule(
                    MONTH_NAMES,
                    "(?:in|since|during|around) " + LONG_MONTHS,
                    (said, today) -> Optional.of(Days.month(latest(today, month(said.group(1)))))),
            new Rule(
                    YEARS,
                    "(?:in|since|during|around|year|of|by) " + YEAR,
                    (said, today) -> Optional.of(Days.year(Integer.parseInt(said.group(1))))));

    private Dates() {}

    /** In the order of the text; no two share a character. Of a day that cannot be, as 30 February 2023, no part is read as another. */
    public static List<Mention> in(String text, LocalDate said) {
        String left = text.toLowerCase(Locale.ENGLISH);
        if (left.length() != text.length()) left = text;
        List<Mention> found = new ArrayList<>();
        for (Rule rule : RULES) {
            if (!rule.mayFind(left)) continue;
            char[] unread = left.toCharArray();
            for (MatchResult match : rule.said.matcher(left).results().toList()) {
                if (found.size() >= MENTIONS_MAX) break;
                String words = text.substring(match.start(), match.end());
                if (VERB.matcher(words).matches()) continue;
                rule.days
                        .apply(match, said)
                        .ifPresent(days -> found.add(new Mention(match.start(), match.end(), words, days)));
                Arrays.fill(unread, match.start(), match.end(), '\0');
            }
            left = new String(unread);
        }
        found.sort((one, other) -> Integer.compare(one.start, other.start));
        return found;
    }

    private static Optional<Days> day(String year, String month, String day) {
        int number = Integer.parseInt(month);
        return number < 1 || number > 12 ? Optional.empty() : day(Integer.parseInt(year), Month.of(number), day);
    }

    private static Optional<Days> day(int year, Month month, String day) {
        int number = Integer.parseInt(day);
        return number < 1 || number > month.length(LocalDate.of(year, 1, 1).isLeapYear())
                ? Optional.empty()
                : Optional.of(Days.day(LocalDate.of(year, month, number)));
    }

    private static Optional<Days> days(LocalDate today, int away) {
        return Optional.of(Days.day(today.plusDays(away)));
    }

    /** A day and a month without a year: of the years around, the one in which it is nearest. */
    private static Optional<Days> nearest(LocalDate today, Month month, String day) {
        return Stream.of(-1, 0, 1)
                .flatMap(years -> day(today.getYear() + years, month, day).stream())
                .min((one, other) -> Long.compare(distance(today, one), distance(today, other)));
    }

    private static long distance(LocalDate today, Days days) {
        return Math.abs(ChronoUnit.DAYS.between(today, days.from()));
    }

    private static int amount(String said) {
        Integer named = AMOUNTS.get(said);
        return named != null ? named : Math.min(AMOUNT_MAX, Integer.parseInt(said));
    }

    /** "Two weeks ago" is the day; of months and years nobody knows the day. */
    private static Optional<Days> away(LocalDate today, int amount, String unit) {
        LocalDate then = today.plus(amount, unit(unit));
        return Optional.of(unit.equals("day") || unit.equals("week") ? Days.day(then) : whole(then, unit));
    }

    private static ChronoUnit unit(String said) {
        return switch (said) {
            case "day" -> ChronoUnit.DAYS;
            case "week", "weekend" -> ChronoUnit.WEEKS;
            case "month" -> ChronoUnit.MONTHS;
            default -> ChronoUnit.YEARS;
        };
    }

    /** Weeks begin on Monday. */
    private static Days whole(LocalDate inIt, String unit) {
        LocalDate monday = inIt.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return switch (unit) {
            case "week" -> new Days(monday, monday.plusDays(7));
            case "weekend" -> new Days(monday.plusDays(5), monday.plusDays(7));
            case "month" -> Days.month(inIt);
            default -> Days.year(inIt.getYear());
        };
    }

    private static int step(String said) {
        return switch (said) {
            case "next" -> 1;
            case "this" -> 0;
            default -> -1;
        };
    }

    private static LocalDate weekday(LocalDate today, String which, DayOfWeek day) {
        return switch (which) {
            case "last", "past" -> today.with(TemporalAdjusters.previous(day));
            case "next" -> today.with(TemporalAdjusters.next(day));
            default ->
                today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).with(TemporalAdjusters.nextOrSame(day));
        };
    }

    private static DayOfWeek weekday(String said) {
        return Stream.of(DayOfWeek.values())
                .filter(day -> day.name().toLowerCase(Locale.ENGLISH).startsWith(said.substring(0, 3)))
                .findFirst()
                .orElseThrow();
    }

    private static Month month(String said) {
        return Stream.of(Month.values())
                .filter(month -> month.name().toLowerCase(Locale.ENGLISH).startsWith(said.substring(0, 3)))
                .findFirst()
                .orElseThrow();
    }

    /** The month of that name that began last. */
    private static LocalDate latest(LocalDate today, Month month) {
        LocalDate thisYear = LocalDate.of(today.getYear(), month, 1);
        return thisYear.isAfter(today) ? thisYear.minusYears(1) : thisYear;
    }

    private static LocalDate monthNear(LocalDate today, String which, Month month) {
        LocalDate thisYear = LocalDate.of(today.getYear(), month, 1);
        LocalDate current = today.withDayOfMonth(1);
        return switch (which) {
            case "last", "past" -> thisYear.isBefore(current) ? thisYear : thisYear.minusYears(1);
            case "next" -> thisYear.isAfter(current) ? thisYear : thisYear.plusYears(1);
            default -> thisYear;
        };
    }

    /** Of the northern half of the earth, by whole months; a winter belongs to the year in which it ends. */
    private static Days season(LocalDate today, String which, String season) {
        Month first = switch (season) {
            case "spring" -> Month.MARCH;
            case "summer" -> Month.JUNE;
            case "winter" -> Month.DECEMBER;
            default -> Month.SEPTEMBER;
        };
        LocalDate begun = latest(today, first);
        boolean now = today.isBefore(begun.plusMonths(3));
        boolean justOver = today.isBefore(begun.plusMonths(6));
        LocalDate from = switch (which) {
            case "last", "past" -> now ? begun.minusYears(1) : begun;
            case "next" -> begun.plusYears(1);
            default -> justOver ? begun : begun.plusYears(1);
        };
        return new Days(from, from.plusMonths(3));
    }
}
