package dev.mayfly.bindings.env;

import dev.mayfly.bindings.BindingsConfig;
import dev.mayfly.bindings.guard.CallContext;
import dev.mayfly.bindings.identity.Caller.FunctionCaller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The bindings that functions may have on {@code env}: how they look from JavaScript, and the way back for their calls. It makes
 * no difference whether the owner is this process or another.
 */
@Singleton
public class BindingRegistry {
    private final Map<String, CallableBinding> bindings;
    private final GuestJson json;

    BindingRegistry(BindingCatalog catalog, BindingsConfig config) {
        json = new GuestJson(config.argumentsLengthMax(), config.resultLengthMax());
        bindings = catalog.contracts().stream()
                .map(contract -> CallableBinding.of(contract, json))
                .collect(Collectors.toUnmodifiableMap(CallableBinding::type, Function.identity()));
    }

    /** The types that a deployment's metadata may name. */
    public Set<String> types() {
        return bindings.keySet();
    }

    /** What a caller must be allowed to do, in the whole account, to hand a binding of that type to code. */
    public Set<Right> rights(String type) {
        CallableBinding binding = bindings.get(type);
        return binding == null ? Set.of(Right.EVERYTHING) : binding.rights();
    }

    /**
     * What a worker needs to make the object on env, as JSON: {@code {"type", "methods": [{"name", "style", "parameters": [{"name",
     * "kind", "optional"}], "result"}]}}. Style {@code positional}: arguments by position; {@code options}: one object whose keys
     * are the parameters' names. Result {@code value}: one JSON value.
     */
    public Optional<String> descriptorJson(String type) {
        return Optional.ofNullable(bindings.get(type)).map(CallableBinding::descriptorJson);
    }

    /**
     * Calls a method for a function, from any thread.
     *
     * @param argumentsJson what the function gave: a JSON array of positional arguments, or of one object. Hostile until proven
     * @return the result as JSON; fails with a {@link Problem} only
     */
    public Uni<String> call(FunctionCaller caller, String type, String method, String argumentsJson) {
        return call(caller, type, Optional.empty(), method, argumentsJson, Optional.empty());
    }

    /**
     * @param setting what the deployment fixed for this binding
     * @param traceparent the span of the call, as W3C Trace Context has it; other services continue it
     */
    public Uni<String> call(
            FunctionCaller caller,
            String type,
            Optional<?> setting,
            String method,
            String argumentsJson,
            Optional<String> traceparent) {
        return Uni.createFrom()
                .deferred(() -> {
                    CallableMethod callable = find(type, method);
                    Object[] arguments = callable.arguments(caller.account(), setting, argumentsJson);
                    return Callers.as(caller, () -> {
                        traceparent.ifPresent(CallContext::continueTrace);
                        return invoke(callable, arguments);
                    });
                })
                .map(json::write)
                .onFailure(error -> !(error instanceof Problem))
                .transform(Problems::from);
    }

    private CallableMethod find(String type, String method) {
        CallableBinding binding = bindings.get(type);
        if (binding == null)
            throw new Problem.Invalid("unknown-binding", "there is no binding of type " + GuestJson.shortened(type));
        return binding.method(method);
    }

    private static Uni<?> invoke(CallableMethod callable, Object[] arguments) {
        Class<?> contract = callable.java().getDeclaringClass();
        try {
            return (Uni<?>)
                    callable.java().invoke(Arc.container().instance(contract).get(), arguments);
        } catch (InvocationTargetException e) {
            return Uni.createFrom().failure(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("contracts are public", e);
        }
    }
}
