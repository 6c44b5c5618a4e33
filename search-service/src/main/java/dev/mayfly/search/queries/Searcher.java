package dev.mayfly.search.queries;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search.Explained;
import dev.mayfly.bindings.search.Search.FailedLeg;
import dev.mayfly.bindings.search.Search.Hit;
import dev.mayfly.bindings.search.Search.Query;
import dev.mayfly.bindings.search.Search.Result;
import dev.mayfly.retrieval.chunking.Chunker.Span;
import dev.mayfly.retrieval.embedding.EmbeddingFailed;
import dev.mayfly.retrieval.embedding.Embeddings;
import dev.mayfly.retrieval.index.Candidate;
import dev.mayfly.retrieval.index.Highlights;
import dev.mayfly.retrieval.ranking.Explanation;
import dev.mayfly.retrieval.ranking.Mode;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Passages;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.SearchConfig;
import dev.mayfly.search.documents.Parsed;
import dev.mayfly.search.live.LiveIndexes;
import dev.mayfly.search.live.LiveView;
import dev.mayfly.search.queries.Asked.Placed;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Answers queries. */
@ApplicationScoped
public class Searcher {
    private static final Logger LOG = Logger.getLogger(Searcher.class);
    private static final int READ_AT_A_TIME = 10;

    private final Embeddings embeddings;
    private final ObjectMapper json;
    private final long pageLengthMax;

    Searcher(Embeddings embeddings, ObjectMapper json, SearchConfig config) {
        this.embeddings = embeddings;
        this.json = json;
        this.pageLengthMax = config.pageLengthMax();
    }

    /** @param indexes whose documents stand in one order */
    public Result search(List<LiveIndexes.Handle> indexes, Query query) {
        long begun = System.nanoTime();
        List<QueryPlan> plans = plans(indexes, query);
        Cursor cursor = Cursor.of(json, query);
        List<FailedLeg> failed = new ArrayList<>();
        QueryPlan plan = plans.getFirst();
        try (Asked asked = ask(indexes, plans, cursor.offset(), failed)) {
            List<Placed> fitting = asked.best(plan.matchThreshold().orElse(Double.NEGATIVE_INFINITY));
            int from = Math.min(cursor.offset(), fitting.size());
            int to = Math.min(from + plan.limit(), fitting.size());
            List<Hit> hits = new ArrayList<>();
            int end = told(plan, fitting, from, to, hits);
            Optional<String> next = fitting.size() > end ? cursor.next(end - from) : Optional.empty();
            return new Result(hits, asked.facets(), (System.nanoTime() - begun) / 1_000_000.0, next, failed);
        }
    }

    /** The ids alone, best first. */
    public List<String> ranking(LiveIndexes.Handle index, Query query) {
        List<LiveIndexes.Handle> one = List.of(index);
        List<QueryPlan> plans = plans(one, query);
        try (Asked asked = ask(one, plans, 0, new ArrayList<>())) {
            return asked.best(plans.getFirst().matchThreshold().orElse(Double.NEGATIVE_INFINITY)).stream()
                    .map(placed -> placed.candidate().id())
                    .toList();
        }
    }

    private static List<QueryPlan> plans(List<LiveIndexes.Handle> indexes, Query query) {
        List<QueryPlan> plans = indexes.stream()
                .map(index -> QueryPlan.of(query, index.schema()))
                .toList();
        if (plans.stream().map(QueryPlan::mode).distinct().count() > 1)
            throw new Problem.Invalid(
                    "invalid-query",
                    "these indexes are usually searched in different modes: the query must say its mode");
        return plans;
    }

    private Asked ask(List<LiveIndexes.Handle> indexes, List<QueryPlan> plans, int offset, List<FailedLeg> failed) {
        QueryPlan plan = plans.getFirst();
        if (plans.stream().noneMatch(QueryPlan::needsVector))
            return asked(indexes, plans, plan.mode(), Optional.empty(), offset);
        try {
            float[] vector = embeddings.embedder().query(plan.text());
            return asked(indexes, plans, plan.mode(), Optional.of(vector), offset);
        } catch (EmbeddingFailed e) {
            LOG.warnf("a query could not be embedded: %s, %s", e.getMessage(), e.getCause());
            String told = "the query could not be embedded: " + e.getMessage();
            if (!plan.partialAllowed() || plan.mode() != Mode.hybrid) throw new Problem.Unavailable(told);
            failed.add(new FailedLeg("vector", told));
            return asked(indexes, plans, Mode.keyword, Optional.empty(), offset);
        }
    }

