package dev.mayfly.standalone;

import dev.mayfly.bindings.testing.Cable;
import dev.mayfly.standalone.embedded.FreePort;
import dev.mayfly.standalone.embedded.PostgresServer;
import dev.mayfly.standalone.embedded.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A control plane, two edge routers, a search and a memory service as processes of their own, which share PostgreSQL, Redis, the platform's token and a collector
 * of traces, and nothing else. One router hardly ever asks what changed, so what it knows it heard by Redis; the other asks each
 * second. The listener stands in the region {@code fra}, the asker in {@code iad}. The servers hang on cables, so that they may go away and come back.
 */
final class SeparateServices implements AutoCloseable {
    static final String HARDLY_EVER_ASKS = "-Dmayfly.edge.resync=1h";
    static final String ASKS_EACH_SECOND = "-Dmayfly.edge.resync=1s";

    private final DataDirectory data;
    private final String redisPassword;
    final OtlpReceiver collector = new OtlpReceiver();
    final MayflyClient client;
    final ServiceProcess control;
    final ServiceProcess listener;
    final ServiceProcess asker;
    final ServiceProcess search;
    final ServiceProcess memory;
    private PostgresServer postgres;
    private RedisServer redis;
    private final Cable toPostgres;
    private final Cable toRedis;

    /** Servers run, services do not yet. */
    SeparateServices(Path folder) throws IOException {
        data = DataDirectory.open(folder.resolve("data"));
        var postgresPassword = data.irreplaceable("postgres-password").hex();
        var secretsKey = data.irreplaceable("secrets-key").base64();
        redisPassword = data.renewable("redis-password").hex();
        postgres = PostgresServer.start(data.postgres());
        redis = RedisServer.start(data.redis(), redisPassword);
        toPostgres = Cable.to(postgres.port());
        toRedis = Cable.to(redis.port());
        var token = data.operatorToken().text();
        var searchPort = FreePort.onLoopback();
        var memoryPort = FreePort.onLoopback();
        client = new MayflyClient(
                FreePort.onLoopback(), List.of(FreePort.onLoopback(), FreePort.onLoopback()), "demo", token);
        var shared = new HashMap<>(collector.environment());
        shared.putAll(Map.of(
                "MAYFLY_BINDINGS_PLATFORM_TOKEN", data.platformToken().text(),
                "MAYFLY_EDGE_TRANSPORT_LEAVE_AFTER", "1S",
                "MAYFLY_EDGE_TRANSPORT_LEAVE_WITHIN", "10S",
                "QUARKUS_SHUTDOWN_TIMEOUT", "2S",
                "MAYFLY_ISOLATES_STOP_GRACE", "10S"));
        var ofTheControlPlane = new HashMap<>(shared);
        ofTheControlPlane.putAll(Map.of(
                "MAYFLY_CONTROL_SECRETS_KEY",
                secretsKey,
                "MAYFLY_CONTROL_BOOTSTRAP_TOKEN",
                token,
                "MAYFLY_CONTROL_PUBLIC_URL",
                "http://localhost:" + client.routerPort(),
                "QUARKUS_DATASOURCE_CONTROL_USERNAME",
                PostgresServer.USER,
                "QUARKUS_DATASOURCE_CONTROL_PASSWORD",
                postgresPassword,
                "QUARKUS_DATASOURCE_CONTROL_JDBC_URL",
                toPostgres.in(postgres.jdbcUrl()),
                "QUARKUS_DATASOURCE_CONTROL_REACTIVE_URL",
                toPostgres.in(postgres.reactiveUrl()),
                "QUARKUS_REDIS_CONTROL_HOSTS",
                toRedis.in(redis.url()),
                "MAYFLY_ISOLATES_SPARE",
                "false"));
        ofTheControlPlane.put(
                "MAYFLY_CONTROL_ROUTERS_URLS",
                client.routerPorts().stream()
                        .map(port -> "http://127.0.0.1:" + port)
                        .collect(Collectors.joining(",")));
        var ofARouter = new HashMap<>(shared);
        ofARouter.putAll(Map.of(
                "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                "http://127.0.0.1:" + client.controlPort(),
                "MAYFLY_BINDINGS_SERVICES_SEARCH_SERVICE_URL",
                "http://127.0.0.1:" + searchPort,
                "MAYFLY_BINDINGS_SERVICES_MEMORY_SERVICE_URL",
                "http://127.0.0.1:" + memoryPort,
                "QUARKUS_REDIS_EDGE_HOSTS",
                toRedis.in(redis.url()),
                "MAYFLY_ISOLATES_SPARE",
                "false"));
        control = ServiceProcess.of(
                "control-plane", folder.resolve("control-plane.log"), client.controlPort(), ofTheControlPlane);
        var ofTheSearchService = new HashMap<>(shared);
        ofTheSearchService.putAll(Map.of(
                "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                "http://127.0.0.1:" + client.controlPort(),
                "MAYFLY_SEARCH_FOLDER",
                folder.resolve("search").toString(),
                "QUARKUS_DATASOURCE_SEARCH_USERNAME",
                PostgresServer.USER,
                "QUARKUS_DATASOURCE_SEARCH_PASSWORD",
                postgresPassword,
                "QUARKUS_DATASOURCE_SEARCH_JDBC_URL",
                toPostgres.in(postgres.jdbcUrl()),
                "QUARKUS_DATASOURCE_SEARCH_REACTIVE_URL",
                toPostgres.in(postgres.reactiveUrl())));
        search = ServiceProcess.of(
                "search-service", folder.resolve("search-service.log"), searchPort, ofTheSearchService);
        var ofTheMemoryService = new HashMap<>(shared);
        ofTheMemoryService.putAll(Map.of(
                "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                "http://127.0.0.1:" + client.controlPort(),
                "QUARKUS_DATASOURCE_MEMORY_USERNAME",
                PostgresServer.USER,
                "QUARKUS_DATASOURCE_MEMORY_PASSWORD",
                postgresPassword,
                "QUARKUS_DATASOURCE_MEMORY_JDBC_URL",
                toPostgres.in(postgres.jdbcUrl()),
                "QUARKUS_DATASOURCE_MEMORY_REACTIVE_URL",
                toPostgres.in(postgres.reactiveUrl())));
        memory = ServiceProcess.of(
                "memory-service", folder.resolve("memory-service.log"), memoryPort, ofTheMemoryService);
        var regions = new TwoRegions(folder);
        listener = ServiceProcess.of(
                        "edge-router",
                        folder.resolve("listener.log"),
                        client.routerPorts().get(0),
                        ofARouter)
                .with(regions.fra());
        asker = ServiceProcess.of(
                        "edge-router",
                        folder.resolve("asker.log"),
                        client.routerPorts().get(1),
                        ofARouter)
                .with(regions.iad());
    }

