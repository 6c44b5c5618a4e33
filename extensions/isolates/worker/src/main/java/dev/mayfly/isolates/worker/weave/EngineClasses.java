package dev.mayfly.isolates.worker.weave;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** The engine's classes that have a static initialiser and so can be broken for good: the list behind {@code Initialised}. */
final class EngineClasses {
    private static final List<String> REACHED_BY_GUESTS =
            List.of("js-language-", "regex-", "truffle-api-", "truffle-runtime-");

    private EngineClasses() {}

    /** A name per line. */
    static String of(Path lib) throws IOException {
        var names = new ArrayList<String>();
        try (var files = Files.list(lib)) {
            for (var jar : files.sorted().toList()) {
                var name = jar.getFileName().toString();
                if (REACHED_BY_GUESTS.stream().anyMatch(name::startsWith)) collect(jar, names);
            }
        }
        return String.join("\n", names);
    }

    private static void collect(Path jar, List<String> names) throws IOException {
        try (var source = new JarFile(jar.toFile(), false)) {
            for (var entry : source.stream().toList()) {
                if (!entry.getName().endsWith(".class") || entry.getName().startsWith("META-INF/")) continue;
                var type = ClassFile.of().parse(source.getInputStream(entry).readAllBytes());
                if (hasInitialiser(type))
                    names.add(type.thisClass().asInternalName().replace('/', '.'));
            }
        }
    }

    private static boolean hasInitialiser(ClassModel type) {
        return type.methods().stream().anyMatch(method -> method.methodName().equalsString("<clinit>"));
    }
}
