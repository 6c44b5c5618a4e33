package dev.mayfly.isolates;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.InvocationRequest.RunnableVersion;
import dev.mayfly.isolates.frames.Message.Purpose;
import dev.mayfly.isolates.process.Launcher;
import dev.mayfly.isolates.process.ProcessLauncher;
import dev.mayfly.isolates.supervisor.Events;
import dev.mayfly.isolates.supervisor.Supervisor;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Runs functions in worker processes of this machine. Usable without Quarkus: {@code new WorkerHost(vertx, IsolateConfig.of(…))}. */
public final class WorkerHost implements IsolateHost, AutoCloseable {
    private static final String NO_ENV = "{\"vars\":{},\"secrets\":{},\"bindings\":{}}";
    private static final String NO_TRACE = "00-00000000000000000000000000000000-0000000000000000-00";

    private final Supervisor supervisor;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong inspections = new AtomicLong();

    /** Starts the first worker; blocks for as long as it takes to find out how workers can be locked in. */
    public WorkerHost(Vertx vertx, IsolateConfig config) {
        this(vertx, config, new ProcessLauncher(config), Events.NONE);
    }

    public WorkerHost(Vertx vertx, IsolateConfig config, Launcher launcher, Events events) {
        supervisor = new Supervisor(vertx, config, launcher, events);
        supervisor.open();
    }

    @Override
    public Invocation invoke(InvocationRequest request, InvocationClient client) {
        return supervisor.invoke(request, client, Purpose.FETCH);
    }

    @Override
    public Uni<List<String>> inspect(String account, Bundle bundle, Limits limits) {
        return Uni.createFrom()
                .completionStage(() -> supervisor.trustOf(account))
                .chain(trust -> inspect(account, trust, bundle, limits));
    }

    @Override
    public Uni<List<String>> inspect(String account, Trust trust, Bundle bundle, Limits limits) {
        RunnableVersion version = new RunnableVersion(
                "inspection-" + inspections.incrementAndGet(),
                account,
                "inspection",
                "",
                trust,
                bundle.mainModule(),
                bundle.modules(),
                NO_ENV,
                bundle.flags());
        InvocationRequest request = new InvocationRequest(
                version, limits, NO_TRACE, "GET", "http://inspection.invalid/", List.of(), new RequestBody.None());
        return supervisor.inspect(request);
    }

    @Override
    public HostStatus status() {
        return supervisor.status();
    }

    /** Blocks until the workers are gone. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) supervisor.close();
    }
}
