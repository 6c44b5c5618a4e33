package dev.mayfly.control.tokens;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which tokens were used and are not yet noted as such. A token comes up at most once a minute, however often it is used. */
final class RecentUses {
    static final int MAX = 10_000;
    private static final Duration EXACTNESS = Duration.ofMinutes(1);

    private final Clock clock;
    private final Set<String> unnoted = new LinkedHashSet<>();
    private final Map<String, Instant> seen = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX;
        }
    };

    RecentUses(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(String token) {
        Instant now = clock.instant();
        Instant before = seen.get(token);
        if (before != null && now.isBefore(before.plus(EXACTNESS))) return;
        if (unnoted.size() >= MAX) return;
        seen.put(token, now);
        unnoted.add(token);
    }

    /** Hands out at most so many, once. */
    synchronized List<String> take(int max) {
        List<String> taken = new ArrayList<>();
        var each = unnoted.iterator();
        while (each.hasNext() && taken.size() < max) {
            taken.add(each.next());
            each.remove();
        }
        return taken;
    }
}
