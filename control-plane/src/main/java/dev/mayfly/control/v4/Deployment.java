package dev.mayfly.control.v4;

import dev.mayfly.bindings.functions.Functions.Activation;
import dev.mayfly.bindings.rollouts.Rollouts.Rollout;
import dev.mayfly.bindings.rollouts.Rollouts.Share;
import java.time.Instant;
import java.util.List;

/**
 * What the v4 API calls a deployment: which versions had the requests from some time on.
 *
 * @param by as the platform knows its callers; may be empty, as may the message
 */
record Deployment(String id, Instant at, String by, String message, List<Share> shares) {
    static Deployment of(Activation activation) {
        return new Deployment(
                activation.id(),
                activation.at(),
                activation.by(),
                activation.message(),
                List.of(new Share(activation.version(), Shares.ALL)));
    }

    /** Of a rollout that runs. */
    static Deployment split(Rollout rollout) {
        return new Deployment(
                rollout.id(),
                rollout.startedAt(),
                rollout.startedBy(),
                rollout.message().orElse(""),
                List.of(
                        new Share(rollout.stable(), Shares.ALL.subtract(rollout.percentage())),
                        new Share(rollout.version(), rollout.percentage())));
    }

    /** Of a rollout that was rolled back: the stable version has all requests again. */
    static Deployment back(Rollout rollout) {
        return new Deployment(
                rollout.id(),
                rollout.endedAt().orElseThrow(),
                rollout.endedBy().orElse(""),
                rollout.reason().orElse(""),
                List.of(new Share(rollout.stable(), Shares.ALL)));
    }
}
