package dev.mayfly.bindings.tracing;

import dev.mayfly.bindings.guard.CallContext;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.problem.Problem;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A span around each call of a contract. The build makes it a bean where OpenTelemetry is there; nothing else may name it.
 *
 * <p>Quarkus keeps the current span in the Vert.x context, so it is there again after asynchronous steps. A call puts its own span
 * there and, at its end, what was there before. Where none is current, a call goes on in the trace that its context was told to continue: that of a
 * function's call, when the owner is in the router's own process.
 */
public class SpanTracing implements CallTracing {
    private static final String TRACEPARENT = "traceparent";
    private static final TextMapGetter<String> AS_HEADER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String key) {
            return key.equals(TRACEPARENT) ? traceparent : null;
        }
    };

    private final Tracer tracer;

    public SpanTracing(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.mayfly.bindings");
    }

    @Override
    public <T> Uni<T> around(String name, Caller caller, Optional<String> account, Supplier<Uni<T>> call) {
        Context before = Context.current();
        Context parent = parent(before, CallContext.traceparent());
        Span span = tracer.spanBuilder(name)
                .setParent(parent)
                .setAttribute("mayfly.caller", caller.name())
                .startSpan();
        account.ifPresent(value -> span.setAttribute("mayfly.account", value));
        Context own = parent.with(span);
        moveTo(own);
        return Uni.createFrom().deferred(call::get).onTermination().invoke((item, failure, cancelled) -> {
            end(span, failure);
            if (Context.current() == own) moveTo(before);
        });
    }

    /** @param traceparent of whom the present context's calls continue, as W3C Trace Context has it */
    static Context parent(Context before, Optional<String> traceparent) {
        if (traceparent.isEmpty() || Span.fromContext(before).getSpanContext().isValid()) return before;
        return W3CTraceContextPropagator.getInstance().extract(before, traceparent.get(), AS_HEADER);
    }

    @Override
    public Runnable continuation() {
        Context present = Context.current();
        return () -> moveTo(present);
    }

    /** A fault of the caller's is no error of the span's. */
    private static void end(Span span, @Nullable Throwable failure) {
        if (failure instanceof Problem problem) span.setAttribute("mayfly.problem", problem.code());
        if (failure != null && !(failure instanceof Problem problem && problem.status() < 500)) {
            span.recordException(failure);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    @SuppressWarnings("MustBeClosedChecker") // stays until the Vert.x context ends or another one takes its place
    private static void moveTo(Context context) {
        context.makeCurrent();
    }
}
