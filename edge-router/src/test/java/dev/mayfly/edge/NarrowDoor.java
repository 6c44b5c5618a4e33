package dev.mayfly.edge;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * A router whose connections have small bounds, and one proxy before it, at 127.0.0.7. Many clients are at 127.0.0.1. Other regions are waited for
 * only a moment.
 */
public class NarrowDoor implements QuarkusTestProfile {
    static final int CONNECTIONS = 40;
    static final int PER_CLIENT = 5;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "mayfly.edge.transport.head-within", "3s",
                "mayfly.edge.transport.idle-max", "3s",
                "mayfly.edge.transport.upload-within", "1s",
                "mayfly.edge.transport.connections-max", Integer.toString(CONNECTIONS),
                "mayfly.edge.transport.connections-per-client", Integer.toString(PER_CLIENT),
                "mayfly.edge.transport.shared-addresses", "127.0.0.1",
                "mayfly.edge.transport.proxies", "127.0.0.7",
                "mayfly.edge.faults.attempt-within", "300ms",
                "mayfly.edge.faults.breaker.open-for", "30s");
    }
}
