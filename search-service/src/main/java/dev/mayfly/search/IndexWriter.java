package dev.mayfly.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search.DocumentContent;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.search.documents.Parsed;
import dev.mayfly.search.live.LiveIndexes;
import dev.mayfly.search.store.Documents;
import dev.mayfly.search.store.Documents.Deleted;
import dev.mayfly.search.store.Documents.NewDocument;
import dev.mayfly.search.store.Documents.Written;
import dev.mayfly.search.store.IndexRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Writes documents into indexes: keeps them, and has those who follow told. */
@ApplicationScoped
public class IndexWriter {
    /** How many are written in one transaction. */
    private static final int AT_A_TIME = 500;
    /** How often those that changed are looked at again. */
    private static final int ROUNDS_MAX = 5;

    private final Documents documents;
    private final LiveIndexes live;
    private final SearchConfig config;
    private final ObjectMapper json;
    private final Semaphore waiting;

    IndexWriter(Documents documents, LiveIndexes live, SearchConfig config, ObjectMapper json) {
        this.documents = documents;
        this.live = live;
        this.config = config;
        this.json = json;
        this.waiting = new Semaphore(config.refreshesMax());
    }

    /** Whoever waits for what is written holds a call all the while: some are left for others. */
    private <T> T waiting(Found found, Supplier<T> write) {
        if (found == Found.SOON) return write.get();
        if (!waiting.tryAcquire())
            throw new Problem.LimitReached(
                    "search-refreshes",
                    "%d writes wait to be found already; nothing was written. Try again, or without refresh"
                            .formatted(config.refreshesMax()),
                    Duration.ofSeconds(1));
        try {
            return write.get();
        } finally {
            waiting.release();
        }
    }

    /** Whether the answer comes at once, or when what was written is found. */
    public enum Found {
        SOON,
        BEFORE_IT_RETURNS;

        static Found of(java.util.Optional<Boolean> refresh) {
            return refresh.orElse(false) ? BEFORE_IT_RETURNS : SOON;
        }
    }

    public void put(IndexRow row, String id, DocumentContent content) {
        var schema = IndexPlan.read(json, row.settings).schema();
        put(row, List.of(Parsed.of(json, schema, id, content, config.documentLengthMax())), Found.SOON);
    }

    /** @return what became of each that was not the same already */
    Map<String, String> put(IndexRow row, List<Parsed> all, Found found) {
        return waiting(found, () -> written(row, all, found));
    }

    private Map<String, String> written(IndexRow row, List<Parsed> all, Found found) {
        Map<String, String> status = new HashMap<>();
        long last = row.sequence;
        for (int from = 0; from < all.size(); from += AT_A_TIME) {
            List<NewDocument> batch = new ArrayList<>();
            for (Parsed document : all.subList(from, Math.min(all.size(), from + AT_A_TIME)))
                batch.add(new NewDocument(
                        document.id(), document.hash(), document.source(), document.texts(), batch.size()));
            Written written = documents.put(row, batch);
            written.created().forEach((id, created) -> status.put(id, created ? "created" : "updated"));
            last = written.sequence();
        }
        tell(row, last, found);
        return status;
    }

    /** @return whether there was one */
    public boolean delete(IndexRow row, String id) {
        return delete(row, List.of(id), Found.SOON) > 0;
    }

    /** @return how many there were */
    long delete(IndexRow row, List<String> ids, Found found) {
        return waiting(found, () -> {
            Deleted gone = delete(row, ids, Long.MAX_VALUE);
            tell(row, gone.sequence(), found);
            return gone.count();
        });
    }

    private Deleted delete(IndexRow row, List<String> ids, long upTo) {
        long deleted = 0;
        long last = row.sequence;
        for (int from = 0; from < ids.size(); from += AT_A_TIME) {
            Deleted gone = documents.delete(
                    row.id, Set.copyOf(ids.subList(from, Math.min(ids.size(), from + AT_A_TIME))), upTo);
            deleted += gone.count();
            last = gone.sequence();
        }
        return new Deleted(deleted, last);
    }

    /** Those that a filter fits now. What changes meanwhile is looked at again: it may not fit any more. */
    long delete(IndexRow row, Filter filter, Found found) {
        return waiting(found, () -> deleted(row, filter, found));
    }

    private long deleted(IndexRow row, Filter filter, Found found) {
        LiveIndexes.Handle open = live.of(row);
        long deleted = 0;
        long last = row.sequence;
        for (int round = 0; round < ROUNDS_MAX; round++) {
            open.awaitWords(last);
            LiveIndexes.Fitting fitting = open.fitting(filter);
            if (fitting.ids().isEmpty()) break;
            Deleted gone = delete(row, List.copyOf(fitting.ids()), fitting.asOf());
            deleted += gone.count();
            last = gone.sequence();
            if (gone.count() == fitting.ids().size()) break;
        }
        tell(row, last, found);
        return deleted;
    }

    private void tell(IndexRow row, long sequence, Found found) {
        LiveIndexes.Handle open = live.of(row);
        open.changed();
        if (found == Found.BEFORE_IT_RETURNS) open.await(sequence);
    }
}
