package dev.mayfly.control.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.flags.Flags;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.identity.RampBound;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.accounts.StoredAccounts;
import dev.mayfly.control.flags.FlagWriter.Wish;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.RevisionRow;
import dev.mayfly.control.truth.Truth;
import dev.mayfly.flags.Prerequisites;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Flags, kept. A change is checked as routers will read it, with all that it takes part in. */
@ApplicationScoped
public class StoredFlags implements Flags {
    private static final int CONTEXTS_MAX = 1_000;
    private static final int MESSAGE_MAX = 1_000;

    private final Database database;
    private final Truth truth;
    private final FlagStore store;
    private final FlagWriter writer;
    private final FlagSchedules schedules;

    StoredFlags(Database database, Truth truth, FlagStore store, FlagWriter writer, FlagSchedules schedules) {
        this.writer = writer;
        this.schedules = schedules;
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
                        .map(items -> new Definition(
                                place, now.number, Prerequisites.writtenOut(Definitions.of(place, items))))));
    }

    @Override
    public Uni<Version> flag(String account, String app, String key, Optional<String> environment) {
        return history(account, FlagPlace.of(app, environment), Kind.flag, key).map(List::getFirst);
    }

    @Override
    public Uni<List<Version>> history(String account, String app, String key, Optional<String> environment) {
        return history(account, FlagPlace.of(app, environment), Kind.flag, key);
    }

    @Override
    public Uni<Version> segment(String account, String app, String segment, Optional<String> environment) {
        return history(account, FlagPlace.of(app, environment), Kind.segment, segment)
                .map(List::getFirst);
    }

    @Override
    public Uni<List<Version>> segmentHistory(String account, String app, String segment, Optional<String> environment) {
        return history(account, FlagPlace.of(app, environment), Kind.segment, segment);
    }

    private Uni<List<Version>> history(String account, FlagPlace place, Kind kind, String key) {
        return database.read(session -> store.find(session, account, place, kind, key)
                .map(found -> found.orElseThrow(() -> unknown(kind, key, place)))
                .chain(item -> store.history(session, item))
                .map(rows -> rows.stream().map(row -> FlagWriter.told(key, row)).toList()));
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
        Wish wish = new Wish(
                account,
                place,
                kind,
                key,
                before -> Optional.of(draft.definition()),
                message(draft.message(), ""),
                draft.version(),
                draft.dryRun().orElse(false),
                contexts(draft.contexts()),
                caller());
        return writer.change(wish);
    }

    private static List<Map<String, JsonNode>> contexts(Optional<List<Map<String, JsonNode>>> given) {
        List<Map<String, JsonNode>> contexts = given.orElse(List.of());
        if (contexts.size() > CONTEXTS_MAX)
            throw new Problem.LimitReached("contexts", "there may be %,d contexts".formatted(CONTEXTS_MAX));
        return contexts;
    }

    @Override
    public Uni<Changed> ramp(String account, String app, String key, Optional<String> environment, Ramp ramp) {
        if (ramp == null || ramp.variant() == null)
            throw new Problem.Invalid("invalid-flag", "a ramp has a variant and percent");
        FlagPlace place = FlagPlace.of(app, environment);
        List<RampBound> bounds = RampBounds.of(account);
        Function<Optional<JsonNode>, Optional<JsonNode>> next = before -> {
            ObjectNode flag = (ObjectNode) before.orElseThrow(() -> unknown(key, place));
            ObjectNode ramped = RampRule.of(flag, ramp);
            RampBounds.check(bounds, flag, ramp);
            return Optional.of(ramped);
        };
        String usual = "%s to %s %%".formatted(ramp.variant(), ramp.percent());
        return writer.change(new Wish(
                account,
                place,
                Kind.flag,
                key,
                next,
                message(ramp.message(), usual),
                ramp.version(),
                ramp.dryRun().orElse(false),
                contexts(ramp.contexts()),
                caller()));
    }

    @Override
    public Uni<Changed> archive(String account, String app, String key, Optional<String> environment) {
        return archive(account, FlagPlace.of(app, environment), Kind.flag, key);
    }

    @Override
    public Uni<Changed> archiveSegment(String account, String app, String segment, Optional<String> environment) {
        return archive(account, FlagPlace.of(app, environment), Kind.segment, segment);
    }

    private Uni<Changed> archive(String account, FlagPlace place, Kind kind, String key) {
        Function<Optional<JsonNode>, Optional<JsonNode>> next = before -> {
            if (before.isEmpty()) throw unknown(kind, key, place);
            return Optional.empty();
        };
        return writer.change(
                new Wish(account, place, kind, key, next, "archived", Optional.empty(), false, List.of(), caller()));
    }

    @Override
    public Uni<Changed> undo(String account, String app, String key, Optional<String> environment) {
        return undo(account, FlagPlace.of(app, environment), Kind.flag, key);
    }

    @Override
    public Uni<Changed> undoSegment(String account, String app, String segment, Optional<String> environment) {
        return undo(account, FlagPlace.of(app, environment), Kind.segment, segment);
    }

    private Uni<Changed> undo(String account, FlagPlace place, Kind kind, String key) {
        String by = caller();
        return truth.change((session, change) -> store.find(session, account, place, kind, key)
                .map(found -> found.orElseThrow(() -> unknown(kind, key, place)))
                .chain(item -> store.history(session, item))
                .chain(history -> {
                    if (history.size() < 2)
                        throw new Problem.Conflict(
                                "the %s has no version before this one that is kept".formatted(kind));
                    FlagVersionRow before = history.get(1);
                    return writer.apply(
                            session,
                            change,
                            new Wish(
                                    account,
                                    place,
                                    kind,
                                    key,
                                    present -> Optional.ofNullable(before.definition)
                                            .map(Definitions::json),
                                    "undo: as in version " + before.version,
                                    Optional.empty(),
                                    false,
                                    List.of(),
                                    by));
                }));
    }

    @Override
    public Uni<Scheduled> schedule(
            String account, String app, String key, Optional<String> environment, Planned planned) {
        return schedules.add(account, FlagPlace.of(app, environment), key, planned, caller());
    }

    @Override
    public Uni<List<Scheduled>> schedules(String account, String app, String key, Optional<String> environment) {
        return schedules.list(account, FlagPlace.of(app, environment), key);
    }

    @Override
    public Uni<Void> unschedule(String account, String app, String key, String id, Optional<String> environment) {
        return schedules.remove(account, FlagPlace.of(app, environment), key, id);
    }

    static String message(Optional<String> given, String otherwise) {
        String message = given.orElse(otherwise);
        if (message.length() > MESSAGE_MAX)
            throw new Problem.Invalid("invalid-message", "a message has at most %,d characters".formatted(MESSAGE_MAX));
        return message;
    }

    static Problem unknown(String key, FlagPlace place) {
        return unknown(Kind.flag, key, place);
    }

    private static Problem unknown(Kind kind, String key, FlagPlace place) {
        return new Problem.NotFound("there is no %s '%s' in %s"
                .formatted(kind, key.length() > 60 ? key.substring(0, 60) + "…" : key, place));
    }

    private static String caller() {
        return Callers.current().map(Caller::name).orElse("unknown");
    }
}
