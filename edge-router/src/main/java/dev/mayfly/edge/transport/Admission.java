package dev.mayfly.edge.transport;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.addresses.Block;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts connections, in all and for each client, and lets in no more than there may be. */
@Singleton
final class Admission {
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int max;
    private final int perClient;
    private final List<Block> shared;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<ByteBuffer, Integer> ofClients = new ConcurrentHashMap<>();
    private final Counter full;
    private final Counter tooMany;

    Admission(EdgeConfig config, MeterRegistry metrics) {
        this.max = config.transport().connectionsMax();
        this.perClient = config.transport().connectionsPerClient();
        this.shared = config.transport().sharedAddresses();
        this.full = counter(metrics, "all");
        this.tooMany = counter(metrics, "client");
        Gauge.builder("mayfly.edge.connections", open::get)
                .description("Connections of clients")
                .register(metrics);
    }

    private static Counter counter(MeterRegistry metrics, String bound) {
        return Counter.builder("mayfly.edge.connections.refused")
                .description("Connections closed at once, since there were too many")
                .tag("bound", bound)
                .register(metrics);
    }

    /** A place for one more connection, of whomever; empty: there is none. */
    Optional<Place> enter() {
        if (open.incrementAndGet() <= max) return Optional.of(new Place());
        open.decrementAndGet();
        full.increment();
        return Optional.empty();
    }

    /** Clients that have a connection. */
    int clients() {
        return ofClients.size();
    }

    /** What one connection takes until it ends. Used by one thread at a time. */
    final class Place {
        private @Nullable ByteBuffer client;

        /** Counts it for its client as well; false: that one has enough. */
        boolean of(InetAddress address) {
            if (shared.stream().anyMatch(block -> block.contains(address))) return true;
            ByteBuffer key = client(address);
            int now = ofClients.merge(key, 1, Integer::sum);
            client = key;
            if (now <= perClient) return true;
            tooMany.increment();
            return false;
        }

        void leave() {
            open.decrementAndGet();
            if (client != null) ofClients.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    private static ByteBuffer client(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, IPV6_NETWORK_BYTES));
    }
}
