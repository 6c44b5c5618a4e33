package dev.mayfly.edge.place;

/**
 * A region as it stands at this moment.
 *
 * @param weight how much of what is shared among regions it takes, relative to the others
 * @param load of what it can have under way, the part that it has: 0 to 1, and above when it refuses
 */
public record Candidate(String name, Point at, int weight, Standing standing, double load) {}
