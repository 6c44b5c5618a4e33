package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.InvocationRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Requests that were served without any effect, kept to warm a worker with. A function that once made a call is not recorded any
 * more: what it does when replayed could differ from what it did.
 */
final class Shapes {
    private static final int KEPT_MAX = 16;
    static final int CALLERS_MAX = 1_000;
    private static final Set<String> PRIVATE = Set.of("authorization", "cookie", "proxy-authorization");

    private final List<InvocationRequest> kept = new ArrayList<>(KEPT_MAX);
    /** The versions that called lately; one that is forgotten may be recorded until it calls again, and its calls are refused when it is replayed. */
    private final Set<String> callers = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > CALLERS_MAX;
        }
    });

    private int next;

    void served(Run run) {
        if (run.isShape()) record(run.request());
        else if (run.called()) calls(run.request().version().key());
    }

    void record(InvocationRequest request) {
        String version = request.version().key();
        if (callers.contains(version)) return;
        for (InvocationRequest known : kept)
            if (known.version().key().equals(version) && known.url().equals(request.url())) return;
        InvocationRequest shape = withoutSecrets(request);
        if (kept.size() < KEPT_MAX) kept.add(shape);
        else kept.set(next = (next + 1) % KEPT_MAX, shape);
    }

    /** Who asked does not matter for warmth, and is not kept. */
    private static InvocationRequest withoutSecrets(InvocationRequest request) {
        List<String> headers = new ArrayList<>();
        for (int i = 0; i + 1 < request.headers().size(); i += 2) {
            String name = request.headers().get(i);
            if (!PRIVATE.contains(name))
                headers.addAll(List.of(name, request.headers().get(i + 1)));
        }
        return new InvocationRequest(
                request.version(),
                request.limits(),
                request.traceparent(),
                request.method(),
                request.url(),
                headers,
                request.body());
    }

    void calls(String version) {
        if (!callers.add(version)) return;
        kept.removeIf(known -> known.version().key().equals(version));
        next = 0;
    }

    List<InvocationRequest> all() {
        return List.copyOf(kept);
    }
}
