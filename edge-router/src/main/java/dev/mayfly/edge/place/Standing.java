package dev.mayfly.edge.place;

/** What is to be expected of a region. */
public enum Standing {
    /** It answers. */
    well,
    /** It answers what it has, and asks for no more. */
    leaving,
    /** It does not answer. */
    away
}
