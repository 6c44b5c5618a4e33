package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.trace.TraceContext;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Has records exported, as spans and as log lines, on a thread of its own. Where no endpoint is set nothing is paid. What does not fit
 * into the queue is not exported: invocations never wait for it.
 */
@Singleton
class InvocationExport {
    private final SpanExport spans;
    private final LogExport lines;
    private final ThreadPoolExecutor thread;

    InvocationExport(SpanExport spans, LogExport lines, EdgeConfig config) {
        this.spans = spans;
        this.lines = lines;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.invocations().exportQueue()),
                Thread.ofPlatform().daemon().name("mayfly-edge-export").factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        this.thread.allowCoreThreadTimeOut(true);
    }

    /** Whether spans of this trace are exported at all. */
    boolean takes(TraceContext trace) {
        return spans.isOn() && trace.sampled();
    }

    /** Lines do not follow the caller's decision on sampling: that is about the trace. */
    void offer(CompletedInvocation record) {
        boolean asSpans = takes(record.trace());
        boolean asLines = lines.isOn() && !record.logs().isEmpty();
        if (!asSpans && !asLines) return;
        thread.execute(() -> {
            Invocation invocation = record.told();
            if (asSpans) spans.export(record.trace(), invocation);
            if (asLines) lines.export(record.trace(), invocation);
        });
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdown();
    }
}
