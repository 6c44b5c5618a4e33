package dev.mayfly.isolates.worker.engine;

import java.util.ArrayDeque;
import java.util.Optional;

/** Names of modules inside a bundle: paths with slashes, relative to its root. */
final class ModuleNames {
    private ModuleNames() {}

    /** A file's name without what leads nowhere: {@code ./src//a.js} is {@code src/a.js}. */
    static String normal(String name) {
        return join("", name).orElse(name);
    }

    /** The file that {@code specifier} means when {@code importer} imports it; empty when it leaves the bundle. */
    static Optional<String> resolve(String importer, String specifier) {
        if (specifier.startsWith("./") || specifier.startsWith("../")) {
            return join(importer.substring(0, importer.lastIndexOf('/') + 1), specifier);
        }
        return join("", specifier);
    }

    private static Optional<String> join(String folder, String path) {
        var parts = new ArrayDeque<String>();
        for (var part : (folder + path).split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) continue;
            if (!part.equals("..")) parts.add(part);
            else if (parts.pollLast() == null) return Optional.empty();
        }
        return Optional.of(String.join("/", parts));
    }
}
