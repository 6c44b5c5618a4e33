package dev.mayfly.edge.snapshot;

import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.edge.EdgeConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The code of functions, by its hash, within a budget of memory. Reading costs a look into a map. */
@Singleton
public class BundleCache {
    private static final Caller.Platform ROUTER = new Caller.Platform("edge-router");
    private static final int MODULE_BYTES = 200;

    private final Deployments deployments;
    private final KeptSnapshot kept;
    private final long bytesMax;
    private final Duration patience;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Map<String, Uni<Bundle>> loading = new ConcurrentHashMap<>();
    private long bytes;

    private static final class Held {
        private final Bundle bundle;
        private final long bytes;
        private volatile long usedAt = System.nanoTime();

        Held(Bundle bundle) {
            this.bundle = bundle;
            this.bytes = bundle.modules().stream()
                    .mapToLong(module -> module.content().length + MODULE_BYTES)
                    .sum();
        }
    }

    @Inject
    BundleCache(Deployments deployments, KeptSnapshot kept, EdgeConfig config) {
        this(deployments, kept, config.bundles().bytesMax(), config.patience());
    }

    BundleCache(Deployments deployments, KeptSnapshot kept, long bytesMax, Duration patience) {
        this.deployments = deployments;
        this.kept = kept;
        this.bytesMax = bytesMax;
        this.patience = patience;
    }

    /** The bundle if it is at hand. */
    public Optional<Bundle> find(String hash) {
        Held found = held.get(hash);
        if (found == null) return Optional.empty();
        found.usedAt = System.nanoTime();
        return Optional.of(found.bundle);
    }

    /** The bundle, from what is kept or the control plane when it is not at hand. Those who ask for the same one wait for one answer. */
    public Uni<Bundle> load(String hash) {
        return Uni.createFrom()
                .deferred(() -> find(hash)
                        .map(bundle -> Uni.createFrom().item(bundle))
                        .orElseGet(() -> loading.computeIfAbsent(hash, this::fetch)));
    }

    private Uni<Bundle> fetch(String hash) {
        return kept.bundle(hash)
                .flatMap(found ->
                        found.map(bundle -> Uni.createFrom().item(bundle)).orElseGet(() -> ask(hash)))
                .invoke(bundle -> keep(hash, bundle))
                .onTermination()
                .invoke(() -> loading.remove(hash))
                .memoize()
                .indefinitely();
    }

    private Uni<Bundle> ask(String hash) {
        return Callers.as(ROUTER, () -> deployments.bundle(hash))
                .ifNoItem()
                .after(patience)
                .fail()
                .call(bundle -> kept.keep(hash, bundle));
    }

    private synchronized void keep(String hash, Bundle bundle) {
        Held added = new Held(bundle);
        Held before = held.put(hash, added);
        bytes += added.bytes - (before == null ? 0 : before.bytes);
        while (bytes > bytesMax && held.size() > 1) dropOldest(hash);
    }

    private void dropOldest(String spared) {
        held.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(spared))
                .min(Comparator.comparingLong(entry -> entry.getValue().usedAt))
                .ifPresent(entry -> {
                    held.remove(entry.getKey());
                    bytes -= entry.getValue().bytes;
                });
    }

    /** Forgets what no deployment uses any more. */
    synchronized void retain(java.util.Set<String> hashes) {
        held.entrySet().removeIf(entry -> {
            boolean goes = !hashes.contains(entry.getKey());
            if (goes) bytes -= entry.getValue().bytes;
            return goes;
        });
    }
}
