package dev.mayfly.control;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for what becomes true a moment later. */
public final class Eventually {
    private static final Duration WAIT_MAX = Duration.ofSeconds(20);

    private Eventually() {}

    public static void eventually(BooleanSupplier check) {
        Instant deadline = Instant.now().plus(WAIT_MAX);
        while (!check.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) throw new AssertionError("it did not become true within " + WAIT_MAX);
            Thread.onSpinWait();
        }
    }
}
