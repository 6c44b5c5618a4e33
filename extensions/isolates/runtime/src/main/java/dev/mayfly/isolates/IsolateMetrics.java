package dev.mayfly.isolates;

import dev.mayfly.isolates.IsolateHost.WorkerState;
import dev.mayfly.isolates.LockIn.Layer;
import dev.mayfly.isolates.process.Tier;
import dev.mayfly.isolates.supervisor.Events;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** What happens to workers, as metrics. A bean only where Micrometer is. */
@Singleton
public class IsolateMetrics implements Events {
    private static final List<String> REASONS = List.of("stuck", "protocol", "died");

    private final MeterRegistry registry;

    IsolateMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void start(@Observes StartupEvent event, IsolateHost host) {
        Gauge.builder("mayfly.isolates.queue", host, h -> h.status().queued())
                .description("Invocations that wait for a worker")
                .register(registry);
        for (Layer layer : Layer.values()) {
            Gauge.builder(
                            "mayfly.isolates.lock-in",
                            host,
                            h -> h.status().lockIn().on().contains(layer) ? 1 : 0)
                    .description("Whether this wall around workers holds")
                    .tag("layer", layer.name())
                    .register(registry);
        }
        for (WorkerState state : WorkerState.values()) {
            Gauge.builder("mayfly.isolates.workers", host, h -> count(h, state))
                    .description("Worker processes")
                    .tag("state", state.name())
                    .register(registry);
        }
        // There from the start, so that a first one is seen as a rise from zero.
        REASONS.forEach(this::condemnedFor);
        reruns();
        for (Tier tier : Tier.values()) starts(tier);
    }

    private static double count(IsolateHost host, WorkerState state) {
        return host.status().workers().stream().filter(w -> w.state() == state).count();
    }

    @Override
    public void started(Tier tier, long tookNs) {
        starts(tier).record(Duration.ofNanos(tookNs));
    }

    @Override
    public void condemned(String reason) {
        condemnedFor(reason).increment();
    }

    @Override
    public void reran(int invocations) {
        reruns().increment(invocations);
    }

    private Timer starts(Tier tier) {
        return registry.timer("mayfly.isolates.worker.start", "tier", tier.name());
    }

    private Counter condemnedFor(String reason) {
        return registry.counter("mayfly.isolates.workers.condemned", "reason", reason);
    }

    private Counter reruns() {
        return registry.counter("mayfly.isolates.reruns");
    }
}
