package dev.mayfly.edge.socket;

import dev.mayfly.edge.EdgeConfig;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** The WebSockets of this process, so that none ends without a word when it stops. */
@Singleton
public class OpenSockets {
    private static final long GLANCE_NS = 5_000_000;

    private final EdgeConfig.Sockets config;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public OpenSockets(EdgeConfig config) {
        this.config = config.sockets();
    }

    EdgeConfig.Sockets config() {
        return config;
    }

    void add(Socket socket) {
        open.add(socket);
    }

    void remove(Socket socket) {
        open.remove(socket);
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    /** Says goodbye to all. */
    public void goAway() {
        List.copyOf(open).forEach(Socket::goAway);
    }

    /** Says goodbye to those that are still there, and waits for a moment until they have heard it. */
    void stop(@Observes ShutdownEvent event) {
        goAway();
        long deadline = System.nanoTime() + config.farewell().toNanos();
        while (!open.isEmpty() && System.nanoTime() - deadline < 0) LockSupport.parkNanos(GLANCE_NS);
    }
}
