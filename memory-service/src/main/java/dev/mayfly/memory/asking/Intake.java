package dev.mayfly.memory.asking;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.memory.Memory.Counts;
import dev.mayfly.bindings.memory.Memory.Ingest;
import dev.mayfly.bindings.memory.Memory.Message;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.MemoryConfig;
import dev.mayfly.memory.NamespacePlan;
import dev.mayfly.memory.deriving.Redaction;
import dev.mayfly.memory.deriving.Turn;
import dev.mayfly.memory.making.Maker;
import dev.mayfly.memory.making.Worker;
import dev.mayfly.memory.store.Change;
import dev.mayfly.memory.store.JobRow;
import dev.mayfly.memory.store.Jobs;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.Ledger.NewMessage;
import dev.mayfly.memory.store.Marks;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Rows;
import dev.mayfly.memory.store.Said;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages on their way in: checked, with what nobody should remember taken out, each with an id. */
@ApplicationScoped
public class Intake {
    private static final String CODE = "invalid-ingest";

    private final Ledger ledger;
    private final Jobs jobs;
    private final Room room;
    private final Rows rows;
    private final Maker maker;
    private final Worker worker;
    private final MemoryConfig config;

    Intake(Ledger ledger, Jobs jobs, Room room, Rows rows, Maker maker, Worker worker, MemoryConfig config) {
        this.ledger = ledger;
        this.jobs = jobs;
        this.room = room;
        this.rows = rows;
        this.maker = maker;
        this.worker = worker;
        this.config = config;
    }

    /** Before a profile is made for it. */
    public void check(Ingest ingest) {
        Teller.named("sessionId", ingest.sessionId());
        if (ingest.messages().isEmpty()) throw new Problem.Invalid(CODE, "messages has at least one");
        if (ingest.messages().size() > config.ingestMessagesMax())
            throw new Problem.TooLarge(
                    "memory-ingest",
                    "%d messages are too many at a time; send %d"
                            .formatted(ingest.messages().size(), config.ingestMessagesMax()));
        Teller.readers(ingest.acl().orElse(List.of()));
        Teller.metadata(ingest.metadata().orElse(Map.of()));
        for (Message message : ingest.messages()) {
            Teller.content(config, message.content());
            message.timestamp().ifPresent(time -> Teller.time(CODE, "a timestamp", time));
            message.id().ifPresent(id -> Teller.named("the id of a message", id));
            message.speaker().ifPresent(speaker -> Teller.named("a speaker", speaker));
            if (Arrays.stream(Turn.Role.values()).noneMatch(role -> role.name().equals(message.role())))
                throw new Problem.Invalid(CODE, "role is system, user, assistant or tool");
        }
    }

    /** @return the job that makes memories of them */
    public JobRow take(ProfileRow profile, NamespacePlan plan, Ingest ingest) {
        room.require(profile);
        long open = jobs.open(profile);
        if (open >= config.jobsMax())
            throw new Problem.LimitReached(
                    "memory-jobs",
                    "%d jobs of the profile wait already; try again".formatted(open),
                    java.time.Duration.ofSeconds(1));
        Redaction redaction = new Redaction(plan.redact());
        Map<String, JsonNode> metadata =
                Teller.redacted(redaction, ingest.metadata().orElse(Map.of()));
        Map<String, NewMessage> messages = new LinkedHashMap<>();
        int redacted = 0;
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        for (Message message : ingest.messages()) {
            Redaction.Redacted kept = redaction.of(message.content());
            redacted +=
                    kept.taken().values().stream().mapToInt(Integer::intValue).sum();
            Optional<String> speaker =
                    message.speaker().map(name -> redaction.of(name).text());
            NewMessage made =
                    message(ingest, message, speaker, kept.text(), metadata, now.plusNanos(1_000L * messages.size()));
            messages.put(made.id(), made);
        }
        int taken = redacted;
        boolean isUnfinished = open > 0 || jobs.hasFailed(profile, ingest.sessionId()) || ledger.waiting(profile) > 0;
        Ledger.Ingested done = ledger.ingest(
                profile,
                ingest.sessionId(),
                List.copyOf(messages.values()),
                Ledger.There.gives_way,
                ingest.restore().orElse(false),
                new Ledger.Bounds(config.messagesMax(), config.sessionMessagesMax(), config.sessionBytesMax()),
                counts -> job(ingest, counts, taken, isUnfinished));
        worker.wake();
        // What a message said before, or to others, is not told any more once this is acknowledged; also where it is
        // sent again, since it was not.
        if (done.updated() > 0 || isUnfinished && done.unchanged() > 0)
            maker.make(
                    profile,
                    List.of(ingest.sessionId()),
                    Maker.Deletion.NONE,
                    plan.taskLife(),
                    Maker.More.NONE,
                    Optional.empty());
        return jobs.find(profile, done.job())
                .orElseThrow(() -> new Problem.NotFound("the profile was deleted meanwhile"));
    }

    private Change.NewJob job(Ingest ingest, Ledger.Ingested counts, int redacted, boolean isUnfinished) {
        boolean nothing =
                counts.added() + counts.updated() == 0 && !ingest.restore().orElse(false) && !isUnfinished;
        return new Change.NewJob(
                counts.job(),
                "ingest",
                List.of(ingest.sessionId()),
                rows.write(new Counts(
                        ingest.messages().size(),
                        counts.added(),
                        counts.updated(),
                        counts.unchanged(),
                        counts.forgotten(),
                        redacted,
                        0)),
                nothing ? Change.Finished.yes : Change.Finished.no);
    }

    /** By which the same is known to have been said, by whoever sends it. */
    static String hash(Said said, Instant at) {
        return Marks.hash(
                said.role(),
                said.speaker().orElse(""),
                said.content(),
                said.undated() ? "" : at.toString(),
                Ledger.readers(said.acl()),
                said.metadata().toString());
    }

    private static NewMessage message(
            Ingest ingest,
            Message message,
            Optional<String> speaker,
            String content,
            Map<String, JsonNode> metadata,
            Instant now) {
        List<String> acl = ingest.acl().orElse(List.of());
        Instant at = message.timestamp().orElse(now).truncatedTo(ChronoUnit.MICROS);
        Said said = new Said(
                message.role(),
                speaker,
                content,
                acl,
                metadata,
                message.timestamp().isEmpty());
        String hash = hash(said, at);
        String id = message.id().orElse("m-" + hash.substring(0, 24));
        return new NewMessage(
                id,
                hash,
                Ledger.readers(acl),
                at,
                said,
                Marks.ofMessage(ingest.sessionId(), id, content, message.timestamp()));
    }
}
