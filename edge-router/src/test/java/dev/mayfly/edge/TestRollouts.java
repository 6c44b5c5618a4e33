package dev.mayfly.edge;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.RolloutReports;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A control plane that remembers what it was told last, and loses words when the test says so. */
@Singleton
public class TestRollouts implements RolloutReports {
    private final Map<String, Counted> told = new ConcurrentHashMap<>();
    final AtomicInteger toLose = new AtomicInteger();

    @Override
    public Uni<Void> report(Report report) {
        if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0)
            return Uni.createFrom().failure(new Problem.Unavailable("lost"));
        for (Counted counted : report.counts()) told.put(counted.rollout(), counted);
        return Uni.createFrom().voidItem();
    }

    Optional<Counted> told(String rollout) {
        return Optional.ofNullable(told.get(rollout));
    }
}
