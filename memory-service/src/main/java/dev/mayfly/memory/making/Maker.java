package dev.mayfly.memory.making;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.MemoryConfig;
import dev.mayfly.memory.deriving.Beginning;
import dev.mayfly.memory.deriving.Derived;
import dev.mayfly.memory.deriving.Deriver;
import dev.mayfly.memory.deriving.Kind;
import dev.mayfly.memory.deriving.RuleDeriver;
import dev.mayfly.memory.deriving.Turn;
import dev.mayfly.memory.recall.Stored;
import dev.mayfly.memory.store.Change;
import dev.mayfly.memory.store.Change.NewMemory;
import dev.mayfly.memory.store.Ids;
import dev.mayfly.memory.store.Known;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.Ledger.Head;
import dev.mayfly.memory.store.Ledger.SessionState;
import dev.mayfly.memory.store.Ledger.Snapshot;
import dev.mayfly.memory.store.Marks;
import dev.mayfly.memory.store.MemoryRow;
import dev.mayfly.memory.store.MessageRow;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Rows;
import dev.mayfly.memory.store.Said;
import dev.mayfly.memory.store.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Brings the memories of sessions into agreement with their messages: makes those that are missing, changes those that are others by now, deletes
 * those whose messages are gone. It begins anew when the profile changed meanwhile, so it may be done again at any time, and after any crash.
 */
@ApplicationScoped
public class Maker {
    private static final int EXCERPT_CHARS_MAX = 300;
    private static final String MODEL = "model";
    public static final String CORRECTED = "corrected";

    private final Ledger ledger;
    private final Rows rows;
    private final Vault vault;
    private final Deriver deriver = new RuleDeriver();
    private final long memoriesMax;
    /** Each holds sessions whole. */
    private final Semaphore making;

    Maker(Ledger ledger, Rows rows, Vault vault, MemoryConfig config) {
        this.ledger = ledger;
        this.rows = rows;
        this.vault = vault;
        this.memoriesMax = config.memoriesMax();
        this.making = new Semaphore(config.sessionsMadeMax());
    }

    /** Why messages go, and so by what they are known again. */
    public enum Why {
        deleted,
        aged
    }

    /** What goes, beside what follows from it. */
    public record Deletion(Set<Long> messages, Set<String> memories, Set<String> marks, Why why) {
        public static final Deletion NONE = new Deletion(Set.of(), Set.of(), Set.of(), Why.deleted);
    }

    /** More memories of a session, made in another way than by rules. */
    public interface More {
        More NONE = turns -> new Said(List.of(), false);

        /** @param whole whether these are all; else those that are there stay, as long as their messages do */
        record Said(List<Derived> memories, boolean whole) {}

        Said of(List<Turn> turns);
    }

    /**
     * What was done.
     *
     * @param isFull whether the profile had no room for what would have been added; the rest was done
     */
    public record Done(int put, int deletedMemories, int deletedMessages, boolean isFull) {}

    /**
     * @param sessions that may change
     * @param taskLife how long a task is kept that does not say
     * @param more takes its time, and may be asked again
     */
    public Done make(
            ProfileRow profile,
            Collection<String> sessions,
            Deletion deletion,
            Duration taskLife,
            More more,
            Optional<Change.NewJob> job) {
        // Who asks a model takes long, and holds up nobody else: of them there are as many as workers.
        int permits = more == More.NONE ? 1 : 0;
        try {
            making.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("the service stops");
        }
        try {
            return made(profile, sessions, deletion, taskLife, more, job);
        } finally {
            making.release(permits);
        }
    }

    private Done made(
            ProfileRow profile,
            Collection<String> sessions,
            Deletion deletion,
            Duration taskLife,
            More more,
            Optional<Change.NewJob> job) {
        for (int attempt = 0; attempt < Snapshot.RETRIES_MAX; attempt++) {
            Snapshot snapshot = ledger.snapshot(profile, sessions);
            Change change = new Change();
            deletion.marks().forEach(change::mark);
            deletion.memories().forEach(change::deleteMemory);
            List<Made> made = new ArrayList<>();
            int messages = 0;
            for (SessionState session : snapshot.sessions().values()) {
                messages += delete(profile, session, deletion, change);
                made.addAll(agree(profile, session, deletion, taskLife, more, change));
            }
            Set<String> forgotten =
                    ledger.forgotten(profile, made.stream().map(Made::mark).collect(Collectors.toSet()));
            for (Made one : made)
                if (!forgotten.contains(one.mark) && !deletion.marks().contains(one.mark)) change.put(one.memory);
                else if (snapshot.memories().contains(one.memory.id())) change.deleteMemory(one.memory.id());
            boolean isFull = isFull(profile, snapshot, change);
            if (isFull) change.addNone(snapshot.memories());
            if (change.puts() > 0 || !deletion.equals(Deletion.NONE)) job.ifPresent(change::job);
            if (change.isEmpty() || ledger.apply(profile, snapshot.version(), change))
                return new Done(change.puts(), change.deletions(), messages, isFull);
            Snapshot.pause(attempt);
        }
        throw new Problem.Unavailable("the profile changes all the time; try again");
    }

