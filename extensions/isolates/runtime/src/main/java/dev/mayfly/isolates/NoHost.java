package dev.mayfly.isolates;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.List;

/** Stands in where functions do not run: refuses each. */
record NoHost(Vertx vertx) implements IsolateHost {
    private static final InvocationClient.Usage NOTHING = new InvocationClient.Usage(0, 0, 0, 0, 0, 0, "");

    private static Problem notHere() {
        return new Problem.Unavailable(
                "functions do not run in this process: mayfly.isolates.enabled is false, or mayfly.isolates.worker-home not set");
    }

    @Override
    public Invocation invoke(InvocationRequest request, InvocationClient client) {
        vertx.getOrCreateContext().runOnContext(v -> client.ended(new Outcome.Refused(notHere()), NOTHING));
        return Never.STARTED;
    }

    @Override
    public Uni<List<String>> inspect(String account, Bundle bundle, Limits limits) {
        return Uni.createFrom().failure(NoHost::notHere);
    }

    @Override
    public HostStatus status() {
        return new HostStatus(List.of(), 0);
    }

    /** An invocation that there is nothing to steer of. */
    private enum Never implements Invocation {
        STARTED;

        @Override
        public void requestBody(byte[] piece) {}

        @Override
        public void requestBodyEnd() {}

        @Override
        public void requestBodyBroken() {}

        @Override
        public void responseConsumed(int bytes) {}

        @Override
        public void clientGone() {}
    }
}
