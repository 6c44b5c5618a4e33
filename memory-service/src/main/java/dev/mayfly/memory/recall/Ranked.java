package dev.mayfly.memory.recall;

import java.util.List;

/**
 * A memory that was found.
 *
 * @param score 1 is what comes first in every channel
 * @param channels why; of those that found it
 */
public record Ranked(Stored memory, double score, List<Channel> channels) {
    /**
     * One way of looking.
     *
     * @param rank from 1
     * @param score what this channel measures: BM25, cosine, a share
     * @param share what it adds to the whole
     */
    public record Channel(String name, int rank, double score, double share) {}
}
