package dev.mayfly.search.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.search.SearchConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Documents and the log of their changes. Each change takes the next place of its index's log while it holds the index's row, so that places become
 * visible in their order: who follows the log and has seen a place has seen all before it.
 */
@ApplicationScoped
public class Documents {
    private final Database database;
    private final SearchConfig config;
    private final ObjectMapper json;

    Documents(Database database, SearchConfig config, ObjectMapper json) {
        this.database = database;
        this.config = config;
        this.json = json;
    }

    /**
     * @param source as JSON, in one form: equal documents have equal sources
     * @param texts what of it is embedded, as a hash, by the settings that whoever writes it knows
     */
    public record NewDocument(String id, String hash, String source, String texts, int n) {}

    /** @param created by id: whether it was not there before; who is missing was the same already */
    public record Written(Map<String, Boolean> created, long sequence) {}

    private record Vector(String id, long sequence, String vectors, int n) {}

    /** One change of the log. */
    public sealed interface LogEntry {
        long sequence();

        record Put(DocumentRow row) implements LogEntry {
            @Override
            public long sequence() {
                return row.sequence;
            }
        }

        record Deleted(String id, long sequence) implements LogEntry {}
    }

    /** All in one transaction. @param documents with different ids */
    public Written put(IndexRow index, Collection<NewDocument> documents) {
        String rows = write(documents);
        return database.change(session -> next(session, index.id, documents.size())
                .chain(last -> session.createNativeQuery("""
                                with given as materialized (
                                  select * from json_to_recordset(cast(cast(?2 as text) as json)) as d(id text, hash text, source text, texts text, n int)),
                                before as (
                                  select d.id, octet_length(d.source) as bytes from search.document d, given g
                                  where d.index_id = ?1 and d.id = g.id),
                                changed as (
                                  insert into search.document (index_id, id, hash, source, texts, made_for, sequence, pending)
                                  select ?1, d.id, d.hash, d.source, case when i.passages_since = ?4 then d.texts else '' end,
                                    i.passages_since, ?3 - d.n, i.embeds
                                  from given d join search.search_index i on i.id = ?1
                                  on conflict (index_id, id) do update set hash = excluded.hash, source = excluded.source,
                                    texts = excluded.texts, made_for = excluded.made_for, sequence = excluded.sequence,
                                    pending = case when document.texts = excluded.texts and excluded.texts <> ''
                                      and document.made_for = excluded.made_for then document.pending else excluded.pending end,
                                    vectors = case when document.texts = excluded.texts and excluded.texts <> ''
                                      and document.made_for = excluded.made_for then document.vectors end
                                  where document.hash <> excluded.hash
                                  returning id, (xmax = 0) as created, octet_length(source) as bytes)
                                select c.id, c.created, cast(c.bytes - coalesce(b.bytes, 0) as bigint)
                                from changed c left join before b on b.id = c.id""", Object[].class)
                        .setParameter(1, index.id)
                        .setParameter(2, rows)
                        .setParameter(3, last)
                        .setParameter(4, index.passagesSince)
                        .getResultList()
                        .chain(changed -> count(session, index, changed)
                                .replaceWith(() -> new Written(created(changed), last)))));
    }

    private static Map<String, Boolean> created(List<Object[]> changed) {
        Map<String, Boolean> created = new LinkedHashMap<>();
        changed.forEach(row -> created.put((String) row[0], (Boolean) row[1]));
        return created;
    }

    private Uni<Void> count(Mutiny.Session session, IndexRow index, List<Object[]> changed) {
        long created = changed.stream().filter(row -> (Boolean) row[1]).count();
        long bytes =
                changed.stream().mapToLong(row -> ((Number) row[2]).longValue()).sum();
        return session.createNativeQuery("""
                        update search.search_index set documents = documents + ?1, bytes = bytes + ?2 where id = ?3
                        returning documents, bytes""", Object[].class)
                .setParameter(1, created)
                .setParameter(2, bytes)
                .setParameter(3, index.id)
                .getSingleResult()
                .invoke(counted -> checkQuota(((Number) counted[0]).longValue(), ((Number) counted[1]).longValue()))
                .chain(() -> bytes > 0
                        ? checkQuotaOfAccount(session, index.account)
                        : Uni.createFrom().voidItem());
    }

