package dev.mayfly.isolates;

import dev.mayfly.isolates.process.ProcessLauncher;
import dev.mayfly.isolates.supervisor.Events;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Offers the host of this process as a bean, and starts its first worker when the application starts. */
@Singleton
public class IsolateHostProducer {
    private final IsolateHost host;

    IsolateHostProducer(Vertx vertx, IsolateConfig config, Instance<Events> events) {
        host = config.enabled() && config.workerHome().isPresent()
                ? new WorkerHost(
                        vertx, config, new ProcessLauncher(config), events.isResolvable() ? events.get() : Events.NONE)
                : new NoHost(vertx);
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
}