    /** Those that have isolates. */
    List<ServiceProcess> all() {
        return List.of(control, listener, asker);
    }

    /** PostgreSQL ends, and leaves its files. */
    void stopPostgres() {
        toPostgres.cut();
        postgres.close();
    }

    void startPostgres() throws IOException {
        postgres = PostgresServer.start(data.postgres());
        toPostgres.leadsTo(postgres.port());
    }

    void stopRedis() {
        toRedis.cut();
        redis.close();
    }

    void startRedis() throws IOException {
        redis = RedisServer.start(data.redis(), redisPassword);
        toRedis.leadsTo(redis.port());
    }

    /** Copies the files of a PostgreSQL that does not run; {@link #restore} puts them back. */
    void backUp() throws Exception {
        copy(files(), backup());
    }

    void restore() throws Exception {
        Files.move(files(), files().resolveSibling("postgres.lost"));
        copy(backup(), files());
    }

    private Path files() {
        return data.postgres().data();
    }

    private Path backup() {
        return files().resolveSibling("postgres.backup");
    }

    private static void copy(Path from, Path to) throws Exception {
        var copy = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start();
        if (copy.waitFor() != 0) throw new IOException("cp could not copy " + from);
    }

    /** All of them end, the services first. */
    @Override
    public void close() throws Exception {
        try (data;
                collector;
                toPostgres;
                toRedis;
                var database = postgres;
                var feed = redis;
                control;
                listener;
                search;
                memory;
                asker) {
            // nothing else to do
        }
    }
}
