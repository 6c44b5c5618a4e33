package dev.mayfly.isolates.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Initialises the engine's classes before guests do. A guest that fills the stack while a static initialiser runs breaks that class
 * for every guest to come; a class that is initialised already cannot be broken.
 */
public final class Initialised {
    private static final String LIST = "engine-classes";
    private static final int AT_ONCE = 16;
    private static final long PAUSE_NANOS = 200_000;
    private static final long STACK = 4L << 20;

    private Initialised() {}

    /** Starts a background thread that goes through the list made at build time and leaves room for requests meanwhile. */
    public static Thread inBackground() {
        var thread = new Thread(null, Initialised::everything, "initialise", STACK);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
        return thread;
    }

    private static void everything() {
        var names = names();
        for (var i = 0; i < names.size(); i++) {
            initialise(names.get(i));
            if (i % AT_ONCE == 0) LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** A class that cannot be initialised here (it belongs to the other tier) is none that a guest can reach. */
    private static void initialise(String name) {
        try {
            Class.forName(name, true, Initialised.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError outOfReach) {
            // Nothing to guard.
        }
    }

    /** Empty when this is not the packaged worker. */
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
