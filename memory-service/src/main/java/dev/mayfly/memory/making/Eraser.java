package dev.mayfly.memory.making;

import dev.mayfly.bindings.memory.Memory.Counts;
import dev.mayfly.memory.making.Maker.Deletion;
import dev.mayfly.memory.making.Maker.Done;
import dev.mayfly.memory.recall.Stored;
import dev.mayfly.memory.store.Change;
import dev.mayfly.memory.store.Ids;
import dev.mayfly.memory.store.Known;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.Ledger.SessionState;
import dev.mayfly.memory.store.Marks;
import dev.mayfly.memory.store.MemoryRow;
import dev.mayfly.memory.store.MessageRow;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Rows;
import dev.mayfly.memory.store.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Deletes memories with the messages that they are made of, and what else is made of those: their neighbours are made anew without them. What was
 * deleted leaves a mark, by which it is known again and kept out.
 */
@ApplicationScoped
public class Eraser {
    private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0, 0);

    private final Ledger ledger;
    private final Rows rows;
    private final Vault vault;
    private final Maker maker;
    private final Plans plans;
    private final Worker worker;

    Eraser(Ledger ledger, Rows rows, Vault vault, Maker maker, Plans plans, Worker worker) {
        this.ledger = ledger;
        this.rows = rows;
        this.vault = vault;
        this.maker = maker;
        this.plans = plans;
        this.worker = worker;
    }

    /** What becomes of the messages that a memory is made of. */
    public enum Sources {
        go,
        stay
    }

    public Done delete(ProfileRow profile, Collection<MemoryRow> memories, Sources sources) {
        return delete(profile, memories, sources, (memory, content) -> Marks.ofMemory(memory.kind, content));
    }

    /** What expired or faded. Its messages stay. */
    public Done fade(ProfileRow profile, Collection<MemoryRow> memories) {
        return delete(
                profile,
                memories,
                Sources.stay,
                (memory, content) -> Marks.ofFaded(memory.kind, Optional.ofNullable(memory.session), content));
    }

    private Done delete(
            ProfileRow profile,
            Collection<MemoryRow> memories,
            Sources sources,
            BiFunction<MemoryRow, String, String> marking) {
        Vault.Box box = vault.box(profile);
        Map<String, Map<String, Set<String>>> cited = new HashMap<>();
        Set<String> sessions = new TreeSet<>();
        Set<String> marks = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (MemoryRow memory : memories) {
            Known known = rows.known(memory, box);
            Set<String> left = new HashSet<>(Set.of(marking.apply(memory, known.content())));
            known.made().ifPresent(left::add);
            ids.add(memory.id);
            marks.add(Marks.ofMemoryId(memory.id));
            marks.addAll(left);
            Optional.ofNullable(memory.session).ifPresent(sessions::add);
            for (Stored.Source source : known.sources())
                cited.computeIfAbsent(source.sessionId(), session -> new HashMap<>())
                        .computeIfAbsent(source.messageId(), message -> new HashSet<>())
                        .addAll(left);
        }
        sessions.addAll(cited.keySet());
        Set<Long> messages = new HashSet<>();
        cited.forEach((session, marksOf) -> {
            for (MessageRow message : ledger.messages(profile, session, marksOf.keySet())) {
                if (sources == Sources.go) messages.add(message.seq);
                Marks.OfMessage said = Marks.ofMessage(message, rows.said(message, box));
                marksOf.getOrDefault(message.id, Set.of()).forEach(mark -> marks.add(Marks.along(said, mark)));
            }
        });
        return delete(profile, sessions, new Deletion(messages, ids, marks, Maker.Why.deleted));
    }

    public Done deleteSession(ProfileRow profile, String session) {
        SessionState state = java.util.Objects.requireNonNull(
                ledger.snapshot(profile, List.of(session)).sessions().get(session));
        Set<Long> messages = new HashSet<>();
        state.messages().forEach(message -> messages.add(message.seq));
        Set<String> ids = new HashSet<>();
        state.memories().forEach(memory -> ids.add(memory.id()));
        return delete(profile, List.of(session), new Deletion(messages, ids, marks(profile, ids), Maker.Why.deleted));
    }

    /** What nobody wants to keep for longer. */
    public Done deleteAged(ProfileRow profile, Collection<MessageRow> messages) {
        Set<String> sessions = new TreeSet<>();
        Set<Long> seqs = new HashSet<>();
        messages.forEach(message -> {
            sessions.add(message.session);
            seqs.add(message.seq);
        });
        return delete(profile, sessions, new Deletion(seqs, Set.of(), Set.of(), Maker.Why.aged));
    }

    /** Of those that are more than what was made of messages: an import might bring them back. */
    private Set<String> marks(ProfileRow profile, Set<String> ids) {
        Vault.Box box = vault.box(profile);
        Set<String> marks = new HashSet<>();
        if (ids.isEmpty()) return marks;
        for (MemoryRow memory : ledger.find(profile, ids)) {
            if (memory.name == null)
                marks.add(Marks.ofMemory(memory.kind, rows.known(memory, box).content()));
            marks.add(Marks.ofMemoryId(memory.id));
        }
        return marks;
    }

    private Done delete(ProfileRow profile, Collection<String> sessions, Deletion deletion) {
        Change.NewJob job =
                new Change.NewJob(Ids.next(), "delete", List.copyOf(sessions), rows.write(NOTHING), Change.Finished.no);
        Done done = maker.make(
                profile, sessions, deletion, plans.of(profile).taskLife(), Maker.More.NONE, Optional.of(job));
        worker.wake();
        return done;
    }
}
