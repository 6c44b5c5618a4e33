package dev.mayfly.search.queries;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search.Query;
import dev.mayfly.retrieval.embedding.TextHash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where the next page begins. It fits the query that it came with, and no other. */
public record Cursor(int offset, String query) {
    private static final int HASH_LENGTH = 16;

    /** The first page where the query names none. */
    public static Cursor of(ObjectMapper json, Query query) {
        String hash = hash(json, query);
        if (query.cursor().isEmpty()) return new Cursor(0, hash);
        Cursor given = read(query.cursor().get());
        if (!given.query.equals(hash)) throw invalid("the cursor belongs to another query");
        return given;
    }

    private static Cursor read(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(":", 2);
            int offset = Integer.parseInt(parts[0]);
            if (parts.length == 2 && offset > 0 && offset <= QueryPlan.CANDIDATES_MAX)
                return new Cursor(offset, parts[1]);
        } catch (IllegalArgumentException e) {
            throw invalid("the cursor is none of ours");
        }
        throw invalid("the cursor is none of ours");
    }

    private static Problem invalid(String what) {
        return new Problem.Invalid("invalid-query", what);
    }

    private static String hash(ObjectMapper json, Query query) {
        try {
            var without = new Query(
                    query.query(),
                    query.mode(),
                    query.vector(),
                    query.limit(),
                    Optional.empty(),
                    query.filter(),
                    query.acl(),
                    query.fusion(),
                    query.boosts(),
                    query.rerank(),
                    query.feedback(),
                    query.contextExpansion(),
                    query.highlight(),
                    query.facets(),
                    query.matchThreshold(),
                    query.explain(),
                    query.partial());
            return TextHash.of(json.writeValueAsString(without)).substring(0, HASH_LENGTH);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a query that was read could not be written", e);
        }
    }

    /** @return empty where nobody can page any further */
    public Optional<String> next(int limit) {
        int next = offset + limit;
        if (next > QueryPlan.CANDIDATES_MAX) return Optional.empty();
        byte[] text = (next + ":" + query).getBytes(StandardCharsets.UTF_8);
        return Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(text));
    }
}
