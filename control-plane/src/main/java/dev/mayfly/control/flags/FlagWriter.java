package dev.mayfly.control.flags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.deployments.Announcement.Part;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.flags.Flags.Changed;
import dev.mayfly.bindings.flags.Flags.Moved;
import dev.mayfly.bindings.flags.Flags.Version;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.accounts.StoredAccounts;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Truth;
import dev.mayfly.flags.FlagSet;
import dev.mayfly.flags.rule.JsonValues;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Makes a change of a flag or a segment: checked as routers will read it, with all that it takes part in, and kept with its history. */
@ApplicationScoped
class FlagWriter {
    /** How often one change asks flags for somebody: some tens of milliseconds. */
    private static final int EVALUATIONS_MAX = 100_000;

    private final Truth truth;
    private final FlagStore store;

    FlagWriter(Truth truth, FlagStore store) {
        this.truth = truth;
        this.store = store;
    }

    /** @param next what shall be, by what is */
    record Wish(
            String account,
            FlagPlace place,
            Kind kind,
            String key,
            Function<Optional<JsonNode>, Optional<JsonNode>> next,
            String message,
            Optional<Long> follows,
            boolean dryRun,
            List<Map<String, JsonNode>> contexts,
            String by) {}

    Uni<Changed> change(Wish wish) {
        return truth.change((session, change) -> apply(session, change, wish));
    }

    /** Within a change of more. */
    Uni<Changed> apply(Mutiny.Session session, Change change, Wish wish) {
        return StoredAccounts.find(session, wish.account)
                .chain(() -> store.find(session, wish.account, wish.place, wish.kind, wish.key))
                .chain(found -> {
                    Optional<JsonNode> before =
                            found.flatMap(FlagItemRow::definition).map(Definitions::json);
                    Optional<JsonNode> after = wish.next.apply(before);
                    boolean asks = after.filter(next -> next.has(FlagItemRow.PREREQUISITES))
                            .isPresent();
                    return store.around(session, wish.account, wish.place, asks ? Kind.segment : wish.kind, found)
                            .chain(standing -> apply(session, change, wish, standing, found, before, after));
                });
    }

    private Uni<Changed> apply(
            Mutiny.Session session,
            Change change,
            Wish wish,
            List<FlagItemRow> standing,
            Optional<FlagItemRow> found,
            Optional<JsonNode> before,
            Optional<JsonNode> after) {
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
        FlagVersionRow made = new FlagVersionRow(next, wish.by, Instant.now(), wish.message);
        Changed changed = new Changed(told(wish.key, made), Differences.between(before, after), moved, wish.dryRun);
        if (wish.dryRun) return Uni.createFrom().item(changed);
        Uni<Void> room = before.isPresent() ? Uni.createFrom().voidItem() : store.checkRoom(session, next);
        return room.chain(() -> store.keep(session, found, next, made, change.revision(Part.flags)))
                .replaceWith(changed);
    }

    /** Who gets another variant of any flag that the change may touch: itself, those that ask for others, and with a segment those that name any. */
    private static List<Moved> moved(Wish wish, FlagSet before, FlagSet after, List<FlagItemRow> items) {
        Set<String> flags = new LinkedHashSet<>();
        if (wish.kind == Kind.flag) flags.add(wish.key);
        for (FlagItemRow item : items)
            if (item.kind == Kind.flag && (item.asksForOthers() || (wish.kind == Kind.segment && item.namesSegments())))
                flags.add(item.key);
        if ((long) flags.size() * wish.contexts.size() > EVALUATIONS_MAX)
            throw new Problem.LimitReached(
                    "contexts",
                    "the change may touch %,d flags, so there may be %,d contexts"
                            .formatted(flags.size(), EVALUATIONS_MAX / flags.size()));
        List<Moved> moved = new ArrayList<>();
        for (Map<String, JsonNode> context : wish.contexts) {
            Map<String, Object> known = new LinkedHashMap<>();
            context.forEach((name, value) -> {
                Object read = JsonValues.of(value);
                if (read != null) known.put(name, read);
            });
            for (String flag : flags) {
                Optional<String> was = variant(before, flag, known), is = variant(after, flag, known);
                if (!was.equals(is)) moved.add(new Moved(flag, context, was, is));
            }
        }
        return moved;
    }

    private static Optional<String> variant(FlagSet flags, String key, Map<String, Object> context) {
        return flags.resolve(key, context).variant().map(variant -> variant.name());
    }

    static Version told(String key, FlagVersionRow row) {
        return new Version(
                key,
                row.version,
                Optional.ofNullable(row.definition).map(Definitions::json),
                row.by,
                row.at,
                row.message);
    }
}
