package dev.mayfly.memory.recall;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.memory.deriving.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A memory as the index takes it.
 *
 * @param sessionId empty where it was remembered outside any session
 * @param place where its first source stands in its session: neighbours have neighbouring places
 * @param validFrom since when it holds
 * @param validTo until when; empty while it does
 * @param expiresAt when nobody is to know it any more
 * @param recordedAt since when it is known
 * @param successor which is known in its place
 * @param metadata what filters look at
 * @param readers who may see it; everybody where empty
 * @param vector one without is found by its words alone
 */
public record Stored(
        String id,
        Kind kind,
        String summary,
        String content,
        Optional<String> key,
        Optional<String> sessionId,
        List<Source> sources,
        long place,
        Instant validFrom,
        Optional<Instant> validTo,
        Optional<Instant> expiresAt,
        Instant recordedAt,
        Optional<Successor> successor,
        Set<String> entities,
        double importance,
        boolean suspicious,
        JsonNode metadata,
        Set<String> readers,
        Optional<float[]> vector) {
    /**
     * @param at since when it is known in its place
     * @param ends until when the one before it would hold without it; empty where that had no end
     */
    public record Successor(Instant at, String id, Optional<Instant> ends) {}

    /** A message of the caller's, best first. */
    public record Source(String messageId, String sessionId, Instant at, String speaker, String excerpt) {}

    public Stored {
        if (id.isBlank()) throw new IllegalArgumentException("a stored memory has an id");
        sources = List.copyOf(sources);
        entities = Set.copyOf(entities);
        readers = Set.copyOf(readers);
    }

    /** Until when it holds. What happened has happened, though it is over. */
    Optional<Instant> end() {
        boolean happened = kind == Kind.event && successor.isEmpty();
        return Stream.concat(happened ? Stream.empty() : validTo.stream(), expiresAt.stream())
                .min(Instant::compareTo);
    }

    /** As it was found: nobody who reads an answer needs its vector. */
    Stored withoutVector() {
        return new Stored(
                id,
                kind,
                summary,
                content,
                key,
                sessionId,
                sources,
                place,
                validFrom,
                validTo,
                expiresAt,
                recordedAt,
                successor,
                entities,
                importance,
                suspicious,
                metadata,
                readers,
                Optional.empty());
    }
}
