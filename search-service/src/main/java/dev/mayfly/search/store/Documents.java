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

    /** @param source as JSON, in one form: equal documents have equal sources */
    public record NewDocument(String id, String hash, String source, int n) {}

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
                                  select * from json_to_recordset(cast(cast(?2 as text) as json)) as d(id text, hash text, source text, n int)),
                                before as (
                                  select d.id, octet_length(d.source) as bytes from search.document d, given g
                                  where d.index_id = ?1 and d.id = g.id),
                                changed as (
                                  insert into search.document (index_id, id, hash, source, sequence, pending)
                                  select ?1, d.id, d.hash, d.source, ?3 - d.n, i.embeds from given d join search.search_index i on i.id = ?1
                                  on conflict (index_id, id) do update set hash = excluded.hash, source = excluded.source,
                                    sequence = excluded.sequence, pending = excluded.pending, vectors = null
                                  where document.hash <> excluded.hash
                                  returning id, (xmax = 0) as created, octet_length(source) as bytes)
                                select c.id, c.created, cast(c.bytes - coalesce(b.bytes, 0) as bigint)
                                from changed c left join before b on b.id = c.id""", Object[].class)
                        .setParameter(1, index.id)
                        .setParameter(2, rows)
                        .setParameter(3, last)
                        .getResultList()
                        .chain(changed -> count(session, index.id, changed)
                                .replaceWith(() -> new Written(created(changed), last)))));
    }

    private static Map<String, Boolean> created(List<Object[]> changed) {
        Map<String, Boolean> created = new LinkedHashMap<>();
        changed.forEach(row -> created.put((String) row[0], (Boolean) row[1]));
        return created;
    }

    private Uni<Void> count(Mutiny.Session session, long index, List<Object[]> changed) {
        long created = changed.stream().filter(row -> (Boolean) row[1]).count();
        long bytes =
                changed.stream().mapToLong(row -> ((Number) row[2]).longValue()).sum();
        return session.createNativeQuery("""
                        update search.search_index set documents = documents + ?1, bytes = bytes + ?2 where id = ?3
                        returning documents, bytes""", Object[].class)
                .setParameter(1, created)
                .setParameter(2, bytes)
                .setParameter(3, index)
                .getSingleResult()
                .invoke(counted -> checkQuota(((Number) counted[0]).longValue(), ((Number) counted[1]).longValue()))
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
                        "update search.search_index set sequence = sequence + ?1 where id = ?2 returning sequence",
                        Long.class)
                .setParameter(1, places)
                .setParameter(2, index)
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> new Problem.NotFound("the index was deleted meanwhile"));
    }

    /** @return the place in the log; empty when none of them was there */
    public Deleted delete(long index, Collection<String> ids) {
        String rows = write(ids);
        return database.change(session -> next(session, index, ids.size())
                .chain(last -> session.createNativeQuery("""
                                with gone as (
                                  delete from search.document d where d.index_id = ?1
                                    and d.id in (select json_array_elements_text(cast(cast(?2 as text) as json)))
                                  returning d.id, octet_length(d.source) as bytes),
                                told as (
                                  insert into search.deletion (index_id, id, sequence, at)
                                  select ?1, g.id, ?3 - row_number() over () + 1, ?4 from gone g returning id)
                                select count(*), coalesce(cast(sum(g.bytes) as bigint), 0) from gone g""", Object[].class)
                        .setParameter(1, index)
                        .setParameter(2, rows)
                        .setParameter(3, last)
                        .setParameter(4, Instant.now())
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

    /**
     * What changed after that place, in order.
     *
     * @param upTo a place that was seen: all up to there is visible. What comes while this reads is left for the next time, or some of it would be passed over
     */
    public List<LogEntry> after(long index, long sequence, long upTo, int max) {
        List<LogEntry> entries = new ArrayList<>();
        database.<List<DocumentRow>>read(session -> session.createSelectionQuery(
                                "from DocumentRow d where d.index = ?1 and d.sequence > ?2 and d.sequence <= ?3 order by d.sequence",
                                DocumentRow.class)
                        .setParameter(1, index)
                        .setParameter(2, sequence)
                        .setParameter(3, upTo)
                        .setMaxResults(max)
                        .getResultList())
                .forEach(row -> entries.add(new LogEntry.Put(row)));
        database.<List<DeletionRow>>read(session -> session.createSelectionQuery(
                                "from DeletionRow d where d.index = ?1 and d.sequence > ?2 and d.sequence <= ?3 order by d.sequence",
                                DeletionRow.class)
                        .setParameter(1, index)
                        .setParameter(2, sequence)
                        .setParameter(3, upTo)
                        .setMaxResults(max)
                        .getResultList())
                .forEach(row -> entries.add(new LogEntry.Deleted(row.id, row.sequence)));
        entries.sort(java.util.Comparator.comparingLong(LogEntry::sequence));
        return entries.size() <= max ? entries : new ArrayList<>(entries.subList(0, max));
    }

    /** Those whose vectors are to be made, the oldest first. */
    public List<DocumentRow> pending(long index, int max) {
        return database.read(session -> session.createSelectionQuery(
                        "from DocumentRow d where d.index = ?1 and d.pending order by d.sequence", DocumentRow.class)
                .setParameter(1, index)
                .setMaxResults(max)
                .getResultList());
    }

    public long waiting(long index, long upTo) {
        return database.read(session -> session.createSelectionQuery(
                        "select count(*) from DocumentRow d where d.index = ?1 and d.pending and d.sequence <= ?2",
                        Long.class)
                .setParameter(1, index)
                .setParameter(2, upTo)
                .getSingleResult());
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
                                  and exists (select 1 from search.search_index i where i.id = ?1 and i.generation = ?5)""")
                        .setParameter(1, index.id)
                        .setParameter(2, text)
                        .setParameter(3, last)
                        .setParameter(4, model)
                        .setParameter(5, index.generation)
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
