package dev.mayfly.control.v4;

import java.util.LinkedHashMap;
import java.util.Map;

/** What of the Workers platform a path is about, for those that ask for what Mayfly does not have. */
final class Products {
    private static final Map<String, String> BY_PART = new LinkedHashMap<>();

    static {
        BY_PART.put("assets-upload-session", "static assets");
        BY_PART.put("/workers/assets/", "static assets");
        BY_PART.put("/workers/durable_objects/", "Durable Objects");
        BY_PART.put("/workers/dispatch/", "dispatch namespaces");
        BY_PART.put("/workers/domains", "custom domains; routes are there");
        BY_PART.put("/domains/", "custom domains; routes are there");
        BY_PART.put("/environments/", "service environments; named environments of wrangler are there");
        BY_PART.put("/content", "reading back of code");
        BY_PART.put("/versions/latest", "secrets of versions; those of the function are there: wrangler secret");
        BY_PART.put("/previews", "previews");
        BY_PART.put("edge-preview", "remote development; wrangler dev runs locally");
        BY_PART.put("/storage/kv/", "KV");
        BY_PART.put("/d1/", "D1");
        BY_PART.put("/r2/", "R2");
        BY_PART.put("/queues", "queues");
        BY_PART.put("/workflows", "workflows");
        BY_PART.put("/pages/", "Pages");
        BY_PART.put("/vectorize/", "Vectorize");
        BY_PART.put("/hyperdrive/", "Hyperdrive");
        BY_PART.put("/ai/", "Workers AI");
        BY_PART.put("/containers", "containers");
        BY_PART.put("/email/", "e-mail routing (addresses, send_email)");
        BY_PART.put("/triggers/", "event triggers (triggers.events)");
        BY_PART.put("/agent-memory/", "Agent Memory (agent_memory); Mayfly's own binding memory is there");
    }

    private Products() {}

    static String of(String path) {
        return BY_PART.entrySet().stream()
                .filter(entry -> path.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("such call");
    }
}
