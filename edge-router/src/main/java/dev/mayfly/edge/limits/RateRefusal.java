package dev.mayfly.edge.limits;

import dev.mayfly.bindings.problem.Problem;

/** @param recorded whether it is one of the few that a record is kept of; the others are counted alone */
public record RateRefusal(Problem problem, boolean recorded) {}
