package dev.mayfly.retrieval.ranking;

/** Which legs a search has. */
public enum Mode {
    /** Words and meaning. */
    hybrid,
    /** Words: BM25. */
    keyword,
    /** Meaning: vectors. */
    vector
}
