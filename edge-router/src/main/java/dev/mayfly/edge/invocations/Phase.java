package dev.mayfly.edge.invocations;

/** The pieces of every invocation, in the order in which they begin. */
public enum Phase {
    /** All of it, from the client's request to the end of the answer and of what goes on behind it. */
    request,
    ingress,
    route,
    /** Only where there are rules for crawlers. */
    bots,
    /** What holds against too much: loops, rates. */
    limits,
    /** Only where there are other regions, and the function says where it runs or this region is too busy. */
    place,
    /** Only where another region or a server answers: from the first attempt to the end of the answer, or until nobody is left to be asked. */
    forward,
    dispatch,
    isolate,
    response
}
