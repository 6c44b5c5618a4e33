package dev.mayfly.edge.bots;

/** What is known of whether a crawler is who it says. */
public enum Standing {
    /** Nobody asked: no rule needs to know. */
    unasked,
    verified,
    unverified
}
