package dev.mayfly.edge.limits;

import dev.mayfly.bindings.rates.Rate;

/** What became of asking for one. */
sealed interface Taken {
    /**
     * @param left how many more there are now
     * @param fullInNs when all are there again
     */
    record Granted(Rate rate, long left, long fullInNs) implements Taken {}

    /** @param nextInNs when there is one */
    record Refused(Rate rate, long nextInNs) implements Taken {}
}
