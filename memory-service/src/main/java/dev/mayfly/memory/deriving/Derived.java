package dev.mayfly.memory.deriving;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A memory made of turns.
 *
 * @param name the same for the same turns, whenever they are derived from again; unique within a profile
 * @param summary one line
 * @param content what is shown: who said it, on what day, and what
 * @param embedded what its vector is made of: who said what, without the day, which would make all of one day alike
 * @param key what a fact is about; a newer memory of the same key supersedes this one
 * @param sources ids of the turns that it is made of, who matters most first
 * @param validFrom since when it holds: the time that the text speaks of, or that it was said
 * @param entities names, numbers and days in it, in lower case
 * @param importance from 0 to 1
 * @param suspicious whether it tries to tell the agent what to do behind its user's back
 */
public record Derived(
        String name,
        Kind kind,
        String summary,
        String content,
        String embedded,
        Optional<String> key,
        String sessionId,
        List<String> sources,
        Instant validFrom,
        Optional<Instant> validTo,
        Set<String> entities,
        double importance,
        boolean suspicious) {
    public Derived {
        if (sources.isEmpty()) throw new IllegalArgumentException("a memory that is derived has a source");
        if (!(importance >= 0 && importance <= 1))
            throw new IllegalArgumentException("importance is between 0 and 1, not " + importance);
        sources = List.copyOf(sources);
        entities = Set.copyOf(entities);
    }
}
