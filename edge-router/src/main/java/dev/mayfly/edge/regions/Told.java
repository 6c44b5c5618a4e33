package dev.mayfly.edge.regions;

import dev.mayfly.edge.geography.Whereabouts;
import java.util.List;

/**
 * What a router tells another of a request, beside the request.
 *
 * @param hops the regions that it came through, the first being where it came in
 * @param client the address of the client, or empty
 * @param scheme in which the client spoke to the first
 * @param deadlineMs how long the answer may take yet
 */
public record Told(List<String> hops, String client, String scheme, Whereabouts whereabouts, long deadlineMs) {
    public Told {
        if (hops.isEmpty()) throw new IllegalArgumentException("a request came in somewhere");
    }
}