    private Asked asked(
            List<LiveIndexes.Handle> indexes, List<QueryPlan> plans, Mode mode, Optional<float[]> vector, int offset) {
        Asked asked = new Asked();
        try {
            for (int i = 0; i < indexes.size(); i++) {
                QueryPlan plan = plans.get(i);
                asked.ask(
                        indexes.get(i),
                        plan.question(mode, plan.vector().or(() -> vector), offset, indexes.size()),
                        plan.feedback(),
                        json);
            }
            return asked;
        } catch (RuntimeException e) {
            asked.close();
            throw e;
        }
    }

    /** @return where the page ends: at so many hits, or where they have become too long together */
    private int told(QueryPlan plan, List<Placed> fitting, int from, int to, List<Hit> hits) {
        long length = 0;
        int at = from;
        while (at < to && length < pageLengthMax) {
            int end = Math.min(to, at + READ_AT_A_TIME);
            for (Hit hit : told(plan, fitting.subList(at, end))) {
                hits.add(hit);
                length += length(hit);
            }
            at = end;
        }
        return at;
    }

    /** About how long it is as JSON. */
    private static long length(Hit hit) {
        long fields = hit.fields().values().stream()
                .mapToLong(value -> value.isTextual()
                        ? value.textValue().length()
                        : value.toString().length())
                .sum();
        return hit.text().length() + fields;
    }

    private List<Hit> told(QueryPlan plan, List<Placed> page) {
        Map<LiveView, List<Candidate>> wanted = new LinkedHashMap<>();
        page.forEach(placed ->
                wanted.computeIfAbsent(placed.view(), view -> new ArrayList<>()).add(placed.candidate()));
        Map<LiveView, Map<Candidate, byte[]>> sources = new HashMap<>();
        wanted.forEach((view, candidates) -> sources.put(view, view.sources(candidates)));
        List<Hit> hits = new ArrayList<>();
        for (Placed placed : page) {
            byte[] source = sources.getOrDefault(placed.view(), Map.of()).get(placed.candidate());
            if (source != null) hits.add(told(plan, placed, new String(source, StandardCharsets.UTF_8)));
        }
        return hits;
    }

    private Hit told(QueryPlan plan, Placed placed, String source) {
        Schema schema = placed.view().schema();
        Content content = Parsed.content(json, source);
        Content fitting = content.fitting(schema);
        Passages passages = Passages.of(schema, fitting);
        return new Hit(
                placed.index(),
                placed.candidate().id(),
                placed.score().value(),
                passage(passages, best(plan, schema, placed.candidate(), passages), plan.contextExpansion()),
                content.fields(),
                content.metadata(),
                plan.highlight() ? Optional.of(new Highlights(schema).of(plan.text(), fitting)) : Optional.empty(),
                plan.explain() ? Optional.of(explained(placed)) : Optional.empty());
    }

    /** By its meaning where that was looked for, else by its words. */
    private static int best(QueryPlan plan, Schema schema, Candidate candidate, Passages passages) {
        if (!Double.isNaN(candidate.cosine()) || passages.spans().size() == 1) return candidate.passage();
        return new Highlights(schema)
                .best(
                        plan.text(),
                        passages.spans().stream()
                                .map(span -> passages.text().substring(span.from(), span.to()))
                                .toList());
    }

    private static String passage(Passages passages, int best, int around) {
        List<Span> spans = passages.spans();
        int first = Math.max(0, Math.min(best, spans.size() - 1) - around);
        int last = Math.min(spans.size() - 1, best + around);
        return passages.text()
                .substring(
                        spans.get(first).from(),
                        spans.get(Math.max(first, last)).to());
    }

    private static Explained explained(Placed placed) {
        Explained explained = explained(placed.score());
        if (placed.question().added().isEmpty()) return explained;
        List<Explained> parts = new ArrayList<>(explained.parts());
        parts.add(new Explained(
                "feedback",
                placed.question().added().getFirst().weight(),
                placed.question().added().stream()
                        .map(added -> new Explained(added.word(), added.weight(), List.of()))
                        .toList()));
        return new Explained(explained.what(), explained.value(), parts);
    }

    private static Explained explained(Explanation explanation) {
        return new Explained(
                explanation.what(),
                explanation.value(),
                explanation.parts().stream().map(Searcher::explained).toList());
    }
}
