package dev.mayfly.memory;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL and models for the tests, and the configuration that a start of the memory service needs. */
public class Backends implements QuarkusTestResourceLifecycleManager {
    static final String PLATFORM = "mfpt_1PlatformTokenOfTheTests0000000413Igq";
    static final String DATABASE = "mayfly.test.memory-database";

    private EmbeddedPostgres postgres;
    private ScriptedModels models;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.start();
            models = new ScriptedModels();
            String address = "postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort());
            Map<String, String> config = new HashMap<>();
            config.put("quarkus.datasource.memory.username", "postgres");
            config.put("quarkus.datasource.memory.password", "postgres");
            config.put("quarkus.datasource.memory.jdbc.url", "jdbc:" + address);
            config.put("quarkus.datasource.memory.reactive.url", address);
            config.put(DATABASE, "jdbc:" + address + "?user=postgres&password=postgres");
            config.put("quarkus.http.test-port", "0");
            config.put("quarkus.management.test-port", "0");
            config.put("mayfly.bindings.platform-token", PLATFORM);
            config.put("mayfly.retrieval.embedding.endpoint", models.url());
            config.put("mayfly.retrieval.embedding.endpoint-model", "words");
            config.put("mayfly.retrieval.embedding.endpoint-dimensions", "" + ScriptedModels.DIMENSIONS);
            config.put("mayfly.memory.model.endpoint", models.url());
            config.put("mayfly.memory.encryption-key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
            config.put("mayfly.memory.look-every", "50ms");
            config.put("mayfly.memory.lease", "2s");
            config.put("mayfly.memory.sweep-every", "1h");
            config.put("mayfly.memory.index-bytes-max", "400000");
            config.put("mayfly.memory.ingest-messages-max", "50");
            config.put("mayfly.memory.session-messages-max", "60");
            config.put("mayfly.memory.messages-max", "100");
            config.put("mayfly.memory.content-bytes-max", "2000");
            config.put("mayfly.memory.export-lines", "60");
            config.put("mayfly.memory.export-bytes", "30000");
            config.put("mayfly.memory.import-lines-max", "2000");
            config.put("mayfly.memory.memories-max", "500");
            config.put("mayfly.memory.session-bytes-max", "125000");
            config.put("mayfly.memory.marks-max", "3000");
            config.put("mayfly.memory.calls-max", "8");
            config.put("mayfly.memory.waits-max", "4");
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (models != null) models.close();
            if (postgres != null) postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
