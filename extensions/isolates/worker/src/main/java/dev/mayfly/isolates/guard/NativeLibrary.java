package dev.mayfly.isolates.guard;

import java.nio.file.Path;

/** Loads the engine's native library from the worker's own folder, which the JDK would only do by an absolute name. */
public final class NativeLibrary {
    private NativeLibrary() {}

    /** Woven in place of {@link System#load}. */
    public static void load(String file) {
        System.load(Path.of(file).toAbsolutePath().toString());
    }
}
