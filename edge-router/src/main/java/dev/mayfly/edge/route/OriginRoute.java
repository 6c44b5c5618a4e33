package dev.mayfly.edge.route;

import dev.mayfly.edge.forward.Target;

/** A pattern whose requests somebody else answers. */
public record OriginRoute(RoutePattern pattern, Target target) {}
