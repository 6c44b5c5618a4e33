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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
        Vault.Box box = vault.box(profile);
        Map<MemoryRow, Known> known = new LinkedHashMap<>();
        memories.forEach(memory -> known.put(memory, rows.known(memory, box)));
        Map<Place, MessageRow> cited = cited(profile, known.values());
        Set<String> sessions = new TreeSet<>();
        Set<String> marks = new HashSet<>();
        Set<String> ids = new HashSet<>();
        known.forEach((memory, says) -> {
            ids.add(memory.id);
            marks.add(Marks.ofMemoryId(memory.id));
            Optional.ofNullable(memory.session).ifPresent(sessions::add);
            if (sources == Sources.stay) marks.addAll(marks(memory, says, cited, box));
        });
        cited.keySet().forEach(place -> sessions.add(place.session));
        Set<Long> messages = new HashSet<>();
        if (sources == Sources.go) cited.values().forEach(message -> messages.add(message.seq));
        return delete(profile, sessions, new Deletion(messages, ids, marks, Maker.Why.deleted));
    }

    private record Place(String session, String message) {}

    private Map<Place, MessageRow> cited(ProfileRow profile, Collection<Known> memories) {
        Map<String, Set<String>> wanted = new HashMap<>();
        for (Known known : memories)
            for (Stored.Source source : known.sources())
                wanted.computeIfAbsent(source.sessionId(), session -> new HashSet<>())
                        .add(source.messageId());
        Map<Place, MessageRow> cited = new HashMap<>();
        wanted.forEach((session, ids) -> ledger.messages(profile, session, ids)
                .forEach(message -> cited.put(new Place(session, message.id), message)));
        return cited;
    }

    /** So that it is not made again of its messages, until they are said again or brought back. */
    private Set<String> marks(MemoryRow memory, Known known, Map<Place, MessageRow> cited, Vault.Box box) {
        if (memory.name == null) return Set.of();
        List<Marks.OfMessage> said = known.sources().stream()
                .flatMap(source ->
                        Optional.ofNullable(cited.get(new Place(source.sessionId(), source.messageId()))).stream())
                .map(message -> Marks.ofMessage(message, rows.said(message, box)))
                .toList();
        String made = Marks.ofMade(
                String.valueOf(memory.session),
                memory.name,
                said.stream().map(Marks.OfMessage::text).toList());
        Set<String> marks = new HashSet<>(Set.of(made));
        said.forEach(message -> marks.add(Marks.along(message, made)));
        return marks;
    }

    public Done deleteSession(ProfileRow profile, String session) {
        SessionState state = java.util.Objects.requireNonNull(
                ledger.snapshot(profile, List.of(session)).sessions().get(session));
        Set<Long> messages = new HashSet<>();
        state.messages().forEach(message -> messages.add(message.seq));
        Set<String> ids = new HashSet<>();
        Set<String> marks = new HashSet<>();
        state.memories().forEach(memory -> {
            ids.add(memory.id());
            marks.add(Marks.ofMemoryId(memory.id()));
        });
        return delete(profile, List.of(session), new Deletion(messages, ids, marks, Maker.Why.deleted));
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

    private Done delete(ProfileRow profile, Collection<String> sessions, Deletion deletion) {
        Change.NewJob job =
                new Change.NewJob(Ids.next(), "delete", List.copyOf(sessions), rows.write(NOTHING), Change.Finished.no);
        Done done = maker.make(
                profile, sessions, deletion, plans.of(profile).taskLife(), Maker.More.NONE, Optional.of(job));
        worker.wake();
        return done;
    }
}
