package dev.mayfly.edge.egress;

import java.util.function.Supplier;

/** The way back in: functions reach functions of this platform by their URLs, whatever names and addresses say. */
public interface OwnDoor {
    /**
     * Whether a URL is that of a function here, for a function of that account. Hosts of custom routes count for their own account
     * alone: nobody has proved that they own such a name, so nobody else's fetches may be led away by it.
     */
    boolean leadsHere(String account, String host, int port, String path);

    /**
     * Whether a request for this URL that goes out could be one for a function here when it comes back in: through an address of this
     * machine, a load balancer, another router. It is the URL alone that tells, as it is at the door.
     */
    boolean mayLeadHere(String host, String path);

    /** Where this process itself listens, on loopback. */
    int port();

    /** The function that fetches. @param passes one for each fetch that leads here, or may */
    record Caller(String account, Supplier<Pass> passes) {}

    /** What such a request shows at the door. @param revoke when the fetch is over */
    record Pass(String header, String value, Runnable revoke) {}
}
