package dev.mayfly.search;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL for the tests, and the configuration that a start of the search service needs. */
public class Backends implements QuarkusTestResourceLifecycleManager {
    static final String PLATFORM = "mfpt_1PlatformTokenOfTheTests0000000413Igq";

    private EmbeddedPostgres postgres;
    private ScriptedModel model;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.start();
            String address = "postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort());
            Map<String, String> config = new HashMap<>();
            config.put("quarkus.datasource.search.username", "postgres");
            config.put("quarkus.datasource.search.password", "postgres");
            config.put("quarkus.datasource.search.jdbc.url", "jdbc:" + address);
            config.put("quarkus.datasource.search.reactive.url", address);
            config.put("quarkus.http.test-port", "0");
            config.put("quarkus.management.test-port", "0");
            config.put("mayfly.bindings.platform-token", PLATFORM);
            config.put(
                    "mayfly.search.folder",
                    Files.createTempDirectory("mayfly-search").toString());
            config.put("mayfly.search.look-every", "20ms");
            config.put("mayfly.search.commit-every", "50ms");
            config.put("mayfly.search.open-max", "3");
            config.put("mayfly.search.indexes-max", "60");
            config.put(
                    "mayfly.search.documents-max",
                    Integer.toString(Math.max(2_000, Integer.getInteger("mayfly.acl", 0))));
            config.put("mayfly.search.lines-max", "1000");
            config.put("mayfly.search.bytes-max", "4000000");
            config.put("mayfly.search.account-bytes-max", "6000000");
            config.put("mayfly.search.refreshes-max", "4");
            config.put("mayfly.search.page-length-max", "100000");
            config.put("mayfly.search.document-length-max", "20000");
            model = ScriptedModel.start();
            config.put("mayfly.search.answers.endpoint", model.address());
            config.put("mayfly.search.answers.model", "small");
            config.put("mayfly.search.answers.token", "of-the-model");
            config.put("mayfly.search.crawls.allow", "127.0.0.1");
            config.put("mayfly.search.crawls.look-every", "50ms");
            config.put("mayfly.search.crawls.max", "30");
            config.put("mayfly.search.accounts-every", "200ms");
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (model != null) model.close();
        try {
            if (postgres != null) postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
