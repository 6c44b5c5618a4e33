package dev.mayfly.edge.route;

import dev.mayfly.bindings.deployments.Deployments.Candidate;
import dev.mayfly.bindings.rollouts.StickyBy;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which of two versions a request meets. A key always falls on the same one of 10,000 places, on every router; the candidate has the
 * first of them. So a share that rises moves keys to the candidate and never one back.
 *
 * @param share places of the candidate
 */
public record Split(String rollout, ServedFunction candidate, int share, StickyBy stickyBy) {
    private static final int KEY_MAX = 1024;

    /** Whether the candidate has the request. Without a key it is chance. */
    boolean picksCandidate(HttpServerRequest http) {
        return VersionKey.of(http, stickyBy)
                .map(this::picksCandidate)
                .orElseGet(() -> ThreadLocalRandom.current().nextInt(Candidate.WHOLE) < share);
    }

    /** Whether the candidate has requests that are known by this key. */
    public boolean picksCandidate(String key) {
        return place(key) < share;
    }

    private int place(String key) {
        long hash = mixed(hash(hash(0xcbf29ce484222325L, rollout), key));
        return (int) Long.remainderUnsigned(hash, Candidate.WHOLE);
    }

    /** FNV-1a, by characters. */
    private static long hash(long start, String text) {
        long hash = start;
        int length = Math.min(text.length(), KEY_MAX);
        for (int i = 0; i < length; i++) hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        return hash;
    }

    /** The end of splitmix64: every bit of the hash has a say in each bit of the place. */
    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** One of both versions, as outcomes are counted. */
    public record Arm(String rollout, Side side) {
        public static Optional<Arm> of(String rollout, Side side) {
            return Optional.of(new Arm(rollout, side));
        }
    }

    public enum Side {
        stable,
        candidate
    }
}
