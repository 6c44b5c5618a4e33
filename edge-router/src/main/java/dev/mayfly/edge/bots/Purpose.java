package dev.mayfly.edge.bots;

/** What a crawler takes pages for. */
public enum Purpose {
    /** To train models, or to sell to those who do. */
    train,
    /** To find them again, for people or for models. */
    search,
    /** Because somebody asked just now: assistants, and agents that act for people. */
    agent,
    /** Everything else: monitoring, previews, advertising, libraries. */
    other
}
