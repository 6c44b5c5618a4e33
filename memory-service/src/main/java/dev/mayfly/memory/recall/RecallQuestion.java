package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is asked of a profile.
 *
 * @param vector of the text, as a query; without one, words alone are looked at
 * @param kinds all where empty
 * @param sessionId one session only
 * @param referenceDate what "yesterday" in the text counts from
 * @param now what expires is held against
 * @param asOf what held then; by default what holds now, or held when it was known
 * @param knownAt what was known then, by what is recorded; by default all that is known
 * @param visible the caller's filter and what its readers may see; held against every memory before any ranking
 * @param budgetTokens how much text the answer may have in all
 */
public record RecallQuestion(
        String text,
        Optional<float[]> vector,
        int limit,
        Set<Kind> kinds,
        Optional<String> sessionId,
        Instant referenceDate,
        Instant now,
        Optional<Instant> asOf,
        Optional<Instant> knownAt,
        Predicate<Stored> visible,
        int budgetTokens) {
    public static final int LIMIT_MAX = 500;
    public static final int LIMIT_DEFAULT = 50;
    public static final int BUDGET_DEFAULT = 2_000;

    public RecallQuestion {
        if (text.isBlank()) throw new IllegalArgumentException("a question has words");
        if (limit < 1 || limit > LIMIT_MAX)
            throw new IllegalArgumentException("limit is between 1 and %d, not %d".formatted(LIMIT_MAX, limit));
        if (budgetTokens < 1) throw new IllegalArgumentException("budgetTokens is 1 or more, not " + budgetTokens);
        kinds = Set.copyOf(kinds);
    }
}
