package dev.mayfly.memory.store;

import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Messages and memories of a profile. Each change holds the profile's row and raises its version, so that changes become visible in their order: who has
 * seen a version has seen all before it.
 */
@ApplicationScoped
public class Ledger {
    private static final String LIST = "(select json_array_elements_text(cast(cast(%s as text) as json)))";

    private static final int PUT_AT_A_TIME = 1_000;

    private final Database database;
    private final Rows rows;
    private final Vault vault;

    Ledger(Database database, Rows rows, Vault vault) {
        this.database = database;
        this.rows = rows;
        this.vault = vault;
    }

    /** @param marks by which it is known again once it is deleted */
    public record NewMessage(String id, String hash, String readers, Instant at, Said said, Marks.OfMessage marks) {}

    /** What becomes of a message that is there when one with its id comes that says something else. */
    public enum There {
        stays,
        gives_way
    }

    /** What became of messages, before the job counts them. */
    public record Ingested(String job, int added, int updated, int unchanged, int forgotten) {}

    record MessageLine(String id, String hash, String readers, String at, int bytes, String body, int n) {}

    record MemoryLine(
            String id,
            Optional<String> name,
            String kind,
            String origin,
            Optional<String> session,
            Optional<String> keyhash,
            String readers,
            String hash,
            long place,
            double importance,
            String recorded,
            String validfrom,
            Optional<String> validto,
            Optional<String> expires,
            Optional<String> superseded,
            Optional<String> successor,
            Optional<String> ends,
            boolean pending,
            String model,
            int bytes,
            String body,
            String texthash,
            Optional<String> vector) {}

    record VectorLine(String id, long version, String vector) {}

    /** What comes in one transaction with the messages: told what became of them, it names the job that is to be done. */
    public interface JobOf {
        Change.NewJob of(Ingested counts);
    }

    /**
     * Keeps messages, and the job that makes memories of them.
     *
     * @param there what becomes of those that are there with the same ids
     * @param restore whether those come back that were deleted
     * @param bounds how much there may be afterwards
     */
    public Ingested ingest(
            ProfileRow profile,
            String session,
            List<NewMessage> messages,
            There there,
            boolean restore,
            Bounds bounds,
            JobOf job) {
        Vault.Box box = vault.box(profile);
        // Made before the transaction: what encrypts and writes takes its time, and a transaction's thread is shared.
        Map<String, MessageLine> written = new HashMap<>();
        for (NewMessage message : messages) written.put(message.id(), line(message, box, written.size()));
        List<String> ids = messages.stream().map(NewMessage::id).toList();
        Set<String> marks = messages.stream()
                .flatMap(message -> message.marks().all().stream())
                .collect(Collectors.toSet());
        return database.ofProfile(
                profile,
                db -> lock(db, profile)
                        .chain(() ->
                                restore ? restored(db, marks) : Uni.createFrom().voidItem())
                        .chain(() -> strings(
                                db, "select hash from memory.forgotten where hash in " + LIST.formatted("?1"), marks))
                        .chain(forgotten -> kept(db, session, ids).chain(known -> {
                            List<MessageLine> lines = new ArrayList<>();
                            int added = 0;
                            int updated = 0;
                            int left = 0;
                            long replaced = 0;
                            for (NewMessage message : messages) {
                                Kept kept = known.get(message.id());
                                String hash = kept == null ? null : kept.hash;
                                if (message.hash().equals(hash) || hash != null && there == There.stays) continue;
                                if (message.marks().against().stream().anyMatch(forgotten::contains)) {
                                    left++;
                                    continue;
                                }
                                lines.add(java.util.Objects.requireNonNull(written.get(message.id())));
                                if (kept == null) added++;
                                else {
                                    updated++;
                                    replaced += kept.bytes;
                                }
                            }
                            Ingested counts = new Ingested(
                                    Ids.next(), added, updated, messages.size() - added - updated - left, left);
                            return room(db, session, added, bytes(lines) - replaced, bounds)
                                    .chain(() -> putMessages(db, profile, session, lines))
                                    .chain(() -> putJob(db, profile, job.of(counts)))
                                    .chain(() -> recount(db, profile))
                                    .replaceWith(counts);
                        })));
    }

    private MessageLine line(NewMessage message, Vault.Box box, int n) {
        byte[] body = box.seal(rows.bytes(message.said()));
        return new MessageLine(
                message.id(),
                message.hash(),
                message.readers(),
                message.at().toString(),
                body.length,
                Base64.getEncoder().encodeToString(body),
                n);
    }

    /** A message that is there. */
    private record Kept(String hash, long bytes) {}

    private static long bytes(List<MessageLine> lines) {
        return lines.stream().mapToLong(MessageLine::bytes).sum();
    }

