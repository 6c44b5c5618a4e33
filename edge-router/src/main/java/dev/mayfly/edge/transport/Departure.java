package dev.mayfly.edge.transport;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.socket.OpenSockets;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How a router ends that is told to stop, before anything else of the process does. First its readiness says no, and all goes on. Then clients
 * are told to go: WebSockets and HTTP/2 at once, HTTP/1.1 with the next answer, new connections with their first. When nothing is under way,
 * or half of the time is over, nobody is let in any more. What is still there when all of it is over ends unfinished.
 */
@Singleton
public class Departure {
    private static final long GLANCE_NS = 5_000_000;
    private static final Duration SETTLE_MAX = Duration.ofSeconds(1);

    private final Gate gate;
    private final Connections connections;
    private final OpenSockets sockets;
    private final Duration unnoticed;
    private final Duration within;
    private final List<Guests> guests = new CopyOnWriteArrayList<>();
    private volatile boolean begun;

    Departure(Gate gate, Connections connections, OpenSockets sockets, EdgeConfig config) {
        this.gate = gate;
        this.connections = connections;
        this.sockets = sockets;
        this.unnoticed = config.transport().leaveAfter();
        this.within = config.transport().leaveWithin();
    }

    /** Whether nobody should send requests here any more. */
    public boolean begun() {
        return begun;
    }

    /** From now on a stop waits for those, too. */
    public void waitsFor(Guests others) {
        guests.add(others);
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        leave();
    }

    void leave() {
        begun = true;
        wait(unnoticed, () -> false);
        sockets.goAway();
        if (within.isZero()) return;
        Duration half = within.dividedBy(2);
        long settledNs =
                System.nanoTime() + least(SETTLE_MAX, half.dividedBy(2)).toNanos();
        long heardNs = System.nanoTime() + least(hearing(), half).toNanos();
        connections.leave(within);
        wait(
                half,
                () -> idle()
                        && System.nanoTime() - heardNs >= 0
                        && (connections.all().isEmpty() || System.nanoTime() - settledNs >= 0));
        gate.shut(half);
        connections.leave(half);
        wait(half, this::idle);
        connections.all().forEach(Connection::close);
    }

    private boolean idle() {
        return guests.stream().allMatch(others -> others.underWay() == 0)
                && connections.all().stream().allMatch(connection -> connection.underWay() == 0);
    }

    /** Until the last of those who send guests has heard. */
    private Duration hearing() {
        return guests.stream().map(Guests::hearWithin).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void wait(Duration bound, BooleanSupplier done) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (System.nanoTime() - deadline < 0 && !done.getAsBoolean()) LockSupport.parkNanos(GLANCE_NS);
    }
}
