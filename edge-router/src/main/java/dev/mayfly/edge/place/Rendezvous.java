package dev.mayfly.edge.place;

/** Highest random weight (Thaler and Ravishankar, 1998), with weights as Schindelhauer and Schomaker have them: every router chooses alike. */
final class Rendezvous {
    private static final int KEY_MAX = 1024;
    private static final double POINTS = 0x1.0p53;

    private Rendezvous() {}

    /** The region with the highest score has the key: each as often as its weight is of all. */
    static double score(String key, String region, int weight) {
        long hash = mixed(hash(hash(0xcbf29ce484222325L, region) * 0x100000001b3L, key));
        double drawn = ((hash >>> 11) + 0.5) / POINTS;
        return weight / -Math.log(drawn);
    }

    /** FNV-1a, by characters. */
    private static long hash(long start, String text) {
        long hash = start;
        int length = Math.min(text.length(), KEY_MAX);
        for (int i = 0; i < length; i++) hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        return hash;
    }

    /** The end of splitmix64. */
    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
