package dev.mayfly.bindings.tracing;

import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.problem.Problem;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A span around each call of a contract. The build makes it a bean where OpenTelemetry is there; nothing else may name it.
 *
 * <p>Quarkus keeps the current span in the Vert.x context, so it is there again after asynchronous steps. A call puts its own span
 * there and, at its end, its parent again.
 */
public class SpanTracing implements CallTracing {
    private final Tracer tracer;

    public SpanTracing(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.mayfly.bindings");
    }

    @Override
    public <T> Uni<T> around(String name, Caller caller, Optional<String> account, Supplier<Uni<T>> call) {
        Context parent = Context.current();
        Span span = tracer.spanBuilder(name)
                .setParent(parent)
                .setAttribute("mayfly.caller", caller.name())
                .startSpan();
        account.ifPresent(value -> span.setAttribute("mayfly.account", value));
        Context own = parent.with(span);
        moveTo(own);
        return Uni.createFrom().deferred(call::get).onTermination().invoke((item, failure, cancelled) -> {
            end(span, failure);
            if (Context.current() == own) moveTo(parent);
        });
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
