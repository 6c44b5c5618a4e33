package dev.mayfly.bindings.remote;

import dev.mayfly.bindings.identity.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whose the last tokens were. Tokens themselves are not kept, only their hashes. */
public final class RecentCallers {
    private final Duration memory;
    private final InstantSource clock;
    private final Map<String, Known> entries;

    private record Known(Caller caller, Instant until) {}

    /** @param memory how long an answer holds */
    public RecentCallers(int entriesMax, Duration memory, InstantSource clock) {
        this.memory = memory;
        this.clock = clock;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                return size() > entriesMax;
            }
        };
    }

    public synchronized Optional<Caller> find(String token) {
        String key = hash(token);
        Known entry = entries.get(key);
        if (entry == null) return Optional.empty();
        if (clock.instant().isBefore(entry.until)) return Optional.of(entry.caller);
        entries.remove(key);
        return Optional.empty();
    }

    public Instant now() {
        return clock.instant();
    }

    /** @param asked the answer was true then, whenever it came */
    public synchronized void remember(String token, Caller caller, Instant asked) {
        entries.put(hash(token), new Known(caller, asked.plus(memory)));
    }

    /** Since it has turned out to be nobody's. */
    public synchronized void forget(String token) {
        entries.remove(hash(token));
    }

    private static String hash(String token) {
        try {
            byte[] utf8 = token.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
