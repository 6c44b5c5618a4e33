package dev.mayfly.control.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.flags.Flags;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.accounts.StoredAccounts;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.RevisionRow;
import dev.mayfly.control.truth.Truth;
import dev.mayfly.flags.FlagSet;
import dev.mayfly.flags.rule.JsonValues;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Flags, kept. A change is checked as routers will read it, with all that it takes part in. */
@ApplicationScoped
public class StoredFlags implements Flags {
    private static final int CONTEXTS_MAX = 1_000;
    private static final int MESSAGE_MAX = 1_000;

    private final Database database;
    private final Truth truth;
    private final FlagStore store;

    StoredFlags(Database database, Truth truth, FlagStore store) {
        this.database = database;
        this.truth = truth;
        this.store = store;
    }

    @Override
    public Uni<List<FlagPlace>> apps(String account) {
        return database.read(
                session -> StoredAccounts.find(session, account).chain(() -> store.places(session, account)));
    }

    @Override
    public Uni<Definition> definition(String account, String app, Optional<String> environment) {
        FlagPlace place = FlagPlace.of(app, environment);
        return database.snapshot(session -> session.find(RevisionRow.class, RevisionRow.ONLY)
                .chain(now -> store.standing(session, account, place)
                        .map(items -> new Definition(place, now.number, Definitions.of(place, items)))));
    }

    @Override
    public Uni<Version> flag(String account, String app, String key, Optional<String> environment) {
        return history(account, app, key, environment).map(List::getFirst);
    }

    @Override
    public Uni<List<Version>> history(String account, String app, String key, Optional<String> environment) {
        FlagPlace place = FlagPlace.of(app, environment);
        return database.read(session -> store.find(session, account, place, Kind.flag, key)
                .map(found -> found.orElseThrow(() -> unknown(key, place)))
                .chain(item -> store.history(session, item))
                .map(rows -> rows.stream().map(row -> told(key, row)).toList()));
    }

    @Override
    public Uni<Changed> putFlag(String account, String app, String key, Optional<String> environment, Draft draft) {
        return put(account, FlagPlace.of(app, environment), Kind.flag, key, draft);
    }

    @Override
    public Uni<Changed> putSegment(
            String account, String app, String segment, Optional<String> environment, Draft draft) {
        return put(account, FlagPlace.of(app, environment), Kind.segment, segment, draft);
    }

    private Uni<Changed> put(String account, FlagPlace place, Kind kind, String key, Draft draft) {
        if (draft == null || draft.definition() == null || !draft.definition().isObject())
            throw new Problem.Invalid("invalid-flag", "a definition is an object");
        List<Map<String, JsonNode>> contexts = draft.contexts().orElse(List.of());
        if (contexts.size() > CONTEXTS_MAX)
            throw new Problem.LimitReached("contexts", "there may be %,d contexts".formatted(CONTEXTS_MAX));
        Wish wish = new Wish(
                account,
                place,
                kind,
                key,
                before -> Optional.of(draft.definition()),
                message(draft.message(), ""),
                draft.version(),
                draft.dryRun().orElse(false),
                contexts);
        return change(wish);
    }

    @Override
    public Uni<Changed> ramp(String account, String app, String key, Optional<String> environment, Ramp ramp) {
        if (ramp == null || ramp.variant() == null)
            throw new Problem.Invalid("invalid-flag", "a ramp has a variant and percent");
        FlagPlace place = FlagPlace.of(app, environment);
        Function<Optional<JsonNode>, Optional<JsonNode>> next =
                before -> Optional.of(RampRule.of((ObjectNode) before.orElseThrow(() -> unknown(key, place)), ramp));
        String usual = "%s to %s %%".formatted(ramp.variant(), ramp.percent());
        return change(new Wish(
                account,
                place,
                Kind.flag,
                key,
                next,
                message(ramp.message(), usual),
                ramp.version(),
                ramp.dryRun().orElse(false),
                List.of()));
    }

    @Override
    public Uni<Changed> archive(String account, String app, String key, Optional<String> environment) {
        FlagPlace place = FlagPlace.of(app, environment);
        Function<Optional<JsonNode>, Optional<JsonNode>> next = before -> {
            if (before.isEmpty()) throw unknown(key, place);
            return Optional.empty();
        };
        return change(new Wish(account, place, Kind.flag, key, next, "archived", Optional.empty(), false, List.of()));
    }

