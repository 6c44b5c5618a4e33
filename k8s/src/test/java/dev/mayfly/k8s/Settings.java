package dev.mayfly.k8s;

import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings that the services read, from the very interfaces that read them, as variables of the environment. */
final class Settings {
    /** By the folder that has the compiled interface. */
    private static final Map<String, String> INTERFACES = Map.of(
            "control-plane", "dev.mayfly.control.ControlConfig",
            "edge-router", "dev.mayfly.edge.EdgeConfig",
            "search-service", "dev.mayfly.search.SearchConfig",
            "memory-service", "dev.mayfly.memory.MemoryConfig",
            "extensions/isolates/runtime", "dev.mayfly.isolates.IsolateConfig",
            "extensions/bindings/runtime", "dev.mayfly.bindings.BindingsConfig");

    private static final Map<String, String> PREFIXES = Map.of(
            "control-plane", "MAYFLY_CONTROL",
            "edge-router", "MAYFLY_EDGE",
            "search-service", "MAYFLY_SEARCH",
            "memory-service", "MAYFLY_MEMORY",
            "extensions/isolates/runtime", "MAYFLY_ISOLATES",
            "extensions/bindings/runtime", "MAYFLY_BINDINGS");

    private Settings() {}

    /** Of a service, with those of what it embeds. */
    static List<Pattern> of(Path root, String service) throws Exception {
        List<Pattern> all = new ArrayList<>();
        for (String part : List.of(service, "extensions/isolates/runtime", "extensions/bindings/runtime"))
            try (var classes = new URLClassLoader(
                    new URL[] {classesOf(root, part), classesOf(root, "extensions/bindings/runtime")})) {
                named(classes.loadClass(INTERFACES.get(part)), PREFIXES.get(part))
                        .map(Pattern::compile)
                        .forEach(all::add);
            }
        return all;
    }

    private static URL classesOf(Path root, String part) throws MalformedURLException {
        return root.resolve(part).resolve("target/classes/").toUri().toURL();
    }

    private static Stream<String> named(Class<?> settings, String prefix) {
        return Stream.of(settings.getMethods())
                .filter(method -> method.getDeclaringClass() == settings && method.getParameterCount() == 0)
                .flatMap(method -> named(method, prefix + "_" + variable(method.getName())));
    }

    private static Stream<String> named(Method method, String name) {
        if (method.getGenericReturnType() instanceof java.lang.reflect.ParameterizedType type
                && type.getRawType() == Map.class
                && type.getActualTypeArguments()[1] instanceof Class<?> value
                && value.isInterface()) return named(value, name + "_[A-Z_]+");
        boolean group = method.getReturnType().isInterface()
                && method.getReturnType().getPackageName().startsWith("dev.mayfly.");
        return group ? named(method.getReturnType(), name) : Stream.of(name);
    }

    private static String variable(String method) {
        return method.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
