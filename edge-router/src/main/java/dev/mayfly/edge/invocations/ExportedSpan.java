package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.bindings.invocations.Invocations.Span;
import dev.mayfly.edge.trace.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A span as OpenTelemetry's exporters take it, made from a record: with the ids and times that it had, not with new ones. */
record ExportedSpan(
        Resource resource,
        SpanContext context,
        SpanContext parent,
        String name,
        SpanKind kind,
        long startEpochNanos,
        long endEpochNanos,
        Attributes attributes,
        List<EventData> events,
        StatusData status)
        implements SpanData, ReadableSpan {
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("dev.mayfly.edge");
    private static final long NS = 1_000_000_000L;
    private static final String FLAG_KEY = "feature_flag.key";

    static ExportedSpan of(Resource resource, TraceContext trace, Invocation invocation, Span span) {
        long start = epochNanos(invocation.startedAt());
        boolean isolate = span.id().equals(invocation.id());
        AttributesBuilder attributes = Attributes.builder();
        span.attributes().forEach(attributes::put);
        return new ExportedSpan(
                resource,
                context(trace, span.id(), Origin.local),
                span.parent()
                        .map(parent -> context(
                                trace, parent, parent.equals(trace.parent().orElse("")) ? Origin.remote : Origin.local))
                        .orElse(SpanContext.getInvalid()),
                span.name().equals("request") ? invocation.method() + " " + subject(invocation) : span.name(),
                kind(span),
                start + span.startNs(),
                start + span.endNs(),
                attributes.build(),
                isolate ? invocation.logs().stream().map(ExportedSpan::event).toList() : exposures(span, start),
                span.error()
                        .map(error -> StatusData.create(io.opentelemetry.api.trace.StatusCode.ERROR, error))
                        .orElse(StatusData.unset()));
    }

    private static String subject(Invocation invocation) {
        return invocation.account().isEmpty()
                ? invocation.function()
                : invocation.function() + "." + invocation.account();
    }

    private enum Origin {
        local,
        remote
    }

    private static SpanContext context(TraceContext trace, String span, Origin origin) {
        TraceFlags flags = trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return origin == Origin.remote
                ? SpanContext.createFromRemoteParent(trace.id(), span, flags, TraceState.getDefault())
                : SpanContext.create(trace.id(), span, flags, TraceState.getDefault());
    }

    private static SpanKind kind(Span span) {
        if (span.name().equals("request")) return SpanKind.SERVER;
        boolean call = span.name().equals("fetch")
                || span.name().equals(Phase.forward.name())
                || span.attributes().containsKey("mayfly.binding");
        return call ? SpanKind.CLIENT : SpanKind.INTERNAL;
    }

    private static EventData event(dev.mayfly.bindings.invocations.Invocations.LogLine line) {
        return EventData.create(
                epochNanos(line.at()),
                "log",
                Attributes.of(
                        AttributeKey.stringKey("log.severity"), line.level(),
                        AttributeKey.stringKey("log.message"), line.text()));
    }

    /** A flag that was evaluated, as OpenTelemetry's semantic conventions have it: an event, whose attributes name the flag. */
    private static List<EventData> exposures(Span span, long start) {
        if (!span.attributes().containsKey(FLAG_KEY)) return List.of();
        AttributesBuilder attributes = Attributes.builder();
        span.attributes().forEach((name, value) -> {
            if (!name.startsWith("mayfly.")) attributes.put(name, value);
        });
        return List.of(EventData.create(start + span.endNs(), "feature_flag.evaluation", attributes.build()));
    }

    private static long epochNanos(Instant at) {
        return at.getEpochSecond() * NS + at.getNano();
    }

    @Override
    public SpanData toSpanData() {
        return this;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public SpanKind getKind() {
        return kind;
    }

    @Override
    public SpanContext getSpanContext() {
        return context;
    }

    @Override
    public SpanContext getParentSpanContext() {
        return parent;
    }

    @Override
    public StatusData getStatus() {
        return status;
    }

    @Override
    public long getStartEpochNanos() {
        return startEpochNanos;
    }

    @Override
    public long getEndEpochNanos() {
        return endEpochNanos;
    }

    @Override
    public long getLatencyNanos() {
        return endEpochNanos - startEpochNanos;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public <T> @Nullable T getAttribute(AttributeKey<T> key) {
        return attributes.get(key);
    }

    @Override
    public List<EventData> getEvents() {
        return events;
    }

    @Override
    public List<LinkData> getLinks() {
        return List.of();
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    @Override
    public int getTotalRecordedEvents() {
        return events.size();
    }

    @Override
    public int getTotalRecordedLinks() {
        return 0;
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still asks for it
    public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return InstrumentationLibraryInfo.create(SCOPE.getName(), null);
    }

    @Override
    public Resource getResource() {
        return resource;
    }
}
