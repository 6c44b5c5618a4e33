package dev.mayfly.retrieval.index;

import java.util.List;
import java.util.Map;

/**
 * What the legs of a question found, before it is put in order.
 *
 * @param facets field to value to how many documents; of all that the words match, or of the candidates where meaning is asked
 */
public record Candidates(List<Candidate> all, Map<String, Map<String, Long>> facets) {}
