package dev.mayfly.control.v4.upload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.functions.CompatibilityFlags;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.v4.V4Problem;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which behaviour of the Workers runtime a script was written for. Mayfly has one, that of today's standards: a date changes nothing,
 * and of the flags those are taken that ask for Node.js or for what is so anyway.
 */
final class Compatibility {
    private Compatibility() {}

    /** What of it is noted with the version. */
    static void read(JsonNode metadata, Map<String, String> notes) {
        JsonNode date = metadata.path("compatibility_date");
        if (date.isTextual()) notes.put(Notes.COMPATIBILITY_DATE, date(date.asText()));
        Set<String> flags = new TreeSet<>();
        for (JsonNode flag : metadata.path("compatibility_flags")) flags.add(flag(flag.asText()));
        if (!flags.isEmpty()) notes.put(Notes.COMPATIBILITY_FLAGS, String.join(",", flags));
    }

    private static String date(String text) {
        try {
            return LocalDate.parse(text).toString();
        } catch (DateTimeParseException e) {
            throw new Problem.Invalid(
                    "invalid-metadata", "compatibility_date is a date like 2026-01-31, not '%s'".formatted(text));
        }
    }

    private static String flag(String flag) {
        if (CompatibilityFlags.TAKEN.contains(flag)) return flag;
        throw V4Problem.unsupported("compatibility flag %s is not supported; supported are %s"
                .formatted(flag, String.join(", ", CompatibilityFlags.TAKEN)));
    }
}
