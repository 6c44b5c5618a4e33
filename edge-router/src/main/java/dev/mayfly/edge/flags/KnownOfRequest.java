package dev.mayfly.edge.flags;

import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.edge.route.VersionKey;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;

/** What a request tells flags of whoever sent it, unless the function says something else. */
public final class KnownOfRequest {
    private static final int LENGTH_MAX = 1_024;

    private KnownOfRequest() {}

    /** {@code targetingKey}, as the binding has it, and {@code host}, {@code path} and {@code userAgent}. */
    public static Map<String, String> of(HttpServerRequest http, BindingRef binding) {
        StickyBy by = binding.targetingKey().flatMap(StickyBy::parse).orElse(StickyBy.IP);
        Map<String, String> known = new HashMap<>();
        VersionKey.named(http, by).ifPresent(key -> put(known, "targetingKey", key));
        if (http.authority() != null) put(known, "host", http.authority().host());
        put(known, "path", http.path());
        String agent = http.getHeader("user-agent");
        if (agent != null) put(known, "userAgent", agent);
        return known;
    }

    private static void put(Map<String, String> known, String name, String value) {
        known.put(name, value.length() <= LENGTH_MAX ? value : value.substring(0, LENGTH_MAX));
    }
}
