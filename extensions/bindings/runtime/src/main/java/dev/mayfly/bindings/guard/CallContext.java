package dev.mayfly.bindings.guard;

import dev.mayfly.bindings.identity.Caller;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The Vert.x contexts in which contracts run: duplicated ones, on an event loop and marked safe, since Hibernate Reactive refuses
 * all others. A context has one caller from its first call to its end.
 */
public final class CallContext {
    private static final Object CALLER = new Object();
    private static final Object TRACEPARENT = new Object();

    private CallContext() {}

    /** The caller of the context that this thread is in. */
    public static Optional<Caller> caller() {
        return duplicated().map(context -> context.getLocal(CALLER));
    }

    /** The W3C {@code traceparent} that the calls of this context continue, where no tracing of the process knows better. */
    public static Optional<String> traceparent() {
        return duplicated().map(context -> context.getLocal(TRACEPARENT));
    }

    /** A context for one caller. It continues the trace of the present one. */
    public static Context madeFor(Caller caller) {
        Optional<String> traceparent = traceparent();
        Context context = VertxContext.createNewDuplicatedContext(eventLoop());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.putLocal(CALLER, caller);
        traceparent.ifPresent(value -> context.putLocal(TRACEPARENT, value));
        return context;
    }

    /** Says, once, which trace the calls of the present context continue. */
    public static void continueTrace(String traceparent) {
        duplicated().ifPresent(context -> context.putLocal(TRACEPARENT, traceparent));
    }

    /** Runs tasks where the origin was; on the event loop of {@code used}, free of any caller, when it was nowhere. */
    public static Executor backTo(@Nullable Context origin, Context used) {
        Context target = origin == null ? VertxContext.getRootContext(used) : origin;
        return task -> target.runOnContext(nothing -> task.run());
    }

    /** The duplicated context that this thread is in. */
    static Optional<Context> duplicated() {
        return Optional.ofNullable(Vertx.currentContext()).filter(VertxContext::isDuplicatedContext);
    }

    /** Whether this very thread may go on in that context. */
    static boolean isHere(Context context) {
        return Vertx.currentContext() == context && Context.isOnEventLoopThread();
    }

    /** The caller of a request becomes that of its context. */
    static void adopt(Context context, Caller caller) {
        context.putLocal(CALLER, caller);
    }

    private static Context eventLoop() {
        Context current = Vertx.currentContext();
        if (current instanceof ContextInternal known && known.isEventLoopContext()) return known;
        return ((VertxInternal) Arc.container().instance(Vertx.class).get()).createEventLoopContext();
    }
}
