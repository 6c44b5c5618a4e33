package dev.mayfly.bindings.tracing;

import dev.mayfly.bindings.identity.Caller;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/** Where there is no OpenTelemetry in the process. */
@DefaultBean
@Singleton
public class NoTracing implements CallTracing {
    @Override
    public <T> Uni<T> around(String name, Caller caller, Optional<String> account, Supplier<Uni<T>> call) {
        return call.get();
    }

    @Override
    public Runnable continuation() {
        return () -> {};
    }
}
