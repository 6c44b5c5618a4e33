package dev.mayfly.edge.bots;

/**
 * A crawler as the lists know it.
 *
 * @param operator who runs it; empty: not known
 */
public record Crawler(String name, String operator, Purpose purpose) {}
