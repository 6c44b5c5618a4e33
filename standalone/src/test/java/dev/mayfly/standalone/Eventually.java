package dev.mayfly.standalone;

import java.time.Duration;
import java.time.Instant;

/** Waits for what becomes true a moment later. */
final class Eventually {
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    private Eventually() {}

    interface Check {
        boolean holds() throws Exception;
    }

    static void eventually(Check check) throws Exception {
        eventually(WAIT_MAX, check);
    }

    static void eventually(Duration within, Check check) throws Exception {
        if (!soon(within, check)) throw new AssertionError("it did not become true within " + within);
    }

    /** Whether it became true within that time. */
    static boolean soon(Duration within, Check check) throws Exception {
        var deadline = Instant.now().plus(within);
        while (!check.holds()) {
            if (Instant.now().isAfter(deadline)) return false;
            Thread.sleep(20);
        }
        return true;
    }
}
