package dev.mayfly.edge.egress;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Connects to the first address of a name that lets it: one after the other, families in turn (RFC 8305 4), a few at most, all within
 * the time that one connection may take. Each has an equal share of what is left of it, so a silent one leaves time for the others.
 */
final class Attempts<T> {
    static final int ADDRESSES_MAX = 4;

    /** Tries one address. */
    interface Connect<T> {
        Future<T> to(InetAddress address, Duration within);
    }

    private final Deque<InetAddress> left;
    private final LongSupplier clockNs;
    private final long deadlineNs;
    private final Connect<T> connect;

    /** @param addresses at least one, all of them checked */
    Attempts(List<InetAddress> addresses, Duration within, LongSupplier clockNs, Connect<T> connect) {
        this.left = inTurn(addresses);
        this.clockNs = clockNs;
        this.deadlineNs = clockNs.getAsLong() + within.toNanos();
        this.connect = connect;
    }

    /** Fails as the last one did. */
    Future<T> first() {
        long shareNs = (deadlineNs - clockNs.getAsLong()) / left.size();
        Duration share = Duration.ofMillis(Math.max(1, Duration.ofNanos(shareNs).toMillis()));
        return connect.to(left.remove(), share).recover(failure -> isOver() ? Future.failedFuture(failure) : first());
    }

    private boolean isOver() {
        return left.isEmpty() || clockNs.getAsLong() - deadlineNs >= 0;
    }

    /** The first stays first; then the two families alternate while there are both. */
    private static Deque<InetAddress> inTurn(List<InetAddress> addresses) {
        Class<?> family = addresses.getFirst().getClass();
        Deque<InetAddress> same = new ArrayDeque<>();
        Deque<InetAddress> other = new ArrayDeque<>();
        for (InetAddress address : addresses) (family.isInstance(address) ? same : other).add(address);
        List<InetAddress> turns = new ArrayList<>();
        while (turns.size() < ADDRESSES_MAX && !(same.isEmpty() && other.isEmpty())) {
            if (!same.isEmpty()) turns.add(same.remove());
            if (!other.isEmpty()) turns.add(other.remove());
        }
        return new ArrayDeque<>(turns.subList(0, Math.min(ADDRESSES_MAX, turns.size())));
    }
}
