package dev.mayfly.standalone;

import java.net.BindException;
import java.util.stream.Stream;

/** Puts a failed start into a sentence for the person who started it. */
final class Failure {
    private static final int CAUSES_MAX = 20;

    private Failure() {}

    static String explain(Throwable failure) {
        var causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES_MAX)
                .toList();
        for (var cause : causes) {
            if (cause instanceof StartRefused) return String.valueOf(cause.getMessage());
            if (String.valueOf(cause.getMessage()).contains("No space left on device"))
                return "The disk is full (%s). Free some space, then start again.".formatted(cause.getMessage());
            if (cause instanceof BindException)
                return "A port was taken while Mayfly started (%s). Start again, or choose other ports with --port and --management-port."
                        .formatted(cause.getMessage());
        }
        return "Mayfly cannot start: " + causes.getLast();
    }
}
