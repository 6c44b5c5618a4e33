package dev.mayfly.control.flags;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.flags.Flags.Planned;
import dev.mayfly.bindings.flags.Flags.Scheduled;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.flags.FlagWriter.Wish;
import dev.mayfly.control.truth.Change;
import dev.mayfly.control.truth.Database;
import dev.mayfly.control.truth.Truth;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Changes of flags that are made when their time has come, each within one change of the truth, so that it is made once, whoever looks
 * and however often. One that cannot be made then stays, with the reason.
 */
@ApplicationScoped
public class FlagSchedules {
    private static final int SCHEDULES_MAX = 100;
    private static final int AT_A_TIME = 50;
    private static final int FAILURE_MAX = 1_000;
    private static final Duration AHEAD_MAX = Duration.ofDays(366);
    /** How far behind the clock of whoever plans may be. */
    private static final Duration BEHIND_MAX = Duration.ofMinutes(5);

    private final Database database;
    private final Truth truth;
    private final FlagStore store;
    private final FlagWriter writer;
    private final ObjectMapper json;

    FlagSchedules(Database database, Truth truth, FlagStore store, FlagWriter writer, ObjectMapper json) {
        this.database = database;
        this.truth = truth;
        this.store = store;
        this.writer = writer;
        this.json = json;
    }

    /** Checked as if it were made now, so that most mistakes are told at once. */
    Uni<Scheduled> add(String account, FlagPlace place, String key, Planned planned, String by) {
        check(planned);
        return truth.change((session, change) -> item(session, account, place, key)
                .chain(item -> writer.apply(session, change, wish(item, planned, by, true))
                        .chain(() -> rows(session, item.id))
                        .chain(present -> {
                            if (present.size() >= SCHEDULES_MAX)
                                throw new Problem.LimitReached(
                                        "schedules", "a flag has at most %d schedules".formatted(SCHEDULES_MAX));
                            FlagScheduleRow row = new FlagScheduleRow(
                                    UUID.randomUUID().toString(), item.id, planned.at(), text(planned), by);
                            return session.persist(row).chain(session::flush).replaceWith(() -> told(row));
                        })));
    }

    Uni<List<Scheduled>> list(String account, FlagPlace place, String key) {
        return database.read(session -> item(session, account, place, key)
                .chain(item -> rows(session, item.id))
                .map(rows -> rows.stream().map(this::told).toList()));
    }

    Uni<Void> remove(String account, FlagPlace place, String key, String id) {
        return truth.change((session, change) -> item(session, account, place, key)
                .chain(item -> session.find(FlagScheduleRow.class, id)
                        .map(Optional::ofNullable)
                        .map(found -> found.filter(row -> row.item.equals(item.id))
                                .orElseThrow(() -> new Problem.NotFound("the flag has no schedule of that id"))))
                .chain(row -> session.remove(row).chain(session::flush)));
    }

    /** Makes the changes whose time has come. Tells how many there were. */
    public Uni<Integer> advance(Instant now) {
        return database.read(session -> due(session, now, 1))
                .chain(some -> some.isEmpty()
                        ? Uni.createFrom().item(0)
                        : truth.change((session, change) -> due(session, now, AT_A_TIME)
                                .chain(rows -> Multi.createFrom()
                                        .iterable(rows)
                                        .onItem()
                                        .transformToUniAndConcatenate(row -> make(session, change, row))
                                        .collect()
                                        .asList())
                                .map(List::size)));
    }

    private Uni<Void> make(Mutiny.Session session, Change change, FlagScheduleRow row) {
        return session.find(FlagItemRow.class, row.item)
                .chain(item -> writer.apply(session, change, wish(item, planned(row), row.by, false)))
                .chain(() -> session.remove(row))
                .onFailure(Problem.class)
                .recoverWithUni(refused -> {
                    String why = String.valueOf(refused.getMessage());
                    row.failure = why.length() <= FAILURE_MAX ? why : why.substring(0, FAILURE_MAX);
                    return Uni.createFrom().voidItem();
                })
                .chain(session::flush);
    }

    private static Wish wish(FlagItemRow item, Planned planned, String by, boolean dryRun) {
        Function<Optional<JsonNode>, Optional<JsonNode>> next = before -> {
            if (planned.archive().orElse(false)) return Optional.empty();
            if (planned.definition().isPresent()) return planned.definition();
            return planned.ramp()
                    .map(ramp -> RampRule.of(
                            (ObjectNode) before.orElseThrow(() -> StoredFlags.unknown(item.key, item.place())), ramp));
        };
        return new Wish(
                item.account,
                item.place(),
                Kind.flag,
                item.key,
                next,
                StoredFlags.message(planned.message(), "as planned"),
                Optional.empty(),
                dryRun,
                List.of(),
                by);
    }

    private static void check(Planned planned) {
        if (planned == null || planned.at() == null) throw new Problem.Invalid("invalid-schedule", "at is needed");
        int changes = (planned.definition().isPresent() ? 1 : 0)
                + (planned.ramp().isPresent() ? 1 : 0)
                + (planned.archive().orElse(false) ? 1 : 0);
        if (changes != 1)
            throw new Problem.Invalid(
                    "invalid-schedule", "exactly one of definition, ramp and \"archive\": true says what shall happen");
        if (planned.definition().filter(given -> !given.isObject()).isPresent())
            throw new Problem.Invalid("invalid-schedule", "a definition is an object");
        if (planned.ramp().filter(ramp -> ramp.variant() == null).isPresent())
            throw new Problem.Invalid("invalid-schedule", "a ramp has a variant and percent");
        Instant now = Instant.now();
        if (planned.at().isBefore(now.minus(BEHIND_MAX)))
            throw new Problem.Invalid(
                    "invalid-schedule", "at has passed; what shall be made now is made without a plan");
        if (planned.at().isAfter(now.plus(AHEAD_MAX)))
            throw new Problem.Invalid("invalid-schedule", "at lies at most a year ahead");
    }

    private Uni<FlagItemRow> item(Mutiny.Session session, String account, FlagPlace place, String key) {
        return store.find(session, account, place, Kind.flag, key)
                .map(found -> found.orElseThrow(() -> StoredFlags.unknown(key, place)));
    }

    private static Uni<List<FlagScheduleRow>> rows(Mutiny.Session session, String item) {
        return session.createSelectionQuery(
                        "from FlagScheduleRow s where s.item = ?1 order by s.due, s.id", FlagScheduleRow.class)
                .setParameter(1, item)
                .getResultList();
    }

    private static Uni<List<FlagScheduleRow>> due(Mutiny.Session session, Instant now, int most) {
        return session.createSelectionQuery(
                        "from FlagScheduleRow s where s.due <= ?1 and s.failure is null order by s.due, s.id",
                        FlagScheduleRow.class)
                .setParameter(1, now)
                .setMaxResults(most)
                .getResultList();
    }

    private Scheduled told(FlagScheduleRow row) {
        return new Scheduled(row.id, planned(row), row.by, Optional.ofNullable(row.failure));
    }

    private Planned planned(FlagScheduleRow row) {
        try {
            return json.readValue(row.planned, Planned.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schedule that is kept cannot be read", e);
        }
    }

    private String text(Planned planned) {
        try {
            return json.writeValueAsString(planned);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schedule can always be written", e);
        }
    }
}
