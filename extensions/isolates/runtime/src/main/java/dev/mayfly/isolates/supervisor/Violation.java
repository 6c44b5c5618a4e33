package dev.mayfly.isolates.supervisor;

import java.util.Optional;

/** A worker said something that a sound worker never says. It is not to be trusted further. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message, null, false, false);
    }

    static void when(boolean wrong, String message) {
        if (wrong) throw new Violation(message);
    }

    static void whenPresent(Optional<String> fault) {
        fault.ifPresent(why -> {
            throw new Violation(why);
        });
    }
}
