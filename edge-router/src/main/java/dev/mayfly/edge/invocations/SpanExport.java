package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.bindings.invocations.Invocations.Span;
import dev.mayfly.edge.trace.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.opentelemetry.runtime.exporter.otlp.tracing.LateBoundSpanProcessor;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Hands the spans of records to OpenTelemetry's exporter, which batches and sends them. Without an endpoint there is none. */
@Singleton
class SpanExport {
    private final Resource resource;
    private final List<SpanProcessor> processors;

    /** @param service the name that this process has in all that it exports */
    SpanExport(
            @Any Instance<SpanProcessor> processors,
            @ConfigProperty(name = "quarkus.otel.service.name", defaultValue = "${quarkus.application.name}")
                    String service) {
        this.resource = Resource.getDefault()
                .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)));
        this.processors = processors.stream().filter(SpanExport::exports).toList();
    }

    boolean isOn() {
        return !processors.isEmpty();
    }

    void export(TraceContext trace, Invocation invocation) {
        for (Span span : invocation.spans()) {
            ExportedSpan exported = ExportedSpan.of(resource, trace, invocation, span);
            for (SpanProcessor processor : processors) processor.onEnd(exported);
        }
    }

    private static boolean exports(SpanProcessor processor) {
        return !(processor instanceof LateBoundSpanProcessor late) || !late.isDelegateNull();
    }
}
