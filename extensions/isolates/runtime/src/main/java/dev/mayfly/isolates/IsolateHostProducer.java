package dev.mayfly.isolates;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.problem.Problem;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Offers the host of this process as a bean, and starts its first worker when the application starts. */
@Singleton
public class IsolateHostProducer {
    private final IsolateHost host;

    IsolateHostProducer(Vertx vertx, IsolateConfig config) {
        host = config.enabled() && config.workerHome().isPresent() ? new WorkerHost(vertx, config) : new NoHost();
    }

    void start(@Observes StartupEvent event) {}

    @Produces
    @DefaultBean
    @Singleton
    IsolateHost host() {
        return host;
    }

    @PreDestroy
    void stop() {
        if (host instanceof WorkerHost workers) workers.close();
    }

    /** What stands in where functions are not to run. */
    private static final class NoHost implements IsolateHost {
        private static Problem notHere() {
            return new Problem.Unavailable(
                    "functions do not run in this process: mayfly.isolates.enabled and mayfly.isolates.worker-home say so");
        }

        @Override
        public Invocation invoke(InvocationRequest request, InvocationClient client) {
            client.ended(new Outcome.Refused(notHere()), new InvocationClient.Usage(0, 0, 0, 0, 0, 0, ""));
            return Ended.INSTANCE;
        }

        @Override
        public Uni<List<String>> inspect(String account, Bundle bundle, Limits limits) {
            return Uni.createFrom().failure(NoHost::notHere);
        }

        @Override
        public HostStatus status() {
            return new HostStatus(List.of(), 0);
        }
    }

    /** Nothing is under way. */
    private enum Ended implements IsolateHost.Invocation {
        INSTANCE;

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