    @Override
    public Uni<Changed> undo(String account, String app, String key, Optional<String> environment) {
        FlagPlace place = FlagPlace.of(app, environment);
        return truth.change((session, change) -> store.find(session, account, place, Kind.flag, key)
                .map(found -> found.orElseThrow(() -> unknown(key, place)))
                .chain(item -> store.history(session, item))
                .chain(history -> {
                    if (history.size() < 2)
                        throw new Problem.Conflict("the flag has no version before this one that is kept");
                    FlagVersionRow before = history.get(1);
                    return apply(
                            session,
                            change,
                            new Wish(
                                    account,
                                    place,
                                    Kind.flag,
                                    key,
                                    present -> Optional.ofNullable(before.definition)
                                            .map(Definitions::json),
                                    "undo: as in version " + before.version,
                                    Optional.empty(),
                                    false,
                                    List.of()));
                }));
    }

    /** @param next what shall be, by what is */
    private record Wish(
            String account,
            FlagPlace place,
            Kind kind,
            String key,
            Function<Optional<JsonNode>, Optional<JsonNode>> next,
            String message,
            Optional<Long> follows,
            boolean dryRun,
            List<Map<String, JsonNode>> contexts) {}

    private Uni<Changed> change(Wish wish) {
        return truth.change((session, change) -> apply(session, change, wish));
    }

    private Uni<Changed> apply(Mutiny.Session session, Change change, Wish wish) {
        return StoredAccounts.find(session, wish.account)
                .chain(() -> store.around(session, wish.account, wish.place, wish.kind, wish.key))
                .chain(standing -> store.find(session, wish.account, wish.place, wish.kind, wish.key)
                        .chain(found -> apply(session, change, wish, standing, found)));
    }

    private Uni<Changed> apply(
            Mutiny.Session session, Change change, Wish wish, List<FlagItemRow> standing, Optional<FlagItemRow> found) {
        Optional<JsonNode> before = found.flatMap(FlagItemRow::definition).map(Definitions::json);
        Optional<JsonNode> after = wish.next.apply(before);
        long version = found.map(item -> item.version).orElse(0L);
        wish.follows.filter(follows -> follows != version).ifPresent(follows -> {
            throw new Problem.Conflict("%s is at version %d, and not at %d".formatted(wish.key, version, follows));
        });
        FlagItemRow next = new FlagItemRow(wish.account, wish.place, wish.kind, wish.key);
        next.version = version;
        next.become(after.map(JsonNode::toString), 0);
        List<FlagItemRow> then = new ArrayList<>(standing);
        then.removeIf(item -> item.id.equals(next.id));
        if (after.isPresent()) then.add(next);
        FlagSet sound = Definitions.sound(wish.place, then);
        List<Moved> moved = wish.contexts.isEmpty()
                ? List.of()
                : moved(wish, Definitions.lenient(wish.place, standing), sound, then);
        FlagVersionRow made = new FlagVersionRow(next, caller(), Instant.now(), wish.message);
        Changed changed = new Changed(told(wish.key, made), Differences.between(before, after), moved, wish.dryRun);
        if (wish.dryRun) return Uni.createFrom().item(changed);
        return store.checkRoom(session, next)
                .chain(() -> store.keep(session, found, next, made, change.revision()))
                .replaceWith(changed);
    }

    /** Who gets another variant of any flag that the change may touch. */
    private static List<Moved> moved(Wish wish, FlagSet before, FlagSet after, List<FlagItemRow> items) {
        List<String> flags = wish.kind == Kind.flag
                ? List.of(wish.key)
                : items.stream()
                        .filter(item -> item.kind == Kind.flag)
                        .map(item -> item.key)
                        .toList();
        List<Moved> moved = new ArrayList<>();
        for (Map<String, JsonNode> context : wish.contexts) {
            Map<String, Object> known = new LinkedHashMap<>();
            context.forEach((name, value) -> {
                Object read = JsonValues.of(value);
                if (read != null) known.put(name, read);
            });
            for (String flag : flags) {
                Optional<String> was = variant(before, flag, known), is = variant(after, flag, known);
                if (!was.equals(is)) moved.add(new Moved(context, was, is));
            }
        }
        return moved;
    }

    private static Optional<String> variant(FlagSet flags, String key, Map<String, Object> context) {
        return flags.resolve(key, context).variant().map(variant -> variant.name());
    }

    private static Version told(String key, FlagVersionRow row) {
        return new Version(
                key,
                row.version,
                Optional.ofNullable(row.definition).map(Definitions::json),
                row.by,
                row.at,
                row.message);
    }

    private static String message(Optional<String> given, String otherwise) {
        String message = given.orElse(otherwise);
        if (message.length() > MESSAGE_MAX)
            throw new Problem.Invalid("invalid-message", "a message has at most %,d characters".formatted(MESSAGE_MAX));
        return message;
    }

    private static Problem unknown(String key, FlagPlace place) {
        return new Problem.NotFound(
                "there is no flag '%s' in %s".formatted(key.length() > 60 ? key.substring(0, 60) + "…" : key, place));
    }

    private static String caller() {
        return Callers.current().map(Caller::name).orElse("unknown");
    }
}
