package dev.mayfly.edge;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.embedded.RedisServer;

/** One Redis, one trace collector, one directory of keys, some servers to stand in front of, and one database of addresses for all tests of this module. */
public class EdgeResources implements QuarkusTestResourceLifecycleManager {
    static final String PLATFORM_TOKEN = "platform-token-of-the-tests";

    private RedisServer redis;
    private TraceCollector collector;
    private KeyDirectory keys;
    private OriginServers origins;
    private Path addresses;

    @Override
    public Map<String, String> start() {
        try (var free = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            free.close();
            redis = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .build();
            redis.start();
            collector = new TraceCollector();
            keys = new KeyDirectory();
            origins = new OriginServers();
            addresses = Files.createTempDirectory("addresses").resolve("test.mmdb");
            Files.write(addresses, WhereClientsAreTest.database().bytes());
            Map<String, String> settings = new HashMap<>(keys.settings());
            settings.putAll(origins.settings());
            settings.put("mayfly.edge.geography.database", addresses.toString());
            settings.putAll(regions());
            settings.put("mayfly.edge.flags.context.injectedmetadata", "set");
            Files.writeString(
                    addresses.resolveSibling("flags.json"),
                    "{\"flags\":{\"word\":{\"state\":\"ENABLED\",\"variants\":{\"a\":\"of a file\"},\"defaultVariant\":\"a\"}}}");
            settings.put("mayfly.edge.flags.look", "100ms");
            settings.put("mayfly.edge.flags.sources.mounted.account", "flagged");
            settings.put("mayfly.edge.flags.sources.mounted.app", "mounted");
            settings.put(
                    "mayfly.edge.flags.sources.mounted.file",
                    addresses.resolveSibling("flags.json").toString());
            settings.putAll(Map.of(
                    "quarkus.redis.edge.hosts",
                    "redis://127.0.0.1:" + port,
                    "mayfly.bindings.platform-token",
                    PLATFORM_TOKEN,
                    "quarkus.otel.exporter.otlp.endpoint",
                    collector.url(),
                    "test.collector",
                    collector.url()));
            return settings;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This one, near Frankfurt, and two that are there while a test plays them. */
    private static Map<String, String> regions() throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "mayfly.edge.peers.host", "127.0.0.1",
                "mayfly.edge.peers.plaintext", "true",
                "mayfly.edge.peers.port", Integer.toString(freePort()),
                "mayfly.edge.regions.local.latitude", "50.11",
                "mayfly.edge.regions.local.longitude", "8.68",
                "mayfly.edge.regions.iad.latitude", "38.95",
                "mayfly.edge.regions.iad.longitude", "-77.45",
                "mayfly.edge.regions.hnd.latitude", "35.55",
                "mayfly.edge.regions.hnd.longitude", "139.78"));
        for (String name : List.of("iad", "hnd"))
            settings.put("mayfly.edge.regions.%s.urls".formatted(name), "http://127.0.0.1:" + freePort());
        return settings;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public void stop() {
        try {
            if (keys != null) keys.close();
            if (origins != null) origins.close();
            if (collector != null) collector.close();
            if (redis != null) redis.stop();
            if (addresses != null) {
                Files.deleteIfExists(addresses);
                Files.deleteIfExists(addresses.getParent());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
