package dev.mayfly.cli;

import dev.mayfly.cli.exit.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When something ends, as people write it. */
final class Expiry {
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,6})([mhd])");

    private Expiry() {}

    /** Empty: never. */
    static Optional<Instant> of(String text, Instant now) {
        if (text.equals("never")) return Optional.empty();
        Matcher span = SPAN.matcher(text);
        try {
            return Optional.of(span.matches() ? now.plus(length(span)) : Instant.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw new Refusal(
                    "'%s' says no time; right are 90d, 12h, 30m, 2027-01-31T00:00:00Z and never".formatted(text));
        }
    }

    private static Duration length(Matcher span) {
        long number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
