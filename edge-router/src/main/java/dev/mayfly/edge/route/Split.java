package dev.mayfly.edge.route;

import dev.mayfly.bindings.deployments.Deployments.Candidate;
import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.flags.rule.Bucketing;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which of two versions a request meets. A key always falls on the same one of 10,000 places, on every router, and found as a flag's {@code fractional} finds it; the
 * candidate has the first of them. So a share that rises moves keys to the candidate and never one back.
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
        String known = key.length() <= KEY_MAX ? key : key.substring(0, KEY_MAX);
        return Bucketing.place(rollout.concat(known), Candidate.WHOLE);
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
