package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.bindings.invocations.Invocations.LogLine;
import dev.mayfly.edge.trace.TraceContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.quarkus.opentelemetry.runtime.exporter.otlp.logs.NoopLogRecordExporter;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/**
 * Hands what functions wrote to their console to OpenTelemetry's logs, which batch and send it: each line within the span of the
 * isolate that wrote it. Without an endpoint there is no exporter.
 */
@Singleton
class LogExport {
    private static final AttributeKey<String> ACCOUNT = AttributeKey.stringKey("mayfly.account");
    private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("mayfly.function");
    private static final AttributeKey<String> VERSION = AttributeKey.stringKey("mayfly.version");
    private static final AttributeKey<String> INVOCATION = AttributeKey.stringKey("mayfly.invocation");

    private final boolean on;
    private final Logger logger;

    LogExport(OpenTelemetry telemetry, @Any Instance<LogRecordExporter> exporters) {
        this.on = exporters.stream().anyMatch(exporter -> !(exporter instanceof NoopLogRecordExporter));
        this.logger = telemetry.getLogsBridge().get("dev.mayfly.edge");
    }

    boolean isOn() {
        return on;
    }

    void export(TraceContext trace, Invocation invocation) {
        Context isolate = Context.root().with(Span.wrap(spanContext(trace, invocation.id())));
        Attributes attributes = Attributes.of(
                ACCOUNT, invocation.account(),
                FUNCTION, invocation.function(),
                VERSION, invocation.version(),
                INVOCATION, invocation.id());
        for (LogLine line : invocation.logs())
            logger.logRecordBuilder()
                    .setContext(isolate)
                    .setTimestamp(line.at())
                    .setSeverity(severity(line.level()))
                    .setSeverityText(line.level())
                    .setBody(line.text())
                    .setAllAttributes(attributes)
                    .emit();
    }

    private static SpanContext spanContext(TraceContext trace, String span) {
        return SpanContext.create(
                trace.id(),
                span,
                trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    /** The levels of the console; {@code log} says nothing of its weight. */
    private static Severity severity(String level) {
        return switch (level) {
            case "debug" -> Severity.DEBUG;
            case "warn" -> Severity.WARN;
            case "error" -> Severity.ERROR;
            default -> Severity.INFO;
        };
    }
}
