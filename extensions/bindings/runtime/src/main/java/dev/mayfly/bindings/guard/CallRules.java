package dev.mayfly.bindings.guard;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.Name;
import dev.mayfly.bindings.identity.PlatformOnly;
import dev.mayfly.bindings.problem.Problem;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the guard checks of one method, read from the contract's annotations once.
 *
 * @param guarded false for methods of an implementation that are none of the contract's and that HTTP does not reach
 * @param name for spans, such as {@code Functions.deploy}
 */
record CallRules(boolean guarded, String name, boolean platformOnly, List<Part> parts) {
    /** At most as many as there are methods. */
    private static final Map<Method, CallRules> KNOWN = new ConcurrentHashMap<>();

    private enum Kind {
        ACCOUNT,
        NAME,
        OTHER
    }

    private record Part(Kind kind, String label) {}

    static CallRules of(Method method) {
        return KNOWN.computeIfAbsent(method, CallRules::read);
    }

    /** No argument is missing, and names look like names. */
    void checkForm(Object[] arguments) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Object value = arguments[i] instanceof Optional<?> given ? given.orElse(null) : arguments[i];
            if (arguments[i] == null) throw new Problem.Invalid("missing-argument", part.label + " is missing");
            if (part.kind != Kind.OTHER && value != null) checkName(part, value);
        }
    }

    private static void checkName(Part part, Object value) {
        if (!(value instanceof String text) || !Name.FORM.matcher(text).matches())
            throw new Problem.Invalid(
                    "invalid-name",
                    "%s must be 1 to 40 lower-case letters, digits and inner hyphens".formatted(part.label));
    }

    /** The account that the call is about. */
    Optional<String> account(Object[] arguments) {
        for (int i = 0; i < parts.size(); i++)
            if (parts.get(i).kind == Kind.ACCOUNT) return Optional.of((String) arguments[i]);
        return Optional.empty();
    }

    private static CallRules read(Method method) {
        Class<?> owner = method.getDeclaringClass();
        for (Class<?> contract : interfacesOf(owner)
                .filter(type -> type.isAnnotationPresent(Contract.class))
                .toList())
            for (Method declared : contract.getMethods())
                if (declared.getName().equals(method.getName())
                        && Arrays.equals(declared.getParameterTypes(), method.getParameterTypes()))
                    return rules(contract, declared);
        return overHttp(method) ? rules(owner, method) : new CallRules(false, method.getName(), false, List.of());
    }

    private static CallRules rules(Class<?> owner, Method method) {
        boolean platformOnly =
                owner.isAnnotationPresent(PlatformOnly.class) || method.isAnnotationPresent(PlatformOnly.class);
        List<Part> parts =
                Arrays.stream(method.getParameters()).map(CallRules::part).toList();
        boolean someAccount = parts.stream().anyMatch(part -> part.kind == Kind.ACCOUNT);
        return new CallRules(true, owner.getSimpleName() + "." + method.getName(), platformOnly || !someAccount, parts);
    }

    private static Part part(Parameter parameter) {
        PathParam path = parameter.getAnnotation(PathParam.class);
        QueryParam query = parameter.getAnnotation(QueryParam.class);
        if (path != null && path.value().equals("account")) return new Part(Kind.ACCOUNT, "the account");
        String label = path != null ? path.value() : query != null ? query.value() : "the body";
        return new Part(parameter.isAnnotationPresent(Name.class) ? Kind.NAME : Kind.OTHER, label);
    }

    private static Stream<Class<?>> interfacesOf(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        Stream<Class<?>> inherited = parent == null ? Stream.empty() : interfacesOf(parent);
        Stream<Class<?>> own = Arrays.stream(type.getInterfaces()).flatMap(CallRules::interfacesOf);
        return Stream.concat(Stream.of(type), Stream.concat(own, inherited));
    }

    private static boolean overHttp(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.isAnnotationPresent(HttpMethod.class));
    }
}
