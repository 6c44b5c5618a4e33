package dev.mayfly.bindings.identity;

import dev.mayfly.bindings.guard.CallContext;
import dev.mayfly.bindings.tracing.CallTracing;
import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, known to the code that is called and to all calls it makes in turn. A caller belongs to a Vert.x context of its own,
 * so two chains that run side by side never see each other's, and it is there again after every asynchronous step.
 */
public final class Callers {
    private Callers() {}

    /**
     * The caller on whose behalf this thread works now. Implementations of a contract find it from their first line on, as long as
     * they stay on their event loop; empty on threads of one's own.
     */
    public static Optional<Caller> current() {
        return CallContext.caller();
    }

    /**
     * Calls contracts as that caller, from any thread. Everything the supplier starts, also later in its chain, is done on the
     * caller's behalf; what is chained to the result is not: it goes on in the context from which it was subscribed (an event
     * loop's, when there was none: do not block there).
     */
    public static <T> Uni<T> as(Caller caller, Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> {
            @Nullable Context origin = Vertx.currentContext();
            Context own = CallContext.madeFor(caller);
            Runnable trace = tracing().continuation();
            return Uni.createFrom()
                    .deferred(() -> {
                        trace.run();
                        return call.get();
                    })
                    .runSubscriptionOn(task -> own.runOnContext(nothing -> task.run()))
                    .emitOn(CallContext.backTo(origin, own));
        });
    }

    private static CallTracing tracing() {
        return Arc.container().instance(CallTracing.class).get();
    }
}
