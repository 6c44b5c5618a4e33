package dev.mayfly.edge.route;

import dev.mayfly.edge.forward.Destination;

/** A pattern whose requests somebody else answers. */
public record OriginRoute(RoutePattern pattern, Destination destination) {}
