package dev.mayfly.standalone;

import dev.mayfly.standalone.embedded.PostgresServer;
import dev.mayfly.standalone.embedded.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** PostgreSQL and Redis, started side by side, and what services must know to reach them. */
record Servers(PostgresServer postgres, RedisServer redis) {
    /** Either both run afterwards, or none. */
    static Servers start(DataDirectory data) throws IOException {
        data.requireDatabase();
        var postgresPassword = data.irreplaceable("postgres-password");
        var redisPassword = data.renewable("redis-password");
        var redis = new FutureTask<>(() -> RedisServer.start(data.redis(), redisPassword.hex()));
        Thread.ofPlatform().name("redis-start").start(redis);
        try {
            var postgres = PostgresServer.start(data.postgres());
            data.hasDatabase();
            tell(postgres, postgresPassword);
            return new Servers(postgres, started(redis, postgres));
        } catch (IOException | RuntimeException e) {
            stopWhenStarted(redis);
            throw e;
        }
    }

    /** Tells of the first that ends by itself; not of those that {@link #stop} ends. */
    void whenOneEnds(Consumer<String> told) {
        postgres.ended().thenRun(() -> told.accept("PostgreSQL ended"));
        redis.ended().thenRun(() -> told.accept("Redis ended"));
    }

    /** Ends both; kills what has not ended within that time. */
    void stop(Duration wait) {
        var other = Thread.ofPlatform().name("redis-stop").start(() -> redis.stop(wait));
        postgres.stop(wait);
        try {
            other.join(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RedisServer started(FutureTask<RedisServer> redis, PostgresServer postgres) throws IOException {
        try {
            var server = redis.get();
            System.setProperty("quarkus.redis.control.hosts", server.url());
            System.setProperty("quarkus.redis.edge.hosts", server.url());
            return server;
        } catch (ExecutionException e) {
            postgres.close();
            if (e.getCause() instanceof StartRefused refused) throw refused;
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            postgres.close();
            throw new IOException("interrupted while Redis started", e);
        }
    }

    private static void stopWhenStarted(FutureTask<RedisServer> redis) {
        try {
            redis.get().close();
        } catch (ExecutionException e) {
            // it does not run: nothing to stop, and the first failure is the one to tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(PostgresServer postgres, Secret password) {
        for (String service : new String[] {"control", "search", "memory"}) {
            String source = "quarkus.datasource." + service;
            System.setProperty(source + ".username", PostgresServer.USER);
            System.setProperty(source + ".password", password.hex());
            System.setProperty(source + ".jdbc.url", postgres.jdbcUrl());
            System.setProperty(source + ".reactive.url", postgres.reactiveUrl());
        }
    }
}
