package dev.mayfly.edge.transport;

import java.time.Duration;

/** Requests that come in by another door than that of clients, and may end before the process does. */
public interface Guests {
    int underWay();

    /** How long those who send them take to hear that they should send no more. */
    Duration hearWithin();
}
