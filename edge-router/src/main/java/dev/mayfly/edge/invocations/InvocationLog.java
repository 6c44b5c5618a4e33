package dev.mayfly.edge.invocations;

import dev.mayfly.edge.rollouts.RolloutCounts;
import dev.mayfly.edge.usage.UsageMeter;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Takes every finished invocation: counts it, takes tokens out, keeps it for a while, and passes it on to the export when there is one. */
@Singleton
public class InvocationLog {
    private static final Phase[] PHASES = Phase.values();
    private static final InvocationClient.Usage NO_USAGE = new InvocationClient.Usage(0, 0, 0, 0, 0, 0, "");
    private static final Duration[] STEPS = {
        Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100),
        Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(1)
    };

    private final InvocationStore store;
    private final InvocationExport export;
    private final LeakReports leaks;
    private final RolloutCounts rollouts;
    private final UsageMeter usage;
    private final Map<String, Counter> outcomes = new HashMap<>();
    private final Timer[] timers = new Timer[PHASES.length];

    InvocationLog(
            InvocationStore store,
            InvocationExport export,
            LeakReports leaks,
            RolloutCounts rollouts,
            UsageMeter usage,
            MeterRegistry metrics) {
        this.store = store;
        this.export = export;
        this.leaks = leaks;
        this.rollouts = rollouts;
        this.usage = usage;
        for (String outcome : CompletedInvocation.OUTCOMES)
            outcomes.put(
                    outcome,
                    Counter.builder("mayfly.edge.invocations")
                            .description("Invocations by outcome")
                            .tag("outcome", outcome)
                            .register(metrics));
        for (Phase phase : PHASES)
            timers[phase.ordinal()] = Timer.builder("mayfly.edge.phase")
                    .description("How long each phase of requests takes")
                    .tag("phase", phase.name())
                    .serviceLevelObjectives(STEPS)
                    .register(metrics);
    }

    /** Called behind the answer, on the event loop of the invocation: nothing here may wait. */
    public CompletedInvocation add(Recording recording, CompletedInvocation record) {
        Counter counter = outcomes.get(CompletedInvocation.name(record.outcome()));
        if (counter != null) counter.increment();
        time(recording);
        recording.arm().ifPresent(arm -> rollouts.add(arm, record.outcome(), record.status()));
        usage.end(
                record.account(),
                record.function(),
                record.usage().cpuNs(),
                record.usage().allocatedBytes(),
                record.egressBytes(),
                record.calls().size());
        Redaction redaction = new Redaction();
        CompletedInvocation clean = redaction.clean(record);
        redaction.tokens().forEach(token -> leaks.report(token, clean));
        store.add(clean);
        export.offer(clean);
        return clean;
    }

    /** Of a request that another region answered: counted, metered and told to those who watch there. */
    public void addPassed(Recording recording, CompletedInvocation record) {
        time(recording);
        CompletedInvocation clean = new Redaction().clean(record);
        store.add(clean);
        export.offer(clean);
    }

    /** Whether spans of it leave this process. */
    public boolean exports(Recording recording) {
        return export.takes(recording.trace());
    }

    /** Of a request that a server answered. It is nobody's invocation, and kept by whoever collects spans. */
    public void addForwarded(Recording recording, int status) {
        recording.close();
        time(recording);
        if (!exports(recording)) return;
        CompletedInvocation record = recording.complete(status, new Outcome.Answered(), NO_USAGE);
        export.offer(new Redaction().clean(record));
    }

    private void time(Recording recording) {
        for (int i = 0; i < PHASES.length; i++) {
            long ns = recording.elapsedNs(PHASES[i]);
            if (ns > 0) timers[i].record(ns, TimeUnit.NANOSECONDS);
        }
    }
}
