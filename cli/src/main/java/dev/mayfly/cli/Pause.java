package dev.mayfly.cli;

import dev.mayfly.cli.exit.Refusal;
import java.time.Duration;

/** A while between two looks. */
final class Pause {
    private Pause() {}

    static void of(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }
}
