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
 * @param added words that are searched for beside those of the text
 * @param vector the meaning, of length one
 * @param readers on whose behalf: only what one of them may see is found
 * @param facetValues how many values of each facet are told
 * @param candidates how many of each leg are looked at
 */
public record Question(
        Mode mode,
        String text,
        List<Widening.Added> added,
        Optional<float[]> vector,
        Optional<Filter> filter,
        List<String> readers,
        Fusion fusion,
        List<Boost> boosts,
        List<String> facets,
        int facetValues,
        int candidates) {
    /** Its words alone, for a few documents that fit them best. */
    public Question first(int documents) {
        return new Question(
                Mode.keyword,
                text,
                List.of(),
                Optional.empty(),
                filter,
                readers,
                fusion,
                List.of(),
                List.of(),
                facetValues,
                documents);
    }

    public Question widened(List<Widening.Added> words) {
        return new Question(
                mode, text, words, vector, filter, readers, fusion, boosts, facets, facetValues, candidates);
    }
}
