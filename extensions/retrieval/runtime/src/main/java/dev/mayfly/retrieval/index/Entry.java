package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Passages;
import java.util.List;

/**
 * A document as it goes into the index.
 *
 * @param source what is given back with a hit, as JSON
 * @param vectors one for each passage; none as long as there are none: its words are found already
 */
public record Entry(String id, Content content, byte[] source, Passages passages, List<float[]> vectors) {}
