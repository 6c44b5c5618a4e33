package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.ranking.Explanation;
import java.util.List;
import java.util.Map;

/**
 * All candidates, best first.
 *
 * @param facets field to value to how many documents; of all that the words match, or of the candidates where meaning is asked
 */
public record Found(List<Hit> hits, Map<String, Map<String, Long>> facets) {
    /**
     * @param passage which of the document's passages fits best, from 0
     * @param source as it was given to the index
     */
    public record Hit(String id, double score, int passage, byte[] source, Explanation explanation) {}
}
