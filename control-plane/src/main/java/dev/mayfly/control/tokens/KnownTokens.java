package dev.mayfly.control.tokens;

import dev.mayfly.bindings.identity.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tokens that were looked up a moment ago. Holds hashes, never texts; the one not used for longest goes first. */
final class KnownTokens {
    private static final int MAX = 10_000;

    private final Duration memory;
    private final Clock clock;
    private long revocations;
    private final Map<String, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MAX;
        }
    };

    KnownTokens(Duration memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    synchronized Optional<Caller.TokenHolder> find(byte[] hash) {
        String key = HexFormat.of().formatHex(hash);
        return Optional.ofNullable(known.get(key))
                .filter(found -> found.until.isAfter(clock.instant()))
                .map(Known::caller);
    }

    /** Ask for it before looking a token up, and hand it back with what was found. */
    synchronized long revocations() {
        return revocations;
    }

    /**
     * Remembers what was found, unless a token was revoked meanwhile: it may be this one.
     *
     * @param end when the token ends by itself; it is not remembered beyond that
     */
    synchronized void remember(byte[] hash, Caller.TokenHolder caller, Optional<Instant> end, long revocationsBefore) {
        if (revocations != revocationsBefore) return;
        Instant until = clock.instant().plus(memory);
        known.put(
                HexFormat.of().formatHex(hash),
                new Known(caller, end.filter(until::isAfter).orElse(until)));
    }

    synchronized void forget(byte[] hash) {
        revocations++;
        known.remove(HexFormat.of().formatHex(hash));
    }

    synchronized int size() {
        return known.size();
    }

    private record Known(Caller.TokenHolder caller, Instant until) {}
}
