package dev.mayfly.edge.faults;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether an endpoint is asked at all. Closed: yes. Open, after failures in a row or too many among its last: no, for a time that doubles.
 * Half open, when that is over: one attempt decides. Whoever takes that one and never says what became of it holds the place no longer than
 * the breaker had been open.
 */
final class CircuitBreaker {
    private final FaultsConfig.Breaker config;
    private final Rolling recent;
    private final AtomicInteger inARow = new AtomicInteger();
    private final AtomicReference<State> state = new AtomicReference<>(State.CLOSED);

    private enum Kind {
        closed,
        open,
        halfOpen
    }

    /** @param times how often it was opened without having been closed between */
    private record State(Kind kind, long untilNs, int times) {
        static final State CLOSED = new State(Kind.closed, 0, 0);
    }

    CircuitBreaker(FaultsConfig.Breaker config, long nowNs) {
        this.config = config;
        this.recent = new Rolling(config.window(), nowNs);
    }

    /** Whether an attempt might begin now. */
    boolean permits(long nowNs) {
        State now = Objects.requireNonNull(state.get());
        return now.kind == Kind.closed || nowNs - now.untilNs >= 0;
    }

    /** Takes the place of an attempt; false where there is none, as another took it. */
    boolean begin(long nowNs) {
        State now = Objects.requireNonNull(state.get());
        if (now.kind == Kind.closed) return true;
        return nowNs - now.untilNs >= 0
                && state.compareAndSet(now, new State(Kind.halfOpen, nowNs + openNs(now.times), now.times));
    }

    void ended(Result result, long nowNs) {
        switch (result) {
            case answered -> answered(nowNs);
            case failed -> failed(nowNs);
            case unknown -> freed(nowNs);
        }
    }

    /** Whether it is as new: it is closed, and nothing failed lately. */
    boolean isForgotten(long nowNs) {
        return Objects.requireNonNull(state.get()).kind == Kind.closed
                && recent.totals(nowNs).second() == 0;
    }

    Rolling.Totals totals(long nowNs) {
        return recent.totals(nowNs);
    }

    private void answered(long nowNs) {
        inARow.set(0);
        State now = Objects.requireNonNull(state.get());
        if (now.kind == Kind.closed) {
            recent.first(nowNs);
        } else if (now.kind == Kind.halfOpen && state.compareAndSet(now, State.CLOSED)) {
            recent.clear();
            recent.first(nowNs);
        }
    }

    private void failed(long nowNs) {
        recent.second(nowNs);
        int row = inARow.incrementAndGet();
        State now = Objects.requireNonNull(state.get());
        boolean opens = switch (now.kind) {
            case closed -> row >= config.failures() || tooMany(nowNs);
            case halfOpen -> true;
            case open -> false;
        };
        if (opens) state.compareAndSet(now, new State(Kind.open, nowNs + openNs(now.times), now.times + 1));
    }

    /** The next may try at once. */
    private void freed(long nowNs) {
        State now = Objects.requireNonNull(state.get());
        if (now.kind == Kind.halfOpen) state.compareAndSet(now, new State(Kind.open, nowNs, now.times));
    }

    private boolean tooMany(long nowNs) {
        Rolling.Totals totals = recent.totals(nowNs);
        return totals.all() >= config.requestsMin() && 100 * totals.second() >= config.failurePercent() * totals.all();
    }

    private long openNs(int times) {
        Duration open = config.openFor().multipliedBy(1L << Math.min(times, 20));
        return Math.min(open.toNanos(), config.openMax().toNanos());
    }
}
