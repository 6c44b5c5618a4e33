package dev.mayfly.edge.flags;

import dev.mayfly.edge.EdgeConfig;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the operator says of everybody who asks for flags here. It stands over what callers say, so none can say otherwise. */
@Singleton
public class Enrichment {
    private final Map<String, String> values;

    Enrichment(EdgeConfig config) {
        this.values = Map.copyOf(config.flags().context());
    }

    public Map<String, String> values() {
        return values;
    }

    public Map<String, ?> of(Map<String, ? extends @Nullable Object> said) {
        if (values.isEmpty()) return said;
        Map<String, @Nullable Object> all = new HashMap<>(said);
        all.putAll(values);
        return all;
    }
}
