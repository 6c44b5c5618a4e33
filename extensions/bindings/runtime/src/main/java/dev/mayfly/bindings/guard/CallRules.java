package dev.mayfly.bindings.guard;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.Name;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.AnyToken;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.identity.OperatorOnly;
import dev.mayfly.bindings.identity.PlatformOnly;
import dev.mayfly.bindings.identity.Right;
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
 * @param audience who may call at all; where the account is another question
 * @param needs what a caller must be allowed to do there
 */
record CallRules(boolean guarded, String name, Audience audience, Optional<Action> needs, List<Part> parts) {
    /** At most as many as there are methods. */
    private static final Map<Method, CallRules> KNOWN = new ConcurrentHashMap<>();

    /** Who may call at all, from the widest to the narrowest. */
    enum Audience {
        ANYONE,
        OPERATORS,
        PLATFORM
    }

    private enum Kind {
        ACCOUNT,
        FUNCTION,
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
            throw new Problem.Invalid("invalid-name", "%s must be %s".formatted(part.label, Name.RULE));
    }

    /** The account that the call is about. */
    Optional<String> account(Object[] arguments) {
        for (int i = 0; i < parts.size(); i++)
            if (parts.get(i).kind == Kind.ACCOUNT) return Optional.of((String) arguments[i]);
        return Optional.empty();
    }

    /** The right that the call takes: on the function that it names, or else in the whole account. */
    Optional<Right> right(Object[] arguments) {
        return needs.map(
                action -> Right.needed(action, action.ofOneFunction() ? function(arguments) : Optional.empty()));
    }

    private Optional<String> function(Object[] arguments) {
        for (int i = 0; i < parts.size(); i++)
            if (parts.get(i).kind == Kind.FUNCTION)
                return Optional.ofNullable(
                        (String) (arguments[i] instanceof Optional<?> given ? given.orElse(null) : arguments[i]));
        return Optional.empty();
    }

    /** Whether instances of the class answer a contract. */
    static boolean ofContract(Class<?> type) {
        return contractsOf(type).findAny().isPresent();
    }

    private static Stream<Class<?>> contractsOf(Class<?> type) {
        return interfacesOf(type).filter(parent -> parent.isAnnotationPresent(Contract.class));
    }

    private static CallRules read(Method method) {
        Class<?> owner = method.getDeclaringClass();
        for (Class<?> contract : contractsOf(owner).toList())
            for (Method declared : contract.getMethods())
                if (declared.getName().equals(method.getName())
                        && Arrays.equals(declared.getParameterTypes(), method.getParameterTypes()))
                    return rules(contract, declared);
        return overHttp(method)
                ? rules(owner, method)
                : new CallRules(false, method.getName(), Audience.PLATFORM, Optional.empty(), List.of());
    }

    private static CallRules rules(Class<?> owner, Method method) {
        List<Part> parts =
                Arrays.stream(method.getParameters()).map(CallRules::part).toList();
        return new CallRules(
                true,
                owner.getSimpleName() + "." + method.getName(),
                audience(owner, method, parts),
                Optional.ofNullable(method.getAnnotation(Needs.class)).map(Needs::value),
                parts);
    }

    /** The narrowest that is written down; where nothing says what a token would need, the platform. */
    private static Audience audience(Class<?> owner, Method method, List<Part> parts) {
        if (isMarked(PlatformOnly.class, owner, method)) return Audience.PLATFORM;
        if (isMarked(OperatorOnly.class, owner, method)) return Audience.OPERATORS;
        boolean ofAccount = parts.stream().anyMatch(part -> part.kind == Kind.ACCOUNT);
        boolean said = method.isAnnotationPresent(ofAccount ? Needs.class : AnyToken.class);
        return said ? Audience.ANYONE : Audience.PLATFORM;
    }

    private static boolean isMarked(Class<? extends Annotation> mark, Class<?> owner, Method method) {
        return owner.isAnnotationPresent(mark) || method.isAnnotationPresent(mark);
    }

    private static Part part(Parameter parameter) {
        PathParam path = parameter.getAnnotation(PathParam.class);
        QueryParam query = parameter.getAnnotation(QueryParam.class);
        if (path != null && path.value().equals("account")) return new Part(Kind.ACCOUNT, "the account");
        String label = path != null ? path.value() : query != null ? query.value() : "the body";
        return new Part(parameter.isAnnotationPresent(Name.class) ? Kind.FUNCTION : Kind.OTHER, label);
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
