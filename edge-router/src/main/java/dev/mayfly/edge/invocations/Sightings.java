package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.accounts.TokenLeaks.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Tokens that were met in the open and wait to be told. A token that one function shows again and again is told once an hour. */
final class Sightings {
    static final int WAITING_MAX = 256;
    static final int REMEMBERED_MAX = 1_024;
    private static final Duration AGAIN_AFTER = Duration.ofHours(1);

    private final InstantSource clock;
    private final Queue<Seen> waiting = new ArrayDeque<>();
    private final Map<String, Instant> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    Sightings(InstantSource clock) {
        this.clock = clock;
    }

    /** @param function that showed it */
    record Seen(Sighting sighting, String function) {
        private String key() {
            return function + " " + sighting.hash();
        }
    }

    /** What does not fit is not told: invocations never wait for it. */
    synchronized void add(Seen seen) {
        Instant now = clock.instant();
        Instant before = told.get(seen.key());
        if (before != null && now.isBefore(before.plus(AGAIN_AFTER))) return;
        if (waiting.size() >= WAITING_MAX) return;
        told.put(seen.key(), now);
        waiting.add(seen);
    }

    synchronized Optional<Seen> next() {
        return Optional.ofNullable(waiting.poll());
    }

    /** Nobody heard it: the next time it is told again. */
    synchronized void unheard(Seen seen) {
        told.remove(seen.key());
    }
}