    /** One writer of an account after the other from here to its end, so that none is counted too late. */
    private Uni<Void> checkQuotaOfAccount(Mutiny.Session session, String account) {
        return session.createNativeQuery(
                        "select 1 from (select pg_advisory_xact_lock(hashtext(?1))) locked", Integer.class)
                .setParameter(1, "search-bytes " + account)
                .getSingleResult()
                .chain(() -> session.createNativeQuery(
                                "select cast(sum(bytes) as bigint) from search.search_index where account = ?1",
                                Long.class)
                        .setParameter(1, account)
                        .getSingleResult())
                .invoke(bytes -> {
                    if (bytes > config.accountBytesMax())
                        throw new Problem.LimitReached(
                                "search-bytes",
                                "the documents of the account would have %d bytes, at most %d are allowed"
                                        .formatted(bytes, config.accountBytesMax()));
                })
                .replaceWithVoid();
    }

    /** Whoever is refused leaves nothing behind: the transaction is undone. */
    private void checkQuota(long documents, long bytes) {
        if (documents > config.documentsMax())
            throw new Problem.LimitReached(
                    "search-documents",
                    "the index would have %d documents, at most %d are allowed"
                            .formatted(documents, config.documentsMax()));
        if (bytes > config.bytesMax())
            throw new Problem.LimitReached(
                    "search-bytes",
                    "the documents of the index would have %d bytes, at most %d are allowed"
                            .formatted(bytes, config.bytesMax()));
    }

