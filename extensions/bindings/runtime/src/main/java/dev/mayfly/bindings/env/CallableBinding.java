package dev.mayfly.bindings.env;

import dev.mayfly.bindings.env.BoundContract.BoundMethod;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A binding with its Java methods found. */
record CallableBinding(String type, String descriptorJson, Map<String, CallableMethod> methods) {
    private record Descriptor(String type, List<MethodDescriptor> methods) {}

    private record MethodDescriptor(
            String name, BoundContract.Style style, List<BoundContract.BoundParameter> parameters, String result) {}

    static CallableBinding of(BoundContract bound, GuestJson json) {
        Class<?> contract = load(bound.contract());
        Map<String, CallableMethod> methods = new TreeMap<>();
        for (BoundMethod method : bound.methods())
            methods.put(method.name(), new CallableMethod(bound.type(), method, java(contract, method.name()), json));
        List<MethodDescriptor> described = bound.methods().stream()
                .map(method -> new MethodDescriptor(method.name(), method.style(), method.ofGuest(), "value"))
                .toList();
        return new CallableBinding(bound.type(), json.describe(new Descriptor(bound.type(), described)), methods);
    }

    CallableMethod method(String name) {
        CallableMethod method = methods.get(name);
        if (method == null)
            throw new Problem.Invalid(
                    "unknown-method",
                    "%s has no method %s; it has %s"
                            .formatted(type, GuestJson.shortened(name), String.join(", ", methods.keySet())));
        return method;
    }

    /** Whatever its methods take; where one of them does not say, everything. */
    Set<Right> rights() {
        return methods.values().stream()
                .map(method -> Optional.ofNullable(method.java().getAnnotation(Needs.class))
                        .map(needs -> new Right(needs.value(), Optional.empty()))
                        .orElse(Right.EVERYTHING))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Class<?> load(String contract) {
        try {
            return Class.forName(contract, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the build saw a contract that is not there: " + contract, e);
        }
    }

    /** The build has made sure that there is exactly one. */
    private static Method java(Class<?> contract, String name) {
        return Arrays.stream(contract.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
