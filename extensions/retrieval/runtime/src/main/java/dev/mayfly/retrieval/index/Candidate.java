package dev.mayfly.retrieval.index;

/**
 * A document that a leg found, with what it scores in both.
 *
 * @param words BM25; NaN where none of the words is there
 * @param cosine of the passage that fits best; NaN where there is no vector
 * @param passage which one that is, from 0
 * @param place where the state of the index that found it has it
 */
public record Candidate(String id, double words, double cosine, int passage, int place) {}
