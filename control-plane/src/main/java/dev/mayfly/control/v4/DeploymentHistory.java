package dev.mayfly.control.v4;

import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.Version;
import dev.mayfly.bindings.rollouts.Rollouts;
import dev.mayfly.bindings.rollouts.Rollouts.Rollout;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The deployments of a function: the split that runs, then activations and rollbacks of rollouts, newest first. A rollback stands there
 * because clients roll back to the whole deployment before the newest: after one that the platform made, that is the stable version
 * still, and not the one before.
 */
@ApplicationScoped
class DeploymentHistory {
    private static final int DEPLOYMENTS_MAX = 10;

    private final Functions functions;
    private final Rollouts rollouts;

    DeploymentHistory(Functions functions, Rollouts rollouts) {
        this.functions = functions;
        this.rollouts = rollouts;
    }

    Uni<List<Deployment>> of(String account, String script) {
        return Uni.combine()
                .all()
                .unis(
                        functions.activations(account, script),
                        rollouts.rollouts(account, script),
                        functions.versions(account, script))
                .usingConcurrencyOf(1)
                .asTuple()
                .map(known -> Stream.concat(
                                running(known.getItem2()),
                                Stream.concat(
                                                known.getItem1().stream().map(Deployment::of),
                                                rolledBack(known.getItem2(), ids(known.getItem3())))
                                        .sorted(Comparator.comparing(Deployment::at)
                                                .reversed()))
                        .limit(DEPLOYMENTS_MAX)
                        .toList());
    }

    private static Stream<Deployment> running(List<Rollout> rollouts) {
        return rollouts.stream().filter(in(Rollout.State.running)).map(Deployment::split);
    }

    /** Clients ask for each version that they are told of. */
    private static Stream<Deployment> rolledBack(List<Rollout> rollouts, Set<String> kept) {
        return rollouts.stream()
                .filter(in(Rollout.State.rolledBack))
                .filter(rollout -> kept.contains(rollout.stable()))
                .map(Deployment::back);
    }

    private static Predicate<Rollout> in(Rollout.State state) {
        return rollout -> rollout.state() == state;
    }

    private static Set<String> ids(List<Version> versions) {
        return versions.stream().map(Version::id).collect(Collectors.toSet());
    }
}
