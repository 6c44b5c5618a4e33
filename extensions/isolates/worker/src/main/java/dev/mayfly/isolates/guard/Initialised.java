package dev.mayfly.isolates.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Initialises the engine's classes before the first guest comes. A guest that fills the stack while a static initialiser runs breaks
 * that class for every guest to come; a class that is initialised already cannot be broken.
 *
 * <p>All at once and on one thread, not beside guests: two threads that initialise classes which need each other wait for ever.
 */
public final class Initialised {
    private static final String LIST = "engine-classes";

    private Initialised() {}

    /** Goes through the list made at build time; returns how many classes were initialised, 0 when this is not the packaged worker. */
    public static int everything() {
        var count = 0;
        for (var name : names()) if (initialise(name)) count++;
        return count;
    }

    /** A class that cannot be initialised here (it belongs to the other tier) is none that a guest can reach. */
    private static boolean initialise(String name) {
        try {
            Class.forName(name, true, Initialised.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError outOfReach) {
            return false;
        }
    }

    private static List<String> names() {
        try (var list = Initialised.class.getResourceAsStream(LIST)) {
            if (list == null) return List.of();
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException("the worker's jar cannot be read", broken);
        }
    }
}
