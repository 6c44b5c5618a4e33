package dev.mayfly.edge.invocations;

/** The pieces of every invocation, in the order in which they begin. */
public enum Phase {
    /** All of it, from the client's request to the end of the answer and of what goes on behind it. */
    request,
    ingress,
    route,
    /** Only where there are rules for crawlers. */
    bots,
    /** Only where there are other regions, and the function says where it runs or this region is too busy. */
    place,
    dispatch,
    isolate,
    response
}
