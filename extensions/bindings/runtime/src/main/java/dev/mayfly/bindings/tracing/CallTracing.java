package dev.mayfly.bindings.tracing;

import dev.mayfly.bindings.identity.Caller;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Supplier;

/** Sees every call of a contract, in the context in which it runs. Requests of functions do not come this way. */
public interface CallTracing {
    /** @param name the contract and its method, such as {@code Functions.deploy} */
    <T> Uni<T> around(String name, Caller caller, Optional<String> account, Supplier<Uni<T>> call);

    /** What to run in another context so that the present trace goes on there. */
    Runnable continuation();
}