    private Uni<Map<String, Kept>> kept(Mutiny.Session db, String session, List<String> ids) {
        return db.createNativeQuery(
                        "select id, hash, bytes from memory.message where session = ?1 and id in "
                                + LIST.formatted("?2"),
                        Object[].class)
                .setParameter(1, session)
                .setParameter(2, rows.write(ids))
                .getResultList()
                .map(found -> {
                    Map<String, Kept> kept = new HashMap<>();
                    found.forEach(row ->
                            kept.put((String) row[0], new Kept((String) row[1], ((Number) row[2]).longValue())));
                    return kept;
                });
    }

    /** How many messages a profile and a session may have, and how many bytes a session. */
    public record Bounds(long messages, int sessionMessages, long sessionBytes) {}

    private static Uni<Void> room(Mutiny.Session db, String session, int added, long bytes, Bounds bounds) {
        return db.createNativeQuery("""
                        select count(*), count(*) filter (where session = ?1), coalesce(cast(sum(bytes) filter (where session = ?1) as bigint), 0)
                        from memory.message""", Object[].class)
                .setParameter(1, session)
                .getSingleResult()
                .invoke(counts -> {
                    if (((Number) counts[0]).longValue() + added > bounds.messages)
                        throw new Problem.LimitReached(
                                "memory-messages", "a profile may have %d messages".formatted(bounds.messages));
                    if (((Number) counts[1]).longValue() + added > bounds.sessionMessages)
                        throw new Problem.LimitReached(
                                "memory-session",
                                "a session may have %d messages; begin another one".formatted(bounds.sessionMessages));
                    if (bytes > 0 && ((Number) counts[2]).longValue() + bytes > bounds.sessionBytes)
                        throw new Problem.LimitReached(
                                "memory-session",
                                "a session may have %d bytes; begin another one".formatted(bounds.sessionBytes));
                })
                .replaceWithVoid();
    }

    private Uni<Void> putMessages(Mutiny.Session db, ProfileRow profile, String session, List<MessageLine> lines) {
        if (lines.isEmpty()) return Uni.createFrom().voidItem();
        return db.createNativeQuery("""
                        insert into memory.message (profile_id, session, id, hash, readers, at, bytes, body)
                        select ?1, ?2, l.id, l.hash, l.readers, cast(l.at as timestamptz), l.bytes, decode(l.body, 'base64')
                        from json_to_recordset(cast(cast(?3 as text) as json))
                          as l(id text, hash text, readers text, at text, bytes int, body text, n int) order by l.n
                        on conflict (profile_id, session, id) do update set hash = excluded.hash, readers = excluded.readers,
                          at = excluded.at, bytes = excluded.bytes, body = excluded.body""")
                .setParameter(1, profile.id)
                .setParameter(2, session)
                .setParameter(3, rows.write(lines))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** @return the version that the change makes */
    private static Uni<Long> lock(Mutiny.Session db, ProfileRow profile) {
        return db.createNativeQuery(
                        "update memory.profile set version = version + 1 where id = ?1 returning version", Long.class)
                .setParameter(1, profile.id)
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound("the profile was deleted meanwhile"));
    }

    private static Uni<Void> recount(Mutiny.Session db, ProfileRow profile) {
        return db.createNativeQuery("""
                        update memory.profile set messages = (select count(*) from memory.message),
                          bytes = (select coalesce(sum(bytes), 0) from memory.message) + (select coalesce(sum(bytes), 0) from memory.memory)
                        where id = ?1""")
                .setParameter(1, profile.id)
                .executeUpdate()
                .replaceWithVoid();
    }

    private Uni<Set<String>> strings(Mutiny.Session db, String query, Collection<String> values) {
        return db.createNativeQuery(query, String.class)
                .setParameter(1, rows.write(values))
                .getResultList()
                .map(Set::copyOf);
    }

    public long marks(ProfileRow profile) {
        return database.ofProfile(
                profile,
                db -> db.createNativeQuery("select count(*) from memory.forgotten", Long.class)
                        .getSingleResult());
    }

