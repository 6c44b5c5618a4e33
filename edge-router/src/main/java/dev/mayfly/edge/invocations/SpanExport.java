package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.bindings.invocations.Invocations.Span;
import dev.mayfly.edge.EdgeConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.opentelemetry.runtime.exporter.otlp.tracing.LateBoundSpanProcessor;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hands records to OpenTelemetry's exporter, which batches and sends them, on a thread of its own. Without an endpoint there is no
 * exporter, and nothing is paid. What does not fit into the queue is not exported: invocations never wait for it.
 */
@Singleton
class SpanExport {
    private static final Resource RESOURCE = Resource.getDefault()
            .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "mayfly-edge")));

    private final List<SpanProcessor> processors;
    private final ThreadPoolExecutor thread;

    SpanExport(@Any Instance<SpanProcessor> processors, EdgeConfig config) {
        this.processors = processors.stream().filter(SpanExport::exports).toList();
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

    void offer(CompletedInvocation record) {
        if (!processors.isEmpty()) thread.execute(() -> export(record));
    }

    private void export(CompletedInvocation record) {
        Invocation invocation = record.told();
        for (Span span : invocation.spans()) {
            ExportedSpan exported = ExportedSpan.of(RESOURCE, record.trace(), invocation, span);
            for (SpanProcessor processor : processors) processor.onEnd(exported);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdown();
    }

    private static boolean exports(SpanProcessor processor) {
        return !(processor instanceof LateBoundSpanProcessor late) || !late.isDelegateNull();
    }
}
