package dev.mayfly.edge.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.flags.FlagFeed.FlagChanges;
import dev.mayfly.bindings.flags.FlagFeed.Item;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.flags.FlagReader;
import dev.mayfly.flags.FlagSet;
import dev.mayfly.flags.Flaw;
import dev.mayfly.flags.Prerequisites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Definitions by app, and the sets that are compiled of them. A set that a change does not touch stays the same. */
final class HeldFlags {
    private static final Logger LOG = Logger.getLogger(HeldFlags.class);

    private record App(String account, FlagPlace place) {}

    private record Defined(Map<String, JsonNode> flags, Map<String, JsonNode> segments) {
        Defined() {
            this(new TreeMap<>(), new TreeMap<>());
        }

        void apply(Item item) {
            Map<String, JsonNode> kind = item.kind() == Kind.flag ? flags : segments;
            item.definition().ifPresentOrElse(text -> kind.put(item.key(), text), () -> kind.remove(item.key()));
        }

        ObjectNode whole(FlagPlace place) {
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.putObject("flags").setAll(flags);
            whole.putObject("$evaluators").setAll(segments);
            whole.putObject("metadata").put("flagSetId", place.toString());
            return whole;
        }
    }

    private final Map<App, Defined> defined = new HashMap<>();
    /** Apps that have their flags from elsewhere, whatever the control plane has for them. */
    private final Map<App, ObjectNode> external = new HashMap<>();

    /** Of apps that somebody follows, until they change: many who follow are told the same. */
    private final Map<App, String> written = new HashMap<>();

    private volatile Map<App, FlagSet> sets = Map.of();

    FlagSet set(String account, FlagPlace place) {
        return sets.getOrDefault(new App(account, place), FlagSet.EMPTY);
    }

    /** As flagd reads it. */
    synchronized String definition(String account, FlagPlace place) {
        App app = new App(account, place);
        if (!sets.containsKey(app)) return writtenOut(app);
        return written.computeIfAbsent(app, this::writtenOut);
    }

    private String writtenOut(App app) {
        ObjectNode whole = external.containsKey(app)
                ? external.get(app)
                : defined.getOrDefault(app, new Defined()).whole(app.place);
        return Prerequisites.writtenOut(whole).toString();
    }

    /** All of them, as the control plane would tell them. */
    synchronized List<Item> items() {
        List<Item> items = new ArrayList<>();
        defined.forEach((app, of) -> {
            of.flags.forEach(
                    (key, text) -> items.add(new Item(app.account, app.place, Kind.flag, key, Optional.of(text))));
            of.segments.forEach(
                    (key, text) -> items.add(new Item(app.account, app.place, Kind.segment, key, Optional.of(text))));
        });
        return items;
    }

    synchronized void external(String account, FlagPlace place, ObjectNode whole) {
        App app = new App(account, place);
        external.put(app, whole);
        written.remove(app);
        Map<App, FlagSet> next = new HashMap<>(sets);
        next.put(app, FlagReader.read(whole).flags());
        sets = Map.copyOf(next);
    }

    synchronized void apply(FlagChanges changes) {
        if (changes.full()) {
            defined.clear();
            written.clear();
        } else if (changes.items().isEmpty()) return;
        Map<App, Touched> touched = new HashMap<>();
        for (Item item : changes.items()) {
            App app = new App(item.account(), item.place());
            defined.computeIfAbsent(app, made -> new Defined()).apply(item);
            touched.computeIfAbsent(app, made -> new Touched()).add(item);
        }
        Map<App, FlagSet> next = new HashMap<>(sets);
        if (changes.full()) next.keySet().retainAll(external.keySet());
        touched.forEach((app, what) -> {
            written.remove(app);
            if (external.containsKey(app)) return;
            Defined now = Objects.requireNonNull(defined.get(app));
            FlagSet before = next.get(app);
            next.put(
                    app,
                    sound(
                            app,
                            before == null || what.segments
                                    ? FlagReader.read(now.whole(app.place))
                                    : FlagReader.again(() -> now.whole(app.place), now.segments, before, what.flags)));
        });
        sets = Map.copyOf(next);
    }

    /** What changed of an app. */
    private static final class Touched {
        private final Map<String, Optional<JsonNode>> flags = new HashMap<>();
        private boolean segments;

        void add(Item item) {
            if (item.kind() == Kind.segment) segments = true;
            else flags.put(item.key(), item.definition());
        }
    }

    /** What the control plane let pass is sound; one that knows more than this router may tell what it does not understand. */
    private static FlagSet sound(App app, FlagReader.Read read) {
        List<Flaw> flaws = read.flaws();
        if (!flaws.isEmpty())
            LOG.warnf(
                    "%d flaws in the flags %s of %s, such as: %s",
                    flaws.size(), app.place, app.account, flaws.getFirst());
        return read.flags();
    }
}
