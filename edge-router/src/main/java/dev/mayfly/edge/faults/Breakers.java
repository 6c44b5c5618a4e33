package dev.mayfly.edge.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A breaker for each of very many, of which most never fail: there is one only of who did. Beyond a bound, those that fail are not noticed. */
public final class Breakers {
    static final int KEPT_MAX = 10_000;

    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final FaultsConfig.Breaker config;
    private final LongSupplier nanoTime;

    public Breakers(FaultsConfig.Breaker config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /** Whether it may be asked. Who is told so asks, and tells {@link #ended} what became of it. */
    public boolean begin(String key) {
        CircuitBreaker breaker = breakers.get(key);
        return breaker == null || breaker.begin(nanoTime.getAsLong());
    }

    /** Once for each that has begun. */
    public void ended(String key, Result result) {
        long now = nanoTime.getAsLong();
        CircuitBreaker breaker = result == Result.failed && hasRoom(now)
                ? breakers.computeIfAbsent(key, made -> new CircuitBreaker(config, now))
                : breakers.get(key);
        if (breaker == null) return;
        breaker.ended(result, now);
        if (breaker.isForgotten(now)) breakers.remove(key, breaker);
    }

    private boolean hasRoom(long now) {
        if (breakers.size() >= KEPT_MAX) breakers.values().removeIf(breaker -> breaker.isForgotten(now));
        return breakers.size() < KEPT_MAX;
    }

    int kept() {
        return breakers.size();
    }
}
