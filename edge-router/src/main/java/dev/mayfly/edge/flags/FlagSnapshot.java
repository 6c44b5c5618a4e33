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
import dev.mayfly.edge.snapshot.Following;
import dev.mayfly.edge.snapshot.KeptSnapshot;
import dev.mayfly.edge.snapshot.KeptSnapshot.Part;
import dev.mayfly.flags.FlagSet;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All flags, as of the last revision that the control plane told. While it is silent, the last ones hold.
 */
@Singleton
public class FlagSnapshot {
    private static final Caller.Platform ROUTER = new Caller.Platform("edge-router");

    private final Vertx vertx;
    private final KeptSnapshot kept;
    private final ObjectMapper json;
    private final HeldFlags held = new HeldFlags();
    private final Following<FlagChanges> following;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private volatile long revision;

    FlagSnapshot(FlagFeed feed, KeptSnapshot kept, ObjectMapper json, Vertx vertx, EdgeConfig config) {
        this.kept = kept;
        this.json = json;
        this.vertx = vertx;
        this.following =
                new Following<>("flags", () -> Callers.as(ROUTER, () -> feed.changes(revision)), this::apply, config);
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
        if (announced > revision) following.ask();
    }

    void start(@Observes StartupEvent event) {
        following.start(
                vertx, kept, Part.flags, written -> json.readValue(written, FlagChanges.class), () -> revision == 0);
    }

    void stop(@Observes ShutdownEvent event) {
        following.stop();
    }

    private synchronized void apply(FlagChanges changes) {
        held.apply(changes);
        revision = changes.revision();
        if (changes.full() || !changes.items().isEmpty())
            kept.changed(
                    Part.flags, () -> json.writeValueAsBytes(new FlagChanges(changes.revision(), held.items(), true)));
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
}
