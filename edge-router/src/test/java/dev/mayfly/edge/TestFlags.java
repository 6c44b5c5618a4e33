package dev.mayfly.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.flags.FlagFeed;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A control plane's flags, as the test has them; and its silence. */
@Singleton
public class TestFlags implements FlagFeed {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Told(long revision, Item item) {}

    private final Map<String, Told> items = new LinkedHashMap<>();
    private volatile boolean silent;
    private long revision = 1;

    @Override
    public synchronized Uni<FlagChanges> changes(long since) {
        if (silent) return Uni.createFrom().failure(new Problem.Unavailable("away"));
        return Uni.createFrom()
                .item(new FlagChanges(
                        revision,
                        items.values().stream()
                                .filter(told -> told.revision > since)
                                .map(Told::item)
                                .toList(),
                        since == 0));
    }

    /** @param definition empty to archive it */
    synchronized long put(String account, String app, Kind kind, String key, Optional<String> definition) {
        Item item = new Item(account, FlagPlace.of(app), kind, key, definition.map(TestFlags::json));
        items.remove(account + app + kind + key);
        // Never before what deployments of the tests have reached: both are told by one channel.
        revision = Math.max(revision + 1, System.nanoTime());
        items.put(account + app + kind + key, new Told(revision, item));
        return revision;
    }

    void silent(boolean now) {
        silent = now;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
