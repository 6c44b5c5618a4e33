package dev.mayfly.edge.geography;

import java.util.Optional;

/**
 * Where a request comes from.
 *
 * @param cf what the function sees as {@code request.cf}, as JSON in ASCII
 */
public record Whereabouts(Optional<String> country, String cf) {}