    private Uni<Void> unmark(Mutiny.Session db, Collection<String> marks) {
        if (marks.isEmpty()) return Uni.createFrom().voidItem();
        return db.createNativeQuery("delete from memory.forgotten where hash in " + LIST.formatted("?1"))
                .setParameter(1, rows.write(marks))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The marks of messages, and those of memories that go along with them. */
    private Uni<Void> restored(Mutiny.Session db, Collection<String> messages) {
        String along = "split_part(hash, '/', 1) in " + LIST.formatted("?1");
        return db.createNativeQuery("delete from memory.forgotten where " + along
                        + " or hash in (select split_part(hash, '/', 2) from memory.forgotten where " + along + ")")
                .setParameter(1, rows.write(messages))
                .executeUpdate()
                .replaceWithVoid();
    }

    private Uni<Void> putJob(Mutiny.Session db, ProfileRow profile, Change.NewJob job) {
        Instant now = Profiles.now();
        boolean finished = job.finished() == Change.Finished.yes;
        return db.createNativeQuery("""
                        insert into memory.job (id, profile_id, kind, status, sessions, counts, leased_to, created_at, finished_at)
                        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, cast(nullif(?8, '') as timestamptz))""")
                .setParameter(1, job.id())
                .setParameter(2, profile.id)
                .setParameter(3, job.kind())
                .setParameter(4, finished ? "done" : "queued")
                .setParameter(5, rows.write(job.sessions()))
                .setParameter(6, job.counts())
                .setParameter(7, now)
                .setParameter(8, finished ? now.toString() : "")
                .executeUpdate()
                .replaceWithVoid();
    }

    /**
     * Does all of it, or nothing when the profile has changed since that version.
     *
     * @return whether it was done
     */
    public boolean apply(ProfileRow profile, long since, Change change) {
        List<String> written = written(profile, change.put);
        return database.ofProfile(
                profile,
                db -> db.createNativeQuery("select version from memory.profile where id = ?1 for update", Long.class)
                        .setParameter(1, profile.id)
                        .getSingleResultOrNull()
                        .chain(now -> now != null && now != since
                                ? Uni.createFrom().item(false)
                                : lock(db, profile)
                                        .chain(version -> apply(db, profile, version, change, written))
                                        .replaceWith(true)));
    }

    /** Whatever happened to the profile meanwhile. */
    public void apply(ProfileRow profile, Change change) {
        List<String> written = written(profile, change.put);
        database.ofProfile(
                profile, db -> lock(db, profile).chain(version -> apply(db, profile, version, change, written)));
    }

    /** Memories as a statement takes them, so many at a time. Made before a transaction: what encrypts and writes takes its time. */
    private List<String> written(ProfileRow profile, List<Change.NewMemory> memories) {
        Vault.Box box = vault.box(profile);
        List<String> written = new ArrayList<>();
        for (int from = 0; from < memories.size(); from += PUT_AT_A_TIME)
            written.add(rows.write(memories.subList(from, Math.min(memories.size(), from + PUT_AT_A_TIME)).stream()
                    .map(memory -> line(profile, memory, box))
                    .toList()));
        return written;
    }

    private Uni<Void> apply(Mutiny.Session db, ProfileRow profile, long version, Change change, List<String> written) {
        return deleteMessages(db, change.deletedMessages)
                .chain(() -> withdraw(db, version, change.withdrawn))
                .chain(withdrawn -> deleteMemories(db, change.deletedMemories)
                        .chain(() -> put(db, profile, version, change, written, withdrawn)))
                .chain(() -> change.job
                        .map(job -> putJob(db, profile, job))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .chain(() -> recount(db, profile));
    }

    private Uni<Void> put(
            Mutiny.Session db,
            ProfileRow profile,
            long version,
            Change change,
            List<String> written,
            List<String> withdrawn) {
        return unmark(db, change.unmarked)
                .chain(() -> mark(db, profile, change.marks))
                .chain(() -> makeRoom(db, change.put))
                .chain(() -> putMemories(db, profile, version, written))
                .chain(() -> reopen(db, version, change.put))
                .chain(reopened -> supersede(
                        db,
                        profile,
                        version,
                        change.put,
                        Stream.concat(reopened.stream(), withdrawn.stream()).toList()));
    }

    /** What these superseded holds as it did before. @return its keys */
    private Uni<List<String>> withdraw(Mutiny.Session db, long version, List<String> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(List.of());
        return db.createNativeQuery("""
                        update memory.memory set superseded_by = null, superseded_at = null, valid_to = ends_at, ends_at = null, version = ?2
                        where superseded_by in %s returning key_hash""".formatted(LIST.formatted("?1")), String.class)
                .setParameter(1, rows.write(ids))
                .setParameter(2, version)
                .getResultList();
    }

    private Uni<Void> deleteMessages(Mutiny.Session db, List<Long> seqs) {
        if (seqs.isEmpty()) return Uni.createFrom().voidItem();
        return db.createNativeQuery(
                        "delete from memory.message where seq in (select cast(value as bigint) from json_array_elements_text(cast(cast(?1 as text) as json)))")
                .setParameter(1, rows.write(seqs))
                .executeUpdate()
                .replaceWithVoid();
    }

    private Uni<Void> deleteMemories(Mutiny.Session db, List<String> ids) {
        if (ids.isEmpty()) return Uni.createFrom().voidItem();
        return db.createNativeQuery("delete from memory.memory where id in " + LIST.formatted("?1"))
                .setParameter(1, rows.write(ids))
                .executeUpdate()
                .replaceWithVoid();
    }

    private Uni<Void> mark(Mutiny.Session db, ProfileRow profile, List<String> marks) {
        if (marks.isEmpty()) return Uni.createFrom().voidItem();
        return db.createNativeQuery("""
                        insert into memory.forgotten (profile_id, hash, at)
                        select distinct cast(?1 as bigint), value, cast(?3 as timestamptz)
                        from json_array_elements_text(cast(cast(?2 as text) as json))
                        on conflict do nothing""")
                .setParameter(1, profile.id)
                .setParameter(2, rows.write(marks))
                .setParameter(3, Profiles.now())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** What was made under the same name gives way, but for what somebody corrected: an import brings memories whose messages came earlier. */
    private Uni<Void> makeRoom(Mutiny.Session db, List<Change.NewMemory> memories) {
        List<Named> named = memories.stream()
                .filter(memory -> memory.name().isPresent() && memory.session().isPresent())
                .map(memory -> new Named(
                        memory.id(),
                        memory.session().orElseThrow(),
                        memory.name().orElseThrow()))
                .toList();
        if (named.isEmpty()) return Uni.createFrom().voidItem();
        return db.createNativeQuery("""
                        delete from memory.memory m
                        using json_to_recordset(cast(cast(?1 as text) as json)) as l(id text, session text, name text)
                        where m.session = l.session and m.name = l.name and m.id <> l.id and m.origin <> 'corrected'""")
                .setParameter(1, rows.write(named))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> putMemories(Mutiny.Session db, ProfileRow profile, long version, List<String> written) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (String memories : written) done = done.chain(() -> putMemories(db, profile, version, memories));
        return done;
    }

    private static Uni<Void> putMemories(Mutiny.Session db, ProfileRow profile, long version, String memories) {
        return db.createNativeQuery("""
                        insert into memory.memory (profile_id, version, updated_at, id, name, kind, origin, session, key_hash, readers, hash,
                          place, importance, recorded_at, valid_from, valid_to, expires_at, superseded_at, superseded_by, ends_at, pending, model, bytes,
                          body, text_hash, vector)
                        select ?1, ?2, ?3, l.id, l.name, l.kind, l.origin, l.session, l.keyhash, l.readers, l.hash, l.place, l.importance,
                          cast(l.recorded as timestamptz), cast(l.validfrom as timestamptz), cast(l.validto as timestamptz),
                          cast(l.expires as timestamptz), cast(l.superseded as timestamptz), l.successor, cast(l.ends as timestamptz), l.pending, l.model, l.bytes, decode(l.body, 'base64'), l.texthash, decode(l.vector, 'base64')
                        from json_to_recordset(cast(cast(?4 as text) as json)) as l(id text, name text, kind text, origin text, session text,
                          keyhash text, readers text, hash text, place bigint, importance float8, recorded text, validfrom text, validto text,
                          expires text, superseded text, successor text, ends text, pending boolean, model text, bytes int, body text, texthash text, vector text)
                        where not exists (select 1 from memory.memory m where m.session = l.session and m.name = l.name and m.id <> l.id)
                          and (l.origin <> 'told' or exists (select 1 from memory.memory m where m.id = l.id) or not exists (select 1
                            from memory.memory m where m.hash = l.hash and m.origin = 'told'
                              and (m.superseded_at is null or m.valid_from = cast(l.validfrom as timestamptz))
                              and (m.expires_at is null or m.expires_at > ?3) and l.superseded is null))
                        on conflict (profile_id, id) do update set version = excluded.version, updated_at = excluded.updated_at,
                          kind = excluded.kind, origin = excluded.origin, key_hash = excluded.key_hash, readers = excluded.readers,
                          hash = excluded.hash, place = excluded.place, importance = excluded.importance, valid_from = excluded.valid_from,
                          valid_to = case when memory.superseded_at is null then excluded.valid_to else memory.valid_to end,
                          ends_at = case when memory.superseded_at is null then memory.ends_at else excluded.valid_to end,
                          expires_at = excluded.expires_at, bytes = excluded.bytes, body = excluded.body, text_hash = excluded.text_hash,
                          pending = case when excluded.pending and memory.text_hash = excluded.text_hash then memory.pending else excluded.pending end,
                          model = case when excluded.pending and memory.text_hash = excluded.text_hash then memory.model else excluded.model end,
                          vector = case when excluded.pending and memory.text_hash = excluded.text_hash then memory.vector else excluded.vector end""")
                .setParameter(1, profile.id)
                .setParameter(2, version)
                .setParameter(3, Profiles.now())
                .setParameter(4, memories)
                .executeUpdate()
                .replaceWithVoid();
    }

    private MemoryLine line(ProfileRow profile, Change.NewMemory memory, Vault.Box box) {
        byte[] body = box.seal(rows.bytes(memory.known()));
        return new MemoryLine(
                memory.id(),
                memory.name(),
                memory.kind().name(),
                memory.origin(),
                memory.session(),
                memory.known().key().map(key -> keyHash(profile, key)),
                readers(memory.known().acl()),
                memory.hash(),
                memory.place(),
                memory.importance(),
                memory.recordedAt().toString(),
                memory.validFrom().toString(),
                memory.validTo().map(Instant::toString),
                memory.expiresAt().map(Instant::toString),
                memory.supersededAt().map(Instant::toString),
                memory.supersededBy(),
                memory.ends().map(Instant::toString),
                memory.vector().isEmpty(),
                memory.vector().map(Change.MadeVector::model).orElse(""),
                body.length,
                Base64.getEncoder().encodeToString(body),
                Marks.hash(memory.known().toEmbed()),
                memory.vector().map(made -> Base64.getEncoder().encodeToString(box.seal(made.stored()))));
    }

    static String keyHash(ProfileRow profile, String key) {
        return Marks.hash("key", Long.toString(profile.id), key);
    }

    /** As one text, the same whatever their order. */
    public static String readers(Collection<String> acl) {
        return acl.stream().distinct().sorted().collect(Collectors.joining("\n"));
    }

    /**
     * Takes out of their chains those that do not come one after the other any more, since somebody corrected the time, key or readers of one: what was
     * superseded holds as it did before.
     *
     * @return its key
     */
    private Uni<List<String>> reopen(Mutiny.Session db, long version, List<Change.NewMemory> put) {
        List<String> corrected = put.stream().map(Change.NewMemory::id).toList();
        if (corrected.isEmpty()) return Uni.createFrom().item(List.of());
        return db.createNativeQuery("""
                        update memory.memory m set superseded_by = null, superseded_at = null, valid_to = m.ends_at, ends_at = null, version = ?2
                        from memory.memory s
                        where s.id = m.superseded_by and exists (
                            select 1 from json_array_elements_text(cast(cast(?1 as text) as json)) as c(id) where c.id in (s.id, m.id))
                          and (s.key_hash is distinct from m.key_hash or s.kind <> m.kind or s.readers <> m.readers
                            or (s.valid_from, s.recorded_at, s.id) < (m.valid_from, m.recorded_at, m.id)
                            or m.valid_to is distinct from least(coalesce(m.ends_at, s.valid_from), s.valid_from))
                        returning m.key_hash""", String.class)
                .setParameter(1, rows.write(corrected))
                .setParameter(2, version)
                .getResultList();
    }

    /** Of one type, one key and one circle of readers, each holds until the next one does. What was superseded once stays so. */
    private Uni<Void> supersede(
            Mutiny.Session db, ProfileRow profile, long version, List<Change.NewMemory> put, List<String> reopened) {
        List<String> keys = Stream.concat(
                        reopened.stream(),
                        put.stream()
                                .flatMap(memory -> memory.known().key().stream())
                                .map(key -> keyHash(profile, key)))
                .distinct()
                .toList();
        if (keys.isEmpty()) return Uni.createFrom().voidItem();
        return db.createNativeQuery("""
                        update memory.memory m set superseded_by = n.next_id, superseded_at = coalesce(m.superseded_at, greatest(n.next_recorded, m.recorded_at)),
                          ends_at = case when m.superseded_at is null then m.valid_to else m.ends_at end,
                          valid_to = least(coalesce(m.valid_to, n.next_from), n.next_from), version = ?2
                        from (select id, lead(id) over w as next_id, lead(valid_from) over w as next_from, lead(recorded_at) over w as next_recorded
                              from memory.memory where key_hash in (select json_array_elements_text(cast(cast(?1 as text) as json)))
                              window w as (partition by kind, key_hash, readers order by valid_from, recorded_at, id)) n
                        where m.id = n.id and n.next_id is not null and (m.superseded_by is null or m.valid_to > n.next_from)""")
                .setParameter(1, rows.write(keys))
                .setParameter(2, version)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** One session as it is: what was said, and what was made of it. */
    public record SessionState(List<MessageRow> messages, List<Head> memories) {}

    /** Of a memory, as much as is needed to see whether it is still the same. */
    public record Head(String id, Optional<String> name, String origin, String hash) {}

    public record Snapshot(long version, Map<String, SessionState> sessions) {
        /** Bad luck of many changes at a time. */
        public static final int RETRIES_MAX = 20;

        private static final int PAUSES_GROW = 5;

        /** Before the next attempt, a little longer each time: whoever else writes is done by then. */
        public static void pause(int attempt) {
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong(1, 2 + (4L << Math.min(attempt, PAUSES_GROW))));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Problem.Unavailable("the service stops");
            }
        }

        /** By id. */
        public Set<String> memories() {
            return sessions.values().stream()
                    .flatMap(session -> session.memories.stream())
                    .map(Head::id)
                    .collect(Collectors.toSet());
        }
    }

    public Snapshot snapshot(ProfileRow profile, Collection<String> sessions) {
        String list = rows.write(sessions);
        return database.ofProfile(
                profile,
                db -> version(db, profile)
                        .chain(version -> db.createSelectionQuery(
                                        "from MessageRow m where m.session in ?1 order by m.session, m.saidAt, m.seq",
                                        MessageRow.class)
                                .setParameter(1, List.copyOf(sessions))
                                .getResultList()
                                .chain(messages -> db.createNativeQuery(
                                                "select id, name, origin, hash, session from memory.memory where session in "
                                                        + LIST.formatted("?1"),
                                                Object[].class)
                                        .setParameter(1, list)
                                        .getResultList()
                                        .map(heads -> {
                                            Map<String, SessionState> states = new HashMap<>();
                                            sessions.forEach(session -> states.put(
                                                    session, new SessionState(new ArrayList<>(), new ArrayList<>())));
                                            messages.forEach(message -> state(states, message.session)
                                                    .messages()
                                                    .add(message));
                                            heads.forEach(head -> state(states, (String) head[4])
                                                    .memories()
                                                    .add(head(head)));
                                            return new Snapshot(version, states);
                                        }))));
    }

    private static SessionState state(Map<String, SessionState> states, String session) {
        return java.util.Objects.requireNonNull(states.get(session), session);
    }

    /** A memory that was made of a session's messages. */
    record Named(String id, String session, String name) {}

    private static Head head(Object[] row) {
        return new Head((String) row[0], Optional.ofNullable((String) row[1]), (String) row[2], (String) row[3]);
    }

    private static Uni<Long> version(Mutiny.Session db, ProfileRow profile) {
        return db.createNativeQuery("select version from memory.profile where id = ?1", Long.class)
                .setParameter(1, profile.id)
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound("the profile was deleted meanwhile"));
    }

    public List<String> sessions(ProfileRow profile) {
        return database.ofProfile(
                profile,
                db -> db.createNativeQuery("select distinct session from memory.message order by session", String.class)
                        .getResultList());
    }

    /** As of now: what is read afterwards is at least as new. */
    public long version(ProfileRow profile) {
        return database.ofProfile(profile, db -> version(db, profile));
    }

    /** Which of these marks are there. */
    public Set<String> forgotten(ProfileRow profile, Collection<String> marks) {
        return database.ofProfile(
                profile,
                db -> strings(db, "select hash from memory.forgotten where hash in " + LIST.formatted("?1"), marks));
    }

    public Optional<MemoryRow> find(ProfileRow profile, String id) {
        return database.ofProfile(profile, db -> db.find(MemoryRow.class, id).map(Optional::ofNullable));
    }

    public List<MemoryRow> find(ProfileRow profile, Collection<String> ids) {
        return database.ofProfile(
                profile,
                db -> db.createSelectionQuery("from MemoryRow m where m.id in ?1 order by m.id", MemoryRow.class)
                        .setParameter(1, List.copyOf(ids))
                        .getResultList());
    }

    /**
     * One that was told already, in the same words, and is still found; or not any more, where it was told to hold from the same time on.
     */
    public Optional<MemoryRow> told(ProfileRow profile, String hash, Instant from) {
        return database.ofProfile(
                profile,
                db -> db.createSelectionQuery(
                                "from MemoryRow m where m.hash = ?1 and m.origin = 'told' and (m.supersededAt is null or m.validFrom = ?3) and (m.expiresAt is null or m.expiresAt > ?2) order by m.id",
                                MemoryRow.class)
                        .setParameter(1, hash)
                        .setParameter(2, Profiles.now())
                        .setParameter(3, from)
                        .setMaxResults(1)
                        .getSingleResultOrNull()
                        .map(Optional::ofNullable));
    }

    /** What a list is of; what is empty does not matter. What is superseded from a later time on only is not superseded yet. */
    public record Listing(
            Optional<String> before,
            Optional<String> kind,
            Optional<String> session,
            Optional<String> key,
            boolean superseded,
            Instant now) {}

    /** The newest first. */
    public List<MemoryRow> list(ProfileRow profile, Listing listing, int max) {
        return list(profile, listing, max, false);
    }

    /** Those that everybody may see. */
    public List<MemoryRow> listForAll(ProfileRow profile, Listing listing, int max) {
        return list(profile, listing, max, true);
    }

    private List<MemoryRow> list(ProfileRow profile, Listing listing, int max, boolean forAll) {
        return database.ofProfile(
                profile,
                db -> db.createSelectionQuery("""
                        from MemoryRow m where (?1 = '' or m.id < ?1) and (?2 = '' or m.kind = ?2) and (?3 = '' or m.session = ?3)
                          and (?4 = '' or m.keyHash = ?4) and (?5 = true or m.supersededAt is null or m.validTo > ?6)
                          and (m.expiresAt is null or m.expiresAt > ?6) and (?7 = false or m.readers = '') order by m.id desc""", MemoryRow.class)
                        .setParameter(1, listing.before().orElse(""))
                        .setParameter(2, listing.kind().orElse(""))
                        .setParameter(3, listing.session().orElse(""))
                        .setParameter(
                                4,
                                listing.key().map(key -> keyHash(profile, key)).orElse(""))
                        .setParameter(5, listing.superseded())
                        .setParameter(6, listing.now())
                        .setParameter(7, forAll)
                        .setMaxResults(max)
                        .getResultList());
    }

    /** All memories after that id, for whoever makes an index. */
    public List<MemoryRow> after(ProfileRow profile, String id, int max) {
        return page(profile, MemoryRow.class, "from MemoryRow r where r.id > ?1 order by r.id", max, id);
    }

    /** What changed after a version, and all that is there. */
    public record Since(long version, List<MemoryRow> changed, Set<String> ids) {}

    public Since since(ProfileRow profile, long seen, int max) {
        return database.ofProfile(
                profile,
                db -> version(db, profile)
                        .chain(version -> db.createSelectionQuery(
                                        "from MemoryRow m where m.version > ?1 order by m.version, m.id",
                                        MemoryRow.class)
                                .setParameter(1, seen)
                                .setMaxResults(max)
                                .getResultList()
                                .chain(changed -> db.createNativeQuery("select id from memory.memory", String.class)
                                        .getResultList()
                                        .map(ids -> new Since(version, changed, Set.copyOf(ids))))));
    }

    public List<MessageRow> messagesAfter(ProfileRow profile, long seq, int max) {
        return page(profile, MessageRow.class, "from MessageRow r where r.seq > ?1 order by r.seq", max, seq);
    }

    /** How much there is of a session: messages and memories, and their bytes as they are kept. */
    public record SessionSize(String session, int rows, long bytes) {}

    /** In the order of their names. */
    public List<SessionSize> sessionsAfter(ProfileRow profile, String session, int max) {
        return database
                .ofProfile(
                        profile,
                        db -> db.createNativeQuery("""
                                        select session, cast(count(*) as int), cast(sum(bytes) as bigint) from (
                                          select session, bytes from memory.message where session > ?1
                                          union all
                                          select session, bytes + coalesce(octet_length(vector), 0) from memory.memory where session > ?1) s
                                        group by session order by session""", Object[].class)
                                .setParameter(1, session)
                                .setMaxResults(max)
                                .getResultList())
                .stream()
                .map(row ->
                        new SessionSize((String) row[0], ((Number) row[1]).intValue(), ((Number) row[2]).longValue()))
                .toList();
    }

    /** Of one session, in the order in which they came. */
    public List<MessageRow> messagesAfter(ProfileRow profile, String session, long seq, int max) {
        return page(
                profile,
                MessageRow.class,
                "from MessageRow r where r.session = ?1 and r.seq > ?2 order by r.seq",
                max,
                session,
                seq);
    }

    /** Of one session, those that have not expired. */
    public List<MemoryRow> after(ProfileRow profile, String session, String id, int max) {
        return page(
                profile,
                MemoryRow.class,
                "from MemoryRow r where r.session = ?1 and r.id > ?2 and (r.expiresAt is null or r.expiresAt > ?3) order by r.id",
                max,
                session,
                id,
                Profiles.now());
    }

    /** Of no session, those that have not expired. */
    public List<MemoryRow> afterOfNone(ProfileRow profile, String id, int max) {
        return page(
                profile,
                MemoryRow.class,
                "from MemoryRow r where r.session is null and r.id > ?1 and (r.expiresAt is null or r.expiresAt > ?2) order by r.id",
                max,
                id,
                Profiles.now());
    }

    private <T> List<T> page(ProfileRow profile, Class<T> row, String query, int max, Object... parameters) {
        return database.ofProfile(profile, db -> {
            Mutiny.SelectionQuery<T> page = db.createSelectionQuery(query, row).setMaxResults(max);
            for (int i = 0; i < parameters.length; i++) page.setParameter(i + 1, parameters[i]);
            return page.getResultList();
        });
    }

    /** By session and id. */
    public List<MessageRow> messages(ProfileRow profile, String session, Collection<String> ids) {
        return database.ofProfile(
                profile,
                db -> db.createSelectionQuery(
                                "from MessageRow m where m.session = ?1 and m.id in ?2 order by m.seq",
                                MessageRow.class)
                        .setParameter(1, session)
                        .setParameter(2, List.copyOf(ids))
                        .getResultList());
    }

    /** Which marks: those that keep memories from being made, or the others. */
    public enum MarksOf {
        made,
        others
    }

    public List<String> marksAfter(ProfileRow profile, MarksOf which, String hash, int max) {
        String made =
                "(hash like '%/%' or hash in (select split_part(hash, '/', 2) from memory.forgotten where hash like '%/%'))";
        return database.ofProfile(
                profile,
                db -> db.createNativeQuery(
                                "select hash from memory.forgotten where hash > ?1 and "
                                        + (which == MarksOf.made ? made : "not " + made) + " order by hash",
                                String.class)
                        .setParameter(1, hash)
                        .setMaxResults(max)
                        .getResultList());
    }

    public long memories(ProfileRow profile) {
        return count(profile, "select count(*) from MemoryRow m");
    }

    /** Whose vectors are still to be made. */
    public long waiting(ProfileRow profile) {
        return count(profile, "select count(*) from MemoryRow m where m.pending = true");
    }

    private long count(ProfileRow profile, String query) {
        return database.ofProfile(
                profile, db -> db.createSelectionQuery(query, Long.class).getSingleResult());
    }

    public List<MemoryRow> pending(ProfileRow profile, int max) {
        return database.ofProfile(
                profile,
                db -> db.createSelectionQuery("from MemoryRow m where m.pending = true order by m.id", MemoryRow.class)
                        .setMaxResults(max)
                        .getResultList());
    }

    /** Has those vectors made anew that another model made. */
    public void pendOthers(ProfileRow profile, String model) {
        database.ofProfile(
                profile,
                db -> lock(db, profile)
                        .chain(version -> db.createNativeQuery(
                                        "update memory.memory set pending = true, version = ?2 where model <> ?1 and not pending")
                                .setParameter(1, model)
                                .setParameter(2, version)
                                .executeUpdate()));
    }

    /** Keeps vectors of memories that are still the same. */
    public void putVectors(ProfileRow profile, Map<MemoryRow, Change.MadeVector> made, String model) {
        Vault.Box box = vault.box(profile);
        List<VectorLine> lines = new ArrayList<>();
        made.forEach((row, vector) -> lines.add(
                new VectorLine(row.id, row.version, Base64.getEncoder().encodeToString(box.seal(vector.stored())))));
        database.ofProfile(
                profile,
                db -> lock(db, profile)
                        .chain(version -> db.createNativeQuery("""
                        update memory.memory m set vector = decode(l.vector, 'base64'), model = ?2, pending = false, version = ?3
                        from json_to_recordset(cast(cast(?1 as text) as json)) as l(id text, version bigint, vector text)
                        where m.id = l.id and m.version = l.version""")
                                .setParameter(1, rows.write(lines))
                                .setParameter(2, model)
                                .setParameter(3, version)
                                .executeUpdate()));
    }

    /** It is found by its words alone, as long as it says the same. */
    public void giveUpVector(ProfileRow profile, MemoryRow row) {
        database.ofProfile(
                profile,
                db -> lock(db, profile)
                        .chain(version -> db.createNativeQuery(
                                        "update memory.memory set pending = false, model = '', vector = null, version = ?3 where id = ?1 and version = ?2")
                                .setParameter(1, row.id)
                                .setParameter(2, row.version)
                                .setParameter(3, version)
                                .executeUpdate()));
    }

    /** Those that have expired, or fade: are as old as a half-life at least, and of which so little is left. Instructions do not fade. */
    public List<String> faded(ProfileRow profile, Optional<Integer> halfLifeDays, Instant now, int max) {
        return database.ofProfile(
                profile,
                db -> db.createNativeQuery("""
                        select id from memory.memory where expires_at <= cast(?1 as timestamptz) or (?2 > 0 and kind <> 'instruction'
                          and valid_from <= cast(?1 as timestamptz) - make_interval(days => ?2)
                          and importance * power(0.5, least(1000, extract(epoch from (cast(?1 as timestamptz) - valid_from)) / 86400 / greatest(?2, 1))) < 0.05)
                        order by id""", String.class)
                        .setParameter(1, now)
                        .setParameter(2, halfLifeDays.orElse(0))
                        .setMaxResults(max)
                        .getResultList());
    }

    /** The oldest first. */
    public List<MessageRow> messagesBefore(ProfileRow profile, Instant before, int max) {
        return database.ofProfile(
                profile,
                db -> db.createSelectionQuery(
                                "from MessageRow m where m.saidAt < ?1 order by m.saidAt, m.seq", MessageRow.class)
                        .setParameter(1, before)
                        .setMaxResults(max)
                        .getResultList());
    }

    /** What was told, not said. */
    public List<String> toldBefore(ProfileRow profile, Instant before, int max) {
        return database.ofProfile(
                profile,
                db -> db.createSelectionQuery(
                                "select m.id from MemoryRow m where m.validFrom < ?1 and m.name is null order by m.id",
                                String.class)
                        .setParameter(1, before)
                        .setMaxResults(max)
                        .getResultList());
    }
}
