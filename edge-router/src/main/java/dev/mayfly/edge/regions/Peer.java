package dev.mayfly.edge.regions;

/** A router of another region. */
public final class Peer {
    private final String region;
    private final PeerUrl url;
    private final Health health = new Health();
    private volatile boolean complainedOf;

    Peer(String region, PeerUrl url) {
        this.region = region;
        this.url = url;
    }

    String region() {
        return region;
    }

    PeerUrl url() {
        return url;
    }

    /** Whether the log says already that something else answers there. */
    boolean isComplainedOf() {
        return complainedOf;
    }

    void complainedOf(boolean now) {
        complainedOf = now;
    }

    Health health() {
        return health;
    }

    @Override
    public String toString() {
        return region + " (" + url + ")";
    }
}
