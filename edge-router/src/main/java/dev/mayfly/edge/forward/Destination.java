package dev.mayfly.edge.forward;

/** Where a route leads that leads to no function: one server, or several equal ones. */
public interface Destination {
    /** As problems and metrics call it. */
    String name();

    /** It, for one request: whom of several was asked is known there. */
    Target target();
}
