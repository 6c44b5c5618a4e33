package dev.mayfly.edge.snapshot;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.deployments.Deployments.Candidate;
import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.edge.EdgeConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the router serves, kept in files, so that it can start without a control plane. What changes is written a moment later, at most once a
 * second; code when it comes. A disk that fails or hangs keeps nobody from serving: it is said once, and tried again with the next change.
 */
@Singleton
public class KeptSnapshot implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KeptSnapshot.class);
    private static final String INDEX = "index";
    private static final String BUNDLE = "bundle-";
    /** Of files that are always there. */
    private static final Set<String> NAMES = Stream.concat(
                    Stream.of(INDEX), Stream.of(Part.values()).map(Part::name))
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final long WRITE_EVERY_MS = 1_000;
    private static final long COMING_NS = 120_000_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ObjectMapper json;
    private final Vertx vertx;
    private final Optional<KeptFiles> files;
    /** Of its own: a disk that hangs holds nobody else's threads. */
    private final Optional<WorkerExecutor> threads;

    private final Map<String, Long> came = new ConcurrentHashMap<>();
    private final Object onDisk = new Object();
    private @Nullable Pending pending;
    private final Map<Part, Callable<byte[]>> pendingParts = new EnumMap<>(Part.class);
    private boolean writing;
    private volatile boolean complained;

    /** What is kept beside deployments, each in a file of its own. */
    public enum Part {
        flags,
        origins
    }

    private record Pending(Index index, Function<String, Optional<Bundle>> atHand) {}

    /** @param at when it was told by the control plane */
    @RegisterForReflection
    record Index(long revision, Instant at, List<Deployment> deployments) {
        Set<String> bundles() {
            Set<String> hashes = new HashSet<>();
            for (Deployment deployment : deployments)
                Stream.concat(Stream.of(deployment.bundle()), deployment.candidate().map(Candidate::bundle).stream())
                        .forEach(hashes::add);
            return hashes;
        }
    }

    @Inject
    KeptSnapshot(EdgeConfig config, PlatformToken token, ObjectMapper json, Vertx vertx) {
        this(config.keep().directory(), token.value(), json, vertx);
    }

    KeptSnapshot(Optional<Path> directory, Optional<String> token, ObjectMapper json, Vertx vertx) {
        this.json = json;
        this.vertx = vertx;
        this.files = directory.map(
                folder -> open(
                        folder,
                        token.orElseThrow(
                                () -> new IllegalStateException(
                                        "mayfly.edge.keep.directory takes mayfly.bindings.platform-token, which encrypts what is kept"))));
        this.threads = files.map(on -> vertx.createSharedWorkerExecutor("mayfly-kept", 2));
    }

    private WorkerExecutor threads() {
        return threads.orElseThrow();
    }

    private static KeptFiles open(Path folder, String token) {
        try {
            return KeptFiles.in(folder, token);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "mayfly.edge.keep.directory must be a folder that this router may write and has alone: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Whether anything is kept. */
    public boolean isOn() {
        return files.isPresent();
    }

    /**
     * This is what is served from now on.
     *
     * @param atHand code by its hash, should some not have been kept when it came
     */
    synchronized void changed(Index index, Function<String, Optional<Bundle>> atHand) {
        if (files.isEmpty()) return;
        pending = new Pending(index, atHand);
        begin();
    }

    /** This part is so from now on. @param written is asked for it when it is written */
    public synchronized void changed(Part part, Callable<byte[]> written) {
        if (files.isEmpty()) return;
        pendingParts.put(part, written);
        begin();
    }

    private void begin() {
        if (writing) return;
        writing = true;
        writePending();
    }

    private void writePending() {
        threads()
                .executeBlocking(() -> {
                    flush();
                    return null;
                })
                .onComplete(done -> vertx.setTimer(WRITE_EVERY_MS, timer -> goOn()));
    }

    private synchronized void goOn() {
        if (pending == null && pendingParts.isEmpty()) writing = false;
        else writePending();
    }

    /** What there was to write is written when this returns. Blocks. */
    void flush() {
        synchronized (onDisk) {
            Pending serving;
            Map<Part, Callable<byte[]>> parts;
            synchronized (this) {
                serving = pending;
                parts = Map.copyOf(pendingParts);
                pending = null;
                pendingParts.clear();
            }
            if (serving != null) files.ifPresent(kept -> write(kept, serving.index, serving.atHand));
            parts.forEach((part, written) -> files.ifPresent(kept -> write(kept, part, written)));
        }
    }

    private void write(KeptFiles kept, Index index, Function<String, Optional<Bundle>> atHand) {
        try {
            Set<String> hashes = index.bundles();
            for (String hash : hashes) {
                if (hasBundle(hash) || !HASH.matcher(hash).matches()) continue;
                Optional<Bundle> bundle = atHand.apply(hash);
                if (bundle.isPresent()) write(kept, hash, bundle.get());
            }
            kept.write(INDEX, json.writeValueAsBytes(index), true);
            hashes.addAll(coming());
            kept.retain(Stream.concat(NAMES.stream(), hashes.stream().map(hash -> BUNDLE + hash))
                    .collect(Collectors.toSet()));
            complained = false;
        } catch (IOException e) {
            complain(e);
        }
    }

    private void write(KeptFiles kept, String hash, Bundle bundle) throws IOException {
        kept.write(BUNDLE + hash, json.writeValueAsBytes(bundle), false);
    }

    private void write(KeptFiles kept, Part part, Callable<byte[]> written) {
        try {
            kept.write(part.name(), written.call(), true);
            complained = false;
        } catch (Exception e) {
            complain(e);
        }
    }

    /** A part as it was kept last. */
    public Uni<Optional<byte[]>> last(Part part) {
        return files.isEmpty() ? Uni.createFrom().item(Optional.empty()) : blocking(() -> readable(part.name()));
    }

    /** Code that came lately; the deployment that it is for may not be served yet. */
    private Set<String> coming() {
        long now = System.nanoTime();
        came.values().removeIf(at -> now - at > COMING_NS);
        return Set.copyOf(came.keySet());
    }

    /** What was served last; empty when nothing is kept, or nothing that can be read. */
    Uni<Optional<Index>> last() {
        if (files.isEmpty()) return Uni.createFrom().item(Optional.empty());
        return blocking(() -> {
            Optional<byte[]> index = files.get().read(INDEX);
            return index.isEmpty() ? Optional.<Index>empty() : Optional.of(json.readValue(index.get(), Index.class));
        });
    }

    boolean hasBundle(String hash) {
        return files.isPresent() && HASH.matcher(hash).matches() && files.get().has(BUNDLE + hash);
    }

    Uni<Optional<Bundle>> bundle(String hash) {
        if (!hasBundle(hash)) return Uni.createFrom().item(Optional.empty());
        return blocking(() -> {
            Optional<byte[]> content = readable(BUNDLE + hash);
            return content.isEmpty()
                    ? Optional.<Bundle>empty()
                    : Optional.of(json.readValue(content.get(), Bundle.class));
        });
    }

    /** What cannot be read goes, so that it is asked for and kept anew. */
    private Optional<byte[]> readable(String name) throws IOException {
        try {
            return files.orElseThrow().read(name);
        } catch (IOException e) {
            files.orElseThrow().delete(name);
            throw e;
        }
    }

    /** Done when it is kept, or cannot be. */
    Uni<Void> keep(String hash, Bundle bundle) {
        if (files.isEmpty() || !HASH.matcher(hash).matches())
            return Uni.createFrom().voidItem();
        came.put(hash, System.nanoTime());
        if (hasBundle(hash)) return Uni.createFrom().voidItem();
        return blocking(() -> {
                    write(files.orElseThrow(), hash, bundle);
                    return Optional.<Void>empty();
                })
                .replaceWithVoid();
    }

    /** Empty when it fails or takes too long. */
    private <T> Uni<Optional<T>> blocking(Callable<Optional<T>> work) {
        return Uni.createFrom()
                .completionStage(() -> threads().executeBlocking(work, false).toCompletionStage())
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(error -> {
                    complain(error);
                    return Optional.empty();
                });
    }

    private void complain(Throwable error) {
        if (complained) return;
        complained = true;
        LOG.warnf("mayfly.edge.keep.directory: %s", error.getMessage());
    }

    /** Writes what is left to write. */
    @Override
    public void close() throws IOException {
        flush();
        threads.ifPresent(WorkerExecutor::close);
        if (files.isPresent()) files.get().close();
    }
}
