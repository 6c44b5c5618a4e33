package dev.mayfly.edge.faults;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** One of several that do the same, with what is known of it. */
public final class Endpoint<T> {
    private final T target;
    private final CircuitBreaker breaker;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicReference<Out> out = new AtomicReference<>(Out.NEVER);

    /** @param times how often it was put out of a row, less one for each such time that went well since */
    record Out(long untilNs, int times) {
        static final Out NEVER = new Out(0, 0);
    }

    Endpoint(T target, FaultsConfig.Breaker config, long nowNs) {
        this.target = target;
        this.breaker = new CircuitBreaker(config, nowNs);
    }

    public T target() {
        return target;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    AtomicInteger inFlight() {
        return inFlight;
    }

    AtomicReference<Out> out() {
        return out;
    }

    boolean isOut(long nowNs) {
        Out now = Objects.requireNonNull(out.get());
        return now.times > 0 && nowNs - now.untilNs < 0;
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
