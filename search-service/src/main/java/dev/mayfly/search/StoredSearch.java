package dev.mayfly.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search;
import dev.mayfly.retrieval.embedding.Embeddings;
import dev.mayfly.retrieval.index.RetrievalIndex;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.IndexWriter.Found;
import dev.mayfly.search.documents.BulkLines;
import dev.mayfly.search.documents.Parsed;
import dev.mayfly.search.live.LiveIndexes;
import dev.mayfly.search.queries.Evaluator;
import dev.mayfly.search.queries.Searcher;
import dev.mayfly.search.store.Documents;
import dev.mayfly.search.store.IndexRow;
import dev.mayfly.search.store.Indexes;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Indexes and documents, kept, and found. */
@ApplicationScoped
public class StoredSearch implements Search {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?");
    /** How many indexes one query is for. */
    private static final int INDEXES_MAX = 16;

    private final Calls calls;
    private final Indexes indexes;
    private final Documents documents;
    private final LiveIndexes live;
    private final IndexWriter writer;
    private final Searcher searcher;
    private final Evaluator evaluator;
    private final Embeddings embeddings;
    private final SearchConfig config;
    private final ObjectMapper json;

    StoredSearch(
            Calls calls,
            Indexes indexes,
            Documents documents,
            LiveIndexes live,
            IndexWriter writer,
            Searcher searcher,
            Evaluator evaluator,
            Embeddings embeddings,
            SearchConfig config,
            ObjectMapper json) {
        this.calls = calls;
        this.indexes = indexes;
        this.documents = documents;
        this.live = live;
        this.writer = writer;
        this.searcher = searcher;
        this.evaluator = evaluator;
        this.embeddings = embeddings;
        this.config = config;
        this.json = json;
    }

    @Override
    public Uni<List<Index>> indexes(String account) {
        return calls.run(() -> indexes.of(account).stream().map(this::told).toList());
    }

    @Override
    public Uni<Index> putIndex(String account, String index, IndexSettings settings) {
        return calls.run(() -> {
            if (!NAME.matcher(index).matches())
                throw new Problem.Invalid(
                        "invalid-index",
                        "the name of an index has 1 to 64 of a-z, 0-9, - and _, and begins and ends with a-z or 0-9");
            IndexPlan plan = IndexPlan.of(settings);
            IndexRow row = indexes.put(
                    account,
                    index,
                    plan.json(json),
                    plan.schema().embeds(),
                    kept -> IndexPlan.read(json, kept).passages(embeddings.model()));
            live.doubt(row);
            if (row.documents > 0) live.of(row); // so that they are indexed anew now, not when somebody asks
            return told(row);
        });
    }

    @Override
    public Uni<Index> index(String account, String index) {
        return calls.run(() -> told(indexes.find(account, index)));
    }

    private Index told(IndexRow row) {
        return IndexPlan.read(json, row.settings).told(row, embeddings.model());
    }

    @Override
    public Uni<Void> deleteIndex(String account, String index) {
        return calls.run(() -> {
            IndexRow row = indexes.find(account, index);
            live.of(row); // so that it is seen to be gone, and its folder goes with it
            indexes.delete(row.id);
            live.doubt(row);
            return null;
        });
    }

    @Override
    public Uni<Stats> stats(String account, String index) {
        return calls.run(() -> {
            IndexRow row = indexes.find(account, index);
            LiveIndexes.Handle open = live.of(row);
            RetrievalIndex.Size size = open.size();
            return new Stats(
                    row.documents,
                    row.bytes,
                    size.passages(),
                    size.bytes(),
                    documents.waiting(row, Long.MAX_VALUE),
                    open.behind(row.sequence));
        });
    }

    @Override
    public Uni<BulkResult> bulk(String account, String index, String lines, Optional<Boolean> refresh) {
        return calls.run(() -> {
            long begun = System.nanoTime();
            IndexRow row = indexes.find(account, index);
            var bulk = new BulkLines(json, schema(row), lines, config.linesMax(), config.documentLengthMax());
            Map<String, String> status =
                    writer.put(row, List.copyOf(bulk.documents().values()), Found.of(refresh));
            List<LineResult> results = bulk.results(status);
            int refused = (int)
                    results.stream().filter(line -> line.error().isPresent()).count();
            return new BulkResult(results, refused, (System.nanoTime() - begun) / 1_000_000.0);
        });
    }

    @Override
    public Uni<LineResult> putDocument(
            String account, String index, String id, DocumentContent document, Optional<Boolean> refresh) {
        return calls.run(() -> {
            IndexRow row = indexes.find(account, index);
            Parsed parsed = Parsed.of(json, schema(row), id, document, config.documentLengthMax());
            String status = writer.put(row, List.of(parsed), Found.of(refresh)).getOrDefault(id, "unchanged");
            return new LineResult(1, Optional.of(id), status, Optional.empty());
        });
    }

    private Schema schema(IndexRow row) {
        return IndexPlan.read(json, row.settings).schema();
    }

    @Override
    public Uni<Document> document(String account, String index, String id) {
        return calls.run(() -> documents
                .find(indexes.find(account, index).id, id)
                .map(row -> Parsed.document(json, row.id, row.source))
                .orElseThrow(() -> new Problem.NotFound("there is no such document in the index %s".formatted(index))));
    }

    @Override
    public Uni<Void> deleteDocument(String account, String index, String id, Optional<Boolean> refresh) {
        return calls.run(() -> {
            IndexRow row = indexes.find(account, index);
            if (writer.delete(row, List.of(id), Found.of(refresh)) == 0)
                throw new Problem.NotFound("there is no such document in the index %s".formatted(index));
            return null;
        });
    }

    @Override
    public Uni<Deleted> deleteDocuments(String account, String index, Deletion deletion) {
        return calls.run(() -> {
            IndexRow row = indexes.find(account, index);
            return new Deleted(writer.delete(row, filter(deletion), Found.of(deletion.refresh())));
        });
    }

    private static Filter filter(Deletion deletion) {
        try {
            return Filter.of(deletion.filter());
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid("invalid-query", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Uni<Result> search(String account, String index, Query query) {
        return calls.run(() -> searcher.search(named(account, index), query));
    }

    private List<LiveIndexes.Handle> named(String account, String names) {
        List<String> wanted = List.of(names.split(",", -1));
        if (wanted.size() > INDEXES_MAX || Set.copyOf(wanted).size() < wanted.size())
            throw new Problem.Invalid(
                    "invalid-query",
                    "a query is for one index, or for up to %d different ones with commas between their names"
                            .formatted(INDEXES_MAX));
        return wanted.stream().map(name -> live.of(account, name)).toList();
    }

    @Override
    public Uni<Evaluation> eval(String account, String index, EvaluationRequest request) {
        return calls.run(() -> evaluator.evaluate(live.of(indexes.find(account, index)), request));
    }
}
