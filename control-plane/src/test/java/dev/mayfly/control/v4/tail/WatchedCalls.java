package dev.mayfly.control.v4.tail;

import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.bindings.invocations.Invocations.LogLine;
import dev.mayfly.bindings.invocations.Invocations.Usage;
import dev.mayfly.bindings.tails.Tails.Failure;
import dev.mayfly.bindings.tails.Tails.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Invocations as routers tell them. */
final class WatchedCalls {
    private WatchedCalls() {}

    static Seen answered() {
        return seen("answered", 200, "", Optional.empty());
    }

    static Seen ended(String outcome, int status, String code) {
        return seen(outcome, status, code, Optional.empty());
    }

    static Seen thrown() {
        return seen("failed", 500, "function-failed", Optional.of(new Failure("TypeError", "broke", "at index.js:1")));
    }

    static Seen dropping(long dropped) {
        Seen seen = answered();
        return new Seen(seen.invocation(), seen.failure(), seen.headers(), seen.clientIp(), dropped);
    }

    private static Seen seen(String outcome, int status, String code, Optional<Failure> failure) {
        return new Seen(
                new Invocation(
                        "1",
                        "2",
                        "demo",
                        "hello",
                        "v1",
                        Instant.EPOCH,
                        "GET",
                        "http://hello/x",
                        status,
                        outcome,
                        Optional.of(code).filter(text -> !text.isEmpty()),
                        Optional.of("used 2 of 1"),
                        new Usage(5_000_000, 0, 0, 7_000_000, 0),
                        List.of(new LogLine(Instant.EPOCH, "warn", "looked at it")),
                        List.of()),
                failure,
                Map.of("user-agent", "curl/8"),
                "192.0.2.7",
                0);
    }
}
