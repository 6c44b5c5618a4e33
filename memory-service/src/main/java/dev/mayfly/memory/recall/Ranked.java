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
     * One way of looking; {@code session} is none of them, and tells of a candidate whose session was brought forward which of the sessions that is.
     *
     * @param rank from 1
     * @param score what this channel measures: BM25, cosine, a share
     * @param share what it adds to the whole
     */
    public record Channel(String name, int rank, double score, double share) {}
}
