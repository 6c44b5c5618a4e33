package dev.mayfly.edge.limits;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Where routers add up what they let in. */
interface SharedCounts {
    /**
     * Buckets that are asked for together. There are few groups, and what they hold may lie on different machines.
     *
     * @return the name of the bucket's group
     */
    String group(String bucket);

    /**
     * Adds what was taken from buckets of one group.
     *
     * @return how long each will take to be full, in ns, all routers' takings counted; in the order of what was asked
     */
    Uni<List<Long>> add(String group, List<Spent> spent);

    /** @param owedNs how long what was taken takes to fill in */
    record Spent(String bucket, long owedNs) {}
}
