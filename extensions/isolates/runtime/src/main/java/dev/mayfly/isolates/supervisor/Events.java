package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.process.Tier;

/** Hears what happens to workers; metrics are made of it. Called on the supervisor's loop, so it must not block. */
public interface Events {
    Events NONE = new Events() {};

    /** A worker is ready, so long after it was asked for. */
    default void started(Tier tier, long tookNs) {}

    /** @param reason stuck, protocol or died */
    default void condemned(String reason) {}

    /** So many bystanders were started again elsewhere. */
    default void reran(int invocations) {}
}
