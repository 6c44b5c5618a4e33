package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.invocations.Invocations;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Tells what the functions of an account did lately, as far as this router remembers. */
@ApplicationScoped
public class RecentInvocations implements Invocations {
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 500;

    private final InvocationStore store;

    RecentInvocations(InvocationStore store) {
        this.store = store;
    }

    @Override
    public Uni<List<Invocation>> list(
            String account,
            Optional<String> function,
            Optional<String> outcome,
            Optional<String> trace,
            Optional<Integer> limit) {
        int most = limit.orElse(LIMIT_DEFAULT);
        if (most < 1 || most > LIMIT_MAX)
            throw new Problem.Invalid("invalid-limit", "limit must lie between 1 and " + LIMIT_MAX);
        if (outcome.isPresent() && !CompletedInvocation.OUTCOMES.contains(outcome.get()))
            throw new Problem.Invalid(
                    "invalid-outcome", "outcome is one of " + String.join(", ", CompletedInvocation.OUTCOMES));
        return Uni.createFrom()
                .item(() -> store.of(account, function).stream()
                        .filter(record ->
                                outcome.isEmpty() || outcome.get().equals(CompletedInvocation.name(record.outcome())))
                        .filter(record -> trace.isEmpty()
                                || trace.get().equals(record.trace().id()))
                        .limit(most)
                        .map(CompletedInvocation::told)
                        .toList());
    }

    @Override
    public Uni<Invocation> invocation(String account, String id) {
        return Uni.createFrom()
                .item(() -> store.of(account, Optional.empty()).stream()
                        .filter(record -> id.equals(record.id())
                                || id.equals(record.trace().id()))
                        .findFirst()
                        .map(CompletedInvocation::told)
                        .orElseThrow(() -> new Problem.NotFound(
                                "no invocation or trace %s is remembered in account %s".formatted(id, account))));
    }
}
