package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.ranking.Boost;
import dev.mayfly.retrieval.ranking.Fusion;
import dev.mayfly.retrieval.ranking.Mode;
import dev.mayfly.retrieval.schema.Filter;
import java.util.List;
import java.util.Optional;

/**
 * What is searched for.
 *
 * @param text the words; empty: none
 * @param vector the meaning, of length one
 * @param readers on whose behalf: only what one of them may see is found
 * @param candidates how many of each leg are looked at
 */
public record Question(
        Mode mode,
        String text,
        Optional<float[]> vector,
        Optional<Filter> filter,
        List<String> readers,
        Fusion fusion,
        List<Boost> boosts,
        List<String> facets,
        int candidates) {}