    private boolean isFull(ProfileRow profile, Snapshot snapshot, Change change) {
        long more = change.added(snapshot.memories()) - change.deletions();
        return more > 0 && ledger.memories(profile) + more > memoriesMax;
    }

    /** @param mark that keeps it away */
    private record Made(NewMemory memory, String mark) {
        Made as(String known) {
            return new Made(memory.as(known), mark);
        }
    }

    private int delete(ProfileRow profile, SessionState session, Deletion deletion, Change change) {
        Vault.Box box = vault.box(profile);
        int deleted = 0;
        for (MessageRow message : session.messages())
            if (deletion.messages().contains(message.seq)) {
                Said said = rows.said(message, box);
                Marks.OfMessage marks = Marks.ofMessage(message, said);
                change.deleteMessage(message.seq, deletion.why() == Why.aged ? marks.ofAged() : marks.ofDeleted());
                deleted++;
            }
        return deleted;
    }

    /** @return memories that are new, or others than those that are there */
    private List<Made> agree(
            ProfileRow profile, SessionState session, Deletion deletion, Duration taskLife, More more, Change change) {
        Map<String, Head> known = new HashMap<>();
        for (Head head : session.memories()) head.name().ifPresent(name -> known.put(name, head));
        known.values().removeAll(uncited(profile, session, deletion, change));
        List<Made> made = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> same = new HashSet<>();
        List<Circle> unsaid = new ArrayList<>();
        for (Circle circle : circles(profile, session, deletion)) {
            More.Said others = more.of(circle.turns);
            if (!others.whole() && !circle.lost) unsaid.add(circle);
            for (Made one : circle.derive(others.memories(), taskLife)) {
                String name = one.memory.name().orElseThrow();
                names.add(name);
                Head head = known.get(name);
                if (head == null) made.add(one);
                else if (head.hash().equals(one.memory.hash()))
                    circle.told(one.memory.known()).ifPresent(same::add);
                else if (!head.origin().equals(CORRECTED)) made.add(one.as(head.id()));
            }
        }
        List<Head> left = known.values().stream()
                .filter(head -> !names.contains(head.name().orElseThrow())
                        && !head.origin().equals(CORRECTED)
                        && !deletion.memories().contains(head.id()))
                .toList();
        Set<String> standing = standing(profile, left, unsaid, same);
        boolean replaced = deletion.messages().isEmpty();
        for (Head head : left)
            if (standing.contains(head.id())) continue;
            else if (replaced) change.withdrawMemory(head.id());
            else change.deleteMemory(head.id());
        return made;
    }

    /**
     * Deletes what somebody corrected with the message that it was made of, and when others than before may see that; has the rest cite what their messages
     * say by now.
     *
     * @return those that go
     */
    private List<Head> uncited(ProfileRow profile, SessionState session, Deletion deletion, Change change) {
        Map<String, Head> corrected = new HashMap<>();
        for (Head head : session.memories())
            if (head.origin().equals(CORRECTED) && !deletion.memories().contains(head.id()))
                corrected.put(head.id(), head);
        if (corrected.isEmpty()) return List.of();
        Vault.Box box = vault.box(profile);
        Map<String, MessageRow> said = new HashMap<>();
        for (MessageRow message : session.messages())
            if (!deletion.messages().contains(message.seq)) said.put(message.id, message);
        List<Head> gone = new ArrayList<>();
        for (MemoryRow row : ledger.find(profile, corrected.keySet())) {
            Known known = rows.known(row, box);
            String name = String.valueOf(row.name);
            List<Stored.Source> sources = known.sources().stream()
                    .flatMap(source -> Optional.ofNullable(said.get(source.messageId())).stream())
                    .filter(message -> Marks.isNamed(name, message.readers))
                    .map(message -> source(rows.turn(message, rows.said(message, box))))
                    .toList();
            if (sources.size() < known.sources().size()) {
                change.deleteMemory(row.id);
                change.mark(Marks.ofMemoryId(row.id));
                gone.add(java.util.Objects.requireNonNull(corrected.get(row.id)));
            } else if (!sources.equals(known.sources())) change.put(NewMemory.of(row, known.citing(sources)));
        }
        return gone;
    }

    private static Stored.Source source(Turn turn) {
        return new Stored.Source(turn.id(), turn.sessionId(), turn.at(), turn.who(), excerpt(turn.content()));
    }

    /** What a memory cites of a message. */
    public static String excerpt(String content) {
        return Beginning.of(content.strip(), EXCERPT_CHARS_MAX);
    }

    /** Of those that a model made, which cite messages that are as they were, in circles of which the model says nothing now. */
    private Set<String> standing(ProfileRow profile, List<Head> left, List<Circle> unsaid, Set<String> same) {
        List<String> ids = left.stream()
                .filter(head -> head.origin().equals(MODEL))
                .map(Head::id)
                .toList();
        if (ids.isEmpty() || unsaid.isEmpty()) return Set.of();
        Vault.Box box = vault.box(profile);
        return ledger.find(profile, ids).stream()
                .filter(row -> unsaid.stream()
                        .anyMatch(circle ->
                                circle.readers.equals(row.readers) && circle.says(rows.known(row, box), same)))
                .map(row -> row.id)
                .collect(Collectors.toSet());
    }