    /** The last of as many places; whoever has them is alone until the transaction ends. */
    private static Uni<Long> next(Mutiny.Session session, long index, int places) {
        return session.createNativeQuery(
                        "update search.search_index set sequence = sequence + ?1 where id = ?2 and account <> '' returning sequence",
                        Long.class)
                .setParameter(1, places)
                .setParameter(2, index)
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound("the index was deleted meanwhile"));
    }

    /** @param upTo those that have changed after that place are left */
    public Deleted delete(long index, Collection<String> ids, long upTo) {
        String rows = write(ids);
        return database.change(session -> next(session, index, ids.size())
                .chain(last -> session.createNativeQuery("""
                                with gone as (
                                  delete from search.document d where d.index_id = ?1
                                    and d.id in (select json_array_elements_text(cast(cast(?2 as text) as json)))
                                    and d.sequence <= ?5
                                  returning d.id, octet_length(d.source) as bytes),
                                told as (
                                  insert into search.deletion (index_id, id, sequence, at)
                                  select ?1, g.id, ?3 - row_number() over () + 1, ?4 from gone g returning id)
                                select count(*), coalesce(cast(sum(g.bytes) as bigint), 0) from gone g""", Object[].class)
                        .setParameter(1, index)
                        .setParameter(2, rows)
                        .setParameter(3, last)
                        .setParameter(4, Instant.now())
                        .setParameter(5, upTo)
                        .getSingleResult()
                        .chain(gone -> session.createNativeQuery(
                                        "update search.search_index set documents = documents - ?1, bytes = greatest(0, bytes - ?2) where id = ?3")
                                .setParameter(1, ((Number) gone[0]).longValue())
                                .setParameter(2, ((Number) gone[1]).longValue())
                                .setParameter(3, index)
                                .executeUpdate()
                                .replaceWith(() -> new Deleted(((Number) gone[0]).longValue(), last)))));
    }

    /** @param count how many there were */
    public record Deleted(long count, long sequence) {}

    public Optional<DocumentRow> find(long index, String id) {
        return database.read(session ->
                session.find(DocumentRow.class, new DocumentRow.Key(index, id)).map(Optional::ofNullable));
    }

    /** @param upTo all changes up to there are among the entries */
    public record Log(List<LogEntry> entries, long upTo) {}

    /**
     * What changed after that place, in order.
     *
     * @param upTo a place that was seen: all up to there is visible. What comes while this reads is left for the next time, or some of it would be passed over
     * @param max how many documents, and how many deletions
     * @param bytesMax how long documents and their vectors are together; one that is longer is read alone
     */
    public Log after(long index, long sequence, long upTo, int max, long bytesMax) {
        List<Object[]> sizes = sizes(index, sequence, upTo, max, """
                select sequence, octet_length(source) + coalesce(octet_length(vectors), 0) from search.document
                where index_id = ?1 and sequence > ?2 and sequence <= ?3 order by sequence""");
        List<DeletionRow> deletions = database.read(session -> session.createSelectionQuery(
                        "from DeletionRow d where d.index = ?1 and d.sequence > ?2 and d.sequence <= ?3 order by d.sequence",
                        DeletionRow.class)
                .setParameter(1, index)
                .setParameter(2, sequence)
                .setParameter(3, upTo)
                .setMaxResults(max)
                .getResultList());
        long end = Math.min(upTo, last(sizes, max, bytesMax));
        if (deletions.size() == max) end = Math.min(end, deletions.getLast().sequence);
        List<LogEntry> entries = new ArrayList<>();
        for (DocumentRow row : documents(index, sequence, end)) entries.add(new LogEntry.Put(row));
        for (DeletionRow row : deletions)
            if (row.sequence <= end) entries.add(new LogEntry.Deleted(row.id, row.sequence));
        entries.sort(java.util.Comparator.comparingLong(LogEntry::sequence));
        return new Log(entries, end);
    }

    private List<Object[]> sizes(long index, long sequence, long upTo, int max, String query) {
        return database.read(session -> session.createNativeQuery(query, Object[].class)
                .setParameter(1, index)
                .setParameter(2, sequence)
                .setParameter(3, upTo)
                .setMaxResults(max)
                .getResultList());
    }

    /** The place of the last of them that is read with those before it; behind all places where they may all be, and were not cut off. */
    private static long last(List<Object[]> sizes, int max, long bytesMax) {
        long bytes = 0;
        long last = Long.MAX_VALUE;
        for (Object[] size : sizes) {
            bytes += ((Number) size[1]).longValue();
            if (bytes > bytesMax && last != Long.MAX_VALUE) return last;
            last = ((Number) size[0]).longValue();
        }
        return sizes.size() == max ? last : Long.MAX_VALUE;
    }

    private List<DocumentRow> documents(long index, long sequence, long upTo) {
        return database.read(session -> session.createSelectionQuery(
                        "from DocumentRow d where d.index = ?1 and d.sequence > ?2 and d.sequence <= ?3 order by d.sequence",
                        DocumentRow.class)
                .setParameter(1, index)
                .setParameter(2, sequence)
                .setParameter(3, upTo)
                .getResultList());
    }

    /** Those whose vectors are to be made, the oldest first: so many, and so long together, but one at least. */
    public List<DocumentRow> pending(IndexRow index, int max, long bytesMax) {
        List<Object[]> sizes = sizes(index.id, 0, Long.MAX_VALUE, max, """
                select sequence, octet_length(source) from search.document
                where index_id = ?1 and pending and made_for = %d and sequence > ?2 and sequence <= ?3 order by sequence""".formatted(index.passagesSince));
        if (sizes.isEmpty()) return List.of();
        long last = last(sizes, sizes.size(), bytesMax);
        return database.read(session -> session.createSelectionQuery(
                        "from DocumentRow d where d.index = ?1 and d.pending and d.sequence <= ?2 and d.madeFor = ?3 order by d.sequence",
                        DocumentRow.class)
                .setParameter(1, index.id)
                .setParameter(2, last)
                .setParameter(3, index.passagesSince)
                .getResultList());
    }

    /** It is found by its words only, until it changes. */
    public void giveUpVectors(long index, DocumentRow row) {
        database.change(session -> session.createNativeQuery(
                        "update search.document set pending = false where index_id = ?1 and id = ?2 and sequence = ?3")
                .setParameter(1, index)
                .setParameter(2, row.id)
                .setParameter(3, row.sequence)
                .executeUpdate());
    }

    /** How many have no vectors yet, or ones of passages from before. */
    public long waiting(IndexRow index, long upTo) {
        String query = "select count(*) from DocumentRow d where d.index = ?1 and d.sequence <= ?2 and ";
        if (!index.stale || !index.embeds)
            return database.read(session -> session.createSelectionQuery(query + "d.pending", Long.class)
                    .setParameter(1, index.id)
                    .setParameter(2, upTo)
                    .getSingleResult());
        return database.read(
                session -> session.createSelectionQuery(query + "(d.pending or d.madeFor <> ?3)", Long.class)
                        .setParameter(1, index.id)
                        .setParameter(2, upTo)
                        .setParameter(3, index.passagesSince)
                        .getSingleResult());
    }

    /**
     * Has documents whose vectors are of passages from before embedded anew, so many at a time: a statement over all of them would take minutes.
     *
     * @param after the last that was looked at, in the order of ids
     * @return the last of these; empty where there is none any more
     */
    public Optional<String> forgetOldVectors(IndexRow index, String after, int max) {
        return database.change(session -> session.createNativeQuery(
                        "select 1 from search.search_index where id = ?1 and passages_since = ?2 for update",
                        Integer.class)
                .setParameter(1, index.id)
                .setParameter(2, index.passagesSince)
                .getSingleResultOrNull()
                .chain(same -> same == null
                        ? Uni.createFrom().item(Optional.of(after))
                        : session.createNativeQuery("""
                                        with looked as (select id from search.document where index_id = ?1 and id > ?2 order by id limit ?3),
                                        changed as (
                                          update search.document d set vectors = null, pending = ?4, made_for = ?5
                                          from looked l where d.index_id = ?1 and d.id = l.id and d.made_for <> ?5)
                                        select coalesce(max(id), '') from looked""", String.class)
                                .setParameter(1, index.id)
                                .setParameter(2, after)
                                .setParameter(3, max)
                                .setParameter(4, index.embeds)
                                .setParameter(5, index.passagesSince)
                                .getSingleResult()
                                .chain(last -> last.isEmpty()
                                        ? session.createNativeQuery(
                                                        "update search.search_index set stale = false where id = ?1")
                                                .setParameter(1, index.id)
                                                .executeUpdate()
                                                .replaceWith(Optional.<String>empty())
                                        : Uni.createFrom().item(Optional.of(last)))));
    }

    /**
     * Deletes so many of them, and of what is told of those that were deleted.
     *
     * @return whether there are any still; others may be deleting them
     */
    public boolean clear(IndexRow index, int max) {
        return database.change(session -> session.createNativeQuery("""
                        delete from search.document where index_id = ?1 and id in (
                          select id from search.document where index_id = ?1 order by id limit ?2 for update skip locked)""")
                .setParameter(1, index.id)
                .setParameter(2, max)
                .executeUpdate()
                .chain(() -> session.createNativeQuery("""
                                delete from search.deletion where index_id = ?1 and sequence in (
                                  select sequence from search.deletion where index_id = ?1 order by sequence limit ?2 for update skip locked)""")
                        .setParameter(1, index.id)
                        .setParameter(2, max)
                        .executeUpdate())
                .chain(() -> session.createNativeQuery("""
                                select exists (select 1 from search.document where index_id = ?1)
                                  or exists (select 1 from search.deletion where index_id = ?1)""", Boolean.class)
                        .setParameter(1, index.id)
                        .getSingleResult()));
    }

    /** Keeps vectors of documents that are still the same, of an index whose settings are, and tells so in the log. */
    public void putVectors(IndexRow index, String model, Map<DocumentRow, List<float[]>> vectors) {
        List<Vector> rows = new ArrayList<>();
        vectors.forEach((row, made) -> rows.add(new Vector(
                row.id, row.sequence, Base64.getEncoder().encodeToString(Vectors.bytes(made)), rows.size())));
        String text = write(rows);
        database.change(session -> next(session, index.id, rows.size())
                .chain(last -> session.createNativeQuery("""
                                update search.document d
                                set vectors = decode(v.vectors, 'base64'), model = ?4, pending = false, sequence = ?3 - v.n
                                from json_to_recordset(cast(cast(?2 as text) as json)) as v(id text, sequence bigint, vectors text, n int)
                                where d.index_id = ?1 and d.id = v.id and d.sequence = v.sequence
                                  and d.made_for = ?5
                                  and exists (select 1 from search.search_index i where i.id = ?1 and i.passages_since = ?5)""")
                        .setParameter(1, index.id)
                        .setParameter(2, text)
                        .setParameter(3, last)
                        .setParameter(4, model)
                        .setParameter(5, index.passagesSince)
                        .executeUpdate()));
    }

    /** Deletions that everybody has seen by now, and of whom that is to be believed. */
    public void forgetDeletions(Instant before) {
        database.change(session ->
                session.createNativeQuery("""
                        with old as (delete from search.deletion d where d.at < ?1 returning d.index_id, d.sequence)
                        update search.search_index i set forgotten = greatest(i.forgotten, o.last)
                        from (select index_id, max(sequence) as last from old group by index_id) o where o.index_id = i.id""").setParameter(1, before).executeUpdate());
    }

    private String write(Object rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rows of our own could not be written", e);
        }
    }
}
