package dev.mayfly.bindings.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/** What the build refuses, since the guard could not stand before it or functions could not call it. */
final class ContractRules {
    private final IndexView index;
    private final List<String> broken = new ArrayList<>();

    ContractRules(IndexView index) {
        this.index = index;
    }

    /** All that is wrong, one sentence each. */
    List<String> broken() {
        return broken;
    }

    void checkContract(ClassInfo type) {
        if (!type.isInterface()) broken.add(type.name() + " is a @Contract and no interface");
        type.methods().stream().filter(ContractRules::isAbstract).forEach(method -> checkGuardable(type, method));
        if (type.hasDeclaredAnnotation(Names.BINDING)) checkBinding(type);
    }

    /** Methods of an implementation that HTTP reaches without the contract's knowing. */
    void checkImplementation(ClassInfo type) {
        Set<String> verbs = index.getAnnotations(Names.HTTP_METHOD).stream()
                .map(annotation -> annotation.target().asClass().name().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        verbs.addAll(Set.of("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS").stream()
                .map("jakarta.ws.rs."::concat)
                .toList());
        type.methods().stream()
                .filter(method -> method.annotations().stream()
                        .anyMatch(annotation -> verbs.contains(annotation.name().toString())))
                .forEach(method -> checkGuardable(type, method));
    }

    private void checkGuardable(ClassInfo type, MethodInfo method) {
        String name = type.name() + "." + method.name();
        if (!method.returnType().name().equals(Names.UNI)) broken.add(name + " must return a Uni");
        boolean audience = Stream.of(Names.OPERATOR_ONLY, Names.PLATFORM_ONLY)
                .anyMatch(mark -> type.hasDeclaredAnnotation(mark) || method.hasDeclaredAnnotation(mark));
        if (audience || method.hasDeclaredAnnotation(Names.ANY_TOKEN)) return;
        if (method.parameters().stream().noneMatch(Parameters::isAccount))
            broken.add(name + " needs a parameter @PathParam(\"account\") or must be @OperatorOnly or @PlatformOnly");
        else if (!method.hasDeclaredAnnotation(Names.NEEDS))
            broken.add(name + " must say which action it takes: @Needs");
    }

    private void checkBinding(ClassInfo type) {
        Set<String> names = new TreeSet<>();
        if (!type.hasDeclaredAnnotation(Names.CONTRACT)) broken.add(type.name() + " is a @Binding and no @Contract");
        type.methods().stream().filter(ContractRules::isAbstract).forEach(method -> {
            String name = type.name() + "." + method.name();
            if (!names.add(method.name())) broken.add(name + " is there twice; JavaScript has no overloads");
            if (method.parameters().stream().noneMatch(Parameters::isAccount))
                broken.add(name + " is for functions and has no parameter @PathParam(\"account\")");
        });
    }

    static boolean isAbstract(MethodInfo method) {
        return (method.flags() & 0x0400) != 0;
    }
}
