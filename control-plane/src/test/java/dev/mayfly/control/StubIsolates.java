package dev.mayfly.control;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.IsolateHost;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads of the main module what it pretends to be. */
@Alternative
@Priority(1)
@ApplicationScoped
public class StubIsolates implements IsolateHost {
    @Override
    public Uni<List<String>> inspect(String account, Bundle bundle, Limits limits) {
        String code = new String(bundle.modules().getFirst().content(), StandardCharsets.UTF_8);
        if (code.contains("=== syntax"))
            return Uni.createFrom().failure(new Problem.BadBundle("syntax", "unexpected", bundle.mainModule(), 3, 7));
        if (code.contains("fetch(")) return Uni.createFrom().item(List.of("fetch"));
        return Uni.createFrom().item(List.of("scheduled"));
    }

    @Override
    public Invocation invoke(InvocationRequest request, InvocationClient client) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HostStatus status() {
        return new HostStatus(List.of(), 0);
    }
}