    /** Those with the same readers: what others said must not shine through. */
    private List<Circle> circles(ProfileRow profile, SessionState session, Deletion deletion) {
        Vault.Box box = vault.box(profile);
        Map<String, Circle> circles = new LinkedHashMap<>();
        for (int place = 0; place < session.messages().size(); place++) {
            MessageRow row = session.messages().get(place);
            Circle circle = circles.computeIfAbsent(row.readers, Circle::new);
            if (deletion.messages().contains(row.seq)) circle.lost = true;
            else circle.add(row, place, rows.said(row, box));
        }
        return circles.values().stream()
                .filter(circle -> !circle.turns.isEmpty())
                .toList();
    }

    /** Messages of a session that have the same readers. */
    private final class Circle {
        private final String readers;
        private final List<Turn> turns = new ArrayList<>();
        private final Map<String, Integer> places = new HashMap<>();
        private final Map<String, Said> said = new HashMap<>();
        private final Map<String, Turn> byId = new HashMap<>();
        /** A message of it goes; what a model made of the others may tell of it. */
        private boolean lost;

        Circle(String readers) {
            this.readers = readers;
        }

        void add(MessageRow row, int place, Said content) {
            Turn turn = rows.turn(row, content);
            turns.add(turn);
            byId.put(turn.id(), turn);
            places.put(turn.id(), place);
            said.put(turn.id(), content);
        }

        List<Made> derive(List<Derived> more, Duration taskLife) {
            List<Made> made = new ArrayList<>();
            for (Derived derived : deriver.derive(turns)) made.add(memory(derived, "derived", taskLife));
            for (Derived derived : more) made.add(memory(derived, MODEL, taskLife));
            Instant now = Instant.now();
            made.removeIf(
                    one -> one.memory.expiresAt().map(end -> !end.isAfter(now)).orElse(false));
            return made;
        }

        /** The message that a memory tells from its first letter to the last. */
        Optional<String> told(Known memory) {
            String id = memory.sources().getFirst().messageId();
            Turn turn = java.util.Objects.requireNonNull(byId.get(id));
            return memory.sources().size() == 1
                            && memory.content().contains(turn.content().strip())
                    ? Optional.of(id)
                    : Optional.empty();
        }

        /**
         * Whether messages still say what a memory cites.
         *
         * @param same messages that are known not to have changed; an excerpt does not tell it of a long one
         */
        boolean says(Known memory, Set<String> same) {
            return memory.sources().stream()
                    .allMatch(source -> byId.containsKey(source.messageId())
                            && source(source.messageId()).excerpt().equals(source.excerpt())
                            && (source.excerpt().length() <= EXCERPT_CHARS_MAX || same.contains(source.messageId())));
        }

        private Made memory(Derived derived, String origin, Duration taskLife) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            int place = places.getOrDefault(derived.sources().getFirst(), 0);
            Said first = said(derived.sources().getFirst());
            Known known = new Known(
                    derived.summary(),
                    derived.content(),
                    Optional.of(derived.embedded()).filter(text -> !text.isBlank()),
                    derived.key(),
                    derived.sources().stream().map(this::source).toList(),
                    derived.entities(),
                    derived.suspicious(),
                    first.metadata(),
                    first.acl());
            String mark = Marks.ofMade(
                    derived.sessionId(),
                    derived.name(),
                    derived.sources().stream()
                            .map(source ->
                                    Marks.text(derived.sessionId(), said(source).content()))
                            .toList());
            NewMemory made = new NewMemory(
                    Ids.next(),
                    Optional.of(Marks.named(derived.name(), readers)),
                    derived.kind(),
                    origin,
                    Optional.of(derived.sessionId()),
                    hash(derived, known, place),
                    place,
                    derived.importance(),
                    now,
                    derived.validFrom(),
                    derived.validTo(),
                    derived.kind() == Kind.task && derived.validTo().isEmpty()
                            ? Optional.of(derived.validFrom().plus(taskLife))
                            : Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    known,
                    Optional.empty());
            return new Made(made, mark);
        }

        private Said said(String message) {
            return java.util.Objects.requireNonNull(said.get(message), "a memory cites a message that is not there");
        }

        private Stored.Source source(String message) {
            return Maker.source(java.util.Objects.requireNonNull(byId.get(message)));
        }
    }

    /** Equal ones need not be written again. */
    private static String hash(Derived derived, Known known, int place) {
        return Marks.hash(
                Integer.toString(place),
                derived.kind().name(),
                derived.content(),
                derived.embedded(),
                derived.key().orElse(""),
                derived.validFrom().toString(),
                derived.validTo().map(Instant::toString).orElse(""),
                known.sources().stream()
                        .map(source -> source.messageId() + "\t" + source.excerpt())
                        .collect(Collectors.joining("\n")),
                known.metadata().toString(),
                known.acl().toString());
    }
}
