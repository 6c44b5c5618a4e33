package dev.mayfly.control;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import redis.embedded.RedisServer;

/** PostgreSQL and Redis for the tests, and the configuration that a start of the control plane needs. */
public class Backends implements QuarkusTestResourceLifecycleManager {
    public static final String BOOTSTRAP = "mfot_1BootstrapTokenOfTheTests0000002pe9dk";
    public static final String PLATFORM = "mfpt_1PlatformTokenOfTheTests0000000413Igq";

    private EmbeddedPostgres postgres;
    private RedisServer redis;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.start();
            int redisPort = freePort();
            redis = RedisServer.newRedisServer()
                    .port(redisPort)
                    .setting("bind 127.0.0.1")
                    .build();
            redis.start();
            return config(redisPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> config(int redisPort) {
        String address = "postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort());
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.datasource.control.username", "postgres");
        config.put("quarkus.datasource.control.password", "postgres");
        config.put("quarkus.datasource.control.jdbc.url", "jdbc:" + address);
        config.put("quarkus.datasource.control.reactive.url", address);
        config.put("quarkus.redis.control.hosts", "redis://127.0.0.1:" + redisPort);
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.management.test-port", "0");
        config.put("mayfly.control.api-url", "https://api.front.example");
        config.put("mayfly.control.reserved-hosts", "api.reserved.example");
        config.put("mayfly.control.secrets-key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        config.put("mayfly.control.bootstrap-token", BOOTSTRAP);
        config.put("mayfly.bindings.platform-token", PLATFORM);
        config.put("mayfly.control.versions-kept", "5");
        config.put("mayfly.control.rollouts-kept", "3");
        config.put("mayfly.control.tombstones-kept", "3");
        config.put("mayfly.control.tokens-max", "40");
        config.put("mayfly.control.secrets-max", "3");
        config.put("mayfly.control.functions-max", "25");
        config.put("mayfly.control.upload-wait", "100ms");
        config.put("mayfly.control.token-uses-every", "50ms");
        config.put("mayfly.control.temporary.accounts-max", "8");
        config.put("mayfly.control.temporary.accounts-per-address", "5");
        config.put("mayfly.control.temporary.work-segments", "40");
        config.put("mayfly.control.temporary.work-steps", "10");
        config.put("mayfly.control.temporary.sweep-every", "50ms");
        return config;
    }

    @Override
    public void stop() {
        try {
            if (redis != null) redis.stop();
            if (postgres != null) postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
