package dev.mayfly.edge.regions;

import dev.mayfly.edge.place.Standing;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** How one router of another region stands, as far as it is known: by what it says when it is asked, and by what becomes of requests. */
final class Health {
    /** A connection may be refused once, as when a kept one was just closed. */
    private static final int FAILURES_MAX = 2;

    /** An answer is late when it takes so many times longer than others took, and so long at least. */
    private static final long LATE_TIMES = 3;

    private static final long LATE_NS = 100_000_000;
    private static final int REMEMBERED = 8;
    private static final long NOBODY_ASKS = Long.MIN_VALUE;

    private final AtomicReference<State> state = new AtomicReference<>(new State(Standing.away, 1, FAILURES_MAX));

    private volatile long askedNs = NOBODY_ASKS;
    private volatile long tookNs;

    /** @param failures since it last said something */
    record State(Standing standing, double load, int failures) {}

    /** Nobody knows it before it has said something. */
    State now() {
        return Objects.requireNonNull(state.get());
    }

    /** It is asked now. */
    void asked(long nowNs) {
        askedNs = nowNs;
    }

    /** It has said something, or is waited for no longer. */
    void waitedFor(long nowNs) {
        long before = tookNs;
        tookNs = before + (nowNs - askedNs - before) / REMEMBERED;
        askedNs = NOBODY_ASKS;
    }

    /** Whether an answer is late, so that it may be better to ask elsewhere until it comes. */
    boolean isLate(long nowNs) {
        long asked = askedNs;
        return asked != NOBODY_ASKS && nowNs - asked > Math.max(LATE_NS, LATE_TIMES * tookNs);
    }

    /** It said how it stands. Tells how it stood before. */
    Standing heard(Standing standing, double load) {
        return state.getAndSet(new State(standing, load, 0)).standing;
    }

    /** It said nothing in time. Tells whether it is away by that. */
    boolean silent() {
        return state.getAndUpdate(s -> new State(Standing.away, s.load, FAILURES_MAX)).standing != Standing.away;
    }

    /** It could not be reached, or broke off. Tells whether it is away by that. */
    boolean failed() {
        State before = state.getAndUpdate(s -> s.failures + 1 < FAILURES_MAX
                ? new State(s.standing, s.load, s.failures + 1)
                : new State(Standing.away, s.load, FAILURES_MAX));
        return before.standing != Standing.away && before.failures + 1 >= FAILURES_MAX;
    }
}
