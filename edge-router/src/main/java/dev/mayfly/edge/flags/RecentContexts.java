package dev.mayfly.edge.flags;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.edge.EdgeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** For whom flags were asked for lately: of each app a sample of different contexts, in memory alone. Evaluating hardly waits for it: one now and then is taken. */
@Singleton
public class RecentContexts {
    static final int LENGTH_MAX = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record App(String account, FlagPlace place) {}

    private final Map<App, Kept> apps = new ConcurrentHashMap<>();
    private final int appsMax;
    private final int contextsMax;
    private final long everyNs;
    private final LongSupplier clock;

    @Inject
    RecentContexts(EdgeConfig config) {
        this(
                config.flags().recent().apps(),
                config.flags().recent().contexts(),
                config.flags().recent().every().toNanos(),
                System::nanoTime);
    }

    RecentContexts(int appsMax, int contextsMax, long everyNs, LongSupplier clock) {
        this.appsMax = appsMax;
        this.contextsMax = contextsMax;
        this.everyNs = everyNs;
        this.clock = clock;
    }

    /** Flags of that app were evaluated with it. One that is long is left out. */
    public void note(String account, FlagPlace place, Map<String, ?> context) {
        if (context.isEmpty() || appsMax == 0) return;
        App app = new App(account, place);
        Kept kept = apps.get(app);
        long now = clock.getAsLong();
        if (kept == null) kept = made(app, now);
        else if (now - kept.takenNs < everyNs) return;
        kept.take(context, now, contextsMax);
    }

    /** As JSON, the last at the end. */
    List<String> of(String account, FlagPlace place) {
        Kept kept = apps.get(new App(account, place));
        return kept == null ? List.of() : kept.all();
    }

    /** In place of the app that was silent for longest, where there are as many as there may be. */
    private synchronized Kept made(App app, long now) {
        if (apps.size() >= appsMax && !apps.containsKey(app))
            apps.entrySet().stream()
                    .max(Comparator.comparingLong(entry -> now - entry.getValue().takenNs))
                    .ifPresent(entry -> apps.remove(entry.getKey()));
        return apps.computeIfAbsent(app, made -> new Kept());
    }

    private static final class Kept {
        private final SequencedSet<String> contexts = new LinkedHashSet<>();
        private volatile long takenNs;

        synchronized void take(Map<String, ?> context, long now, int max) {
            takenNs = now;
            String text;
            try {
                text = JSON.writeValueAsString(context);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a context is JSON", e);
            }
            if (text.length() > LENGTH_MAX) return;
            contexts.addLast(text);
            if (contexts.size() > max) contexts.removeFirst();
        }

        synchronized List<String> all() {
            return List.copyOf(contexts);
        }
    }
}
