package dev.mayfly.search.queries;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search.Explained;
import dev.mayfly.bindings.search.Search.FailedLeg;
import dev.mayfly.bindings.search.Search.Hit;
import dev.mayfly.bindings.search.Search.Query;
import dev.mayfly.bindings.search.Search.Result;
import dev.mayfly.retrieval.embedding.EmbeddingFailed;
import dev.mayfly.retrieval.embedding.Embeddings;
import dev.mayfly.retrieval.index.Found;
import dev.mayfly.retrieval.index.Highlights;
import dev.mayfly.retrieval.ranking.Explanation;
import dev.mayfly.retrieval.ranking.Mode;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Passages;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.documents.Parsed;
import dev.mayfly.search.live.LiveIndexes;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Answers queries. */
@ApplicationScoped
public class Searcher {
    private static final Logger LOG = Logger.getLogger(Searcher.class);

    private final Embeddings embeddings;
    private final ObjectMapper json;

    Searcher(Embeddings embeddings, ObjectMapper json) {
        this.embeddings = embeddings;
        this.json = json;
    }

    public Result search(LiveIndexes.Handle index, Query query) {
        long begun = System.nanoTime();
        QueryPlan plan = QueryPlan.of(query, index.schema());
        Cursor cursor = Cursor.of(json, query);
        List<FailedLeg> failed = new ArrayList<>();
        Found found = find(index, plan, cursor.offset(), failed);
        List<Found.Hit> fitting = found.hits().stream()
                .filter(hit -> plan.matchThreshold().isEmpty()
                        || hit.score() >= plan.matchThreshold().get())
                .skip(cursor.offset())
                .limit(plan.limit() + 1L)
                .toList();
        List<Hit> hits = fitting.stream()
                .limit(plan.limit())
                .map(hit -> told(index.schema(), plan, hit))
                .toList();
        Optional<String> next = fitting.size() > plan.limit() ? cursor.next(plan.limit()) : Optional.empty();
        return new Result(hits, found.facets(), (System.nanoTime() - begun) / 1_000_000.0, next, failed);
    }

    /** The ids alone, best first. */
    public List<String> ranking(LiveIndexes.Handle index, Query query) {
        QueryPlan plan = QueryPlan.of(query, index.schema());
        return find(index, plan, 0, new ArrayList<>()).hits().stream()
                .map(Found.Hit::id)
                .toList();
    }

    private Found find(LiveIndexes.Handle index, QueryPlan plan, int offset, List<FailedLeg> failed) {
        if (!plan.needsVector()) return index.search(plan.question(plan.mode(), plan.vector(), offset));
        try {
            float[] vector = embeddings.embedder().query(plan.text());
            return index.search(plan.question(plan.mode(), Optional.of(vector), offset));
        } catch (EmbeddingFailed e) {
            LOG.warnf("a query could not be embedded: %s, %s", e.getMessage(), e.getCause());
            String told = "the query could not be embedded: " + e.getMessage();
            if (!plan.partialAllowed() || plan.mode() != Mode.hybrid) throw new Problem.Unavailable(told);
            failed.add(new FailedLeg("vector", told));
            return index.search(plan.question(Mode.keyword, Optional.empty(), offset));
        }
    }

    private Hit told(Schema schema, QueryPlan plan, Found.Hit hit) {
        Content content = Parsed.content(json, new String(hit.source(), StandardCharsets.UTF_8));
        return new Hit(
                hit.id(),
                hit.score(),
                passage(Passages.of(schema, content.fitting(schema)), hit.passage(), plan.contextExpansion()),
                content.fields(),
                content.metadata(),
                plan.highlight()
                        ? Optional.of(new Highlights(schema).of(plan.text(), content.fitting(schema)))
                        : Optional.empty(),
                plan.explain() ? Optional.of(explained(hit.explanation())) : Optional.empty());
    }

    private static String passage(Passages passages, int best, int around) {
        List<dev.mayfly.retrieval.chunking.Chunker.Span> spans = passages.spans();
        int first = Math.max(0, Math.min(best, spans.size() - 1) - around);
        int last = Math.min(spans.size() - 1, best + around);
        return passages.text()
                .substring(
                        spans.get(first).from(),
                        spans.get(Math.max(first, last)).to());
    }

    private static Explained explained(Explanation explanation) {
        return new Explained(
                explanation.what(),
                explanation.value(),
                explanation.parts().stream().map(Searcher::explained).toList());
    }
}
