package dev.mayfly.edge.flags;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.flags.FlagFeed;
import dev.mayfly.bindings.flags.FlagFeed.FlagChanges;
import dev.mayfly.bindings.flags.FlagFeed.Item;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.snapshot.KeptSnapshot;
import dev.mayfly.flags.FlagSet;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * All flags, as of the last revision that the control plane told. While it is silent, the last ones hold. One asker at a time; whoever
 * hears of a change meanwhile makes it ask once more.
 */
@Singleton
public class FlagSnapshot {
    private static final Logger LOG = Logger.getLogger(FlagSnapshot.class);
    /** How long a control plane has to answer, before the router goes on with what is kept. */
    private static final long START_PATIENCE_MS = 500;

    private static final Caller.Platform ROUTER = new Caller.Platform("edge-router");

    private final FlagFeed feed;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final KeptSnapshot kept;
    private final ObjectMapper json;
    private final HeldFlags held = new HeldFlags();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private volatile long revision;
    private volatile boolean stopped;
    private volatile boolean complained;

    FlagSnapshot(FlagFeed feed, KeptSnapshot kept, ObjectMapper json, Vertx vertx, EdgeConfig config) {
        this.kept = kept;
        this.json = json;
        this.feed = feed;
        this.vertx = vertx;
        this.config = config;
    }

    /** Never changes; ask once for each request. Empty where there are none. */
    public FlagSet flags(String account, FlagPlace place) {
        return held.set(account, place);
    }

    /** All flags of an app, as flagd reads them. */
    public String definition(String account, FlagPlace place) {
        return held.definition(account, place);
    }

    /** This app has its flags from elsewhere, and from now on these. */
    void external(String account, FlagPlace place, ObjectNode whole) {
        held.external(account, place, whole);
        for (Watcher watcher : watchers)
            if (watcher.account.equals(account) && watcher.place.equals(place)) watcher.told.accept(Set.of());
    }

    /**
     * Tells which flags of an app changed, from any thread, until what is returned is run.
     *
     * @param told is given no key where all may have changed
     */
    public Runnable watch(String account, FlagPlace place, Consumer<Set<String>> told) {
        Watcher watcher = new Watcher(account, place, told);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Something changed: what is held should be of this revision, or a later one. */
    public void heard(long announced) {
        if (announced > revision) ask();
    }

    void start(@Observes StartupEvent event) {
        ask();
        vertx.setPeriodic(config.resync().toMillis(), id -> ask());
        if (kept.isOn()) vertx.setTimer(START_PATIENCE_MS, id -> goOnWithWhatIsKept());
    }

    /** Nobody has told anything yet. */
    private void goOnWithWhatIsKept() {
        if (revision != 0 || stopped) return;
        kept.lastFlags()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(
                        found -> found.ifPresent(this::applyKept),
                        error -> LOG.error("flags that are kept cannot be read", error));
    }

    private synchronized void applyKept(byte[] written) {
        if (revision != 0) return;
        try {
            apply(json.readValue(written, FlagChanges.class));
        } catch (IOException e) {
            LOG.error("flags that are kept cannot be read", e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void ask() {
        if (stopped) return;
        again.set(true);
        if (!asking.compareAndSet(false, true)) return;
        again.set(false);
        sync().subscribe().with(done -> {
                    complained = false;
                    finished();
                }, error -> {
            complain(error);
            finished();
        });
    }

    /** What was heard of while an answer was awaited is asked for, also where none came. */
    private void finished() {
        asking.set(false);
        if (again.get()) ask();
    }

    private Uni<Void> sync() {
        return Callers.as(ROUTER, () -> feed.changes(revision))
                .ifNoItem()
                .after(config.patience())
                .fail()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(this::apply)
                .replaceWithVoid();
    }

    private synchronized void apply(FlagChanges changes) {
        held.apply(changes);
        revision = changes.revision();
        if (changes.full() || !changes.items().isEmpty())
            kept.flagsChanged(() -> json.writeValueAsBytes(new FlagChanges(changes.revision(), held.items(), true)));
        for (Watcher watcher : watchers) watcher.hear(changes);
    }

    private record Watcher(String account, FlagPlace place, Consumer<Set<String>> told) {
        void hear(FlagChanges changes) {
            Set<String> keys = changes.items().stream()
                    .filter(item ->
                            item.account().equals(account) && item.place().equals(place) && item.kind() == Kind.flag)
                    .map(Item::key)
                    .collect(Collectors.toSet());
            boolean segments = changes.items().stream()
                    .anyMatch(item -> item.account().equals(account)
                            && item.place().equals(place)
                            && item.kind() == Kind.segment);
            if (changes.full() || segments) told.accept(Set.of());
            else if (!keys.isEmpty()) told.accept(keys);
        }
    }

    /** Once for each outage. */
    private void complain(Throwable error) {
        if (complained) return;
        complained = true;
        LOG.warnf(
                "the control plane does not say what flags there are (%s); asking every %s",
                error.getMessage(), config.resync());
    }
}
