package dev.mayfly.edge.forward;

import java.util.Optional;

/** Where a route leads that leads to no function: one server, or several equal ones. */
public interface Destination {
    /** As problems and metrics call it. */
    String name();

    /** The account that named it; empty: the router's settings did. */
    default Optional<String> account() {
        return Optional.empty();
    }

    /** For people who may know of it. */
    String told();

    /** It, for one request: whom of several was asked is known there. */
    Target target();
}
