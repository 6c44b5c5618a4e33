package dev.mayfly.search.queries;

import dev.mayfly.retrieval.index.Candidate;
import dev.mayfly.retrieval.index.Candidates;
import dev.mayfly.retrieval.index.Question;
import dev.mayfly.retrieval.index.Ranking;
import dev.mayfly.retrieval.ranking.Boost;
import dev.mayfly.retrieval.ranking.Explanation;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.live.LiveIndexes;
import dev.mayfly.search.live.LiveView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the indexes of a query found. Their candidates are put in one order as if they were of one index: legs are fused over all of them. A score of the
 * words is by the statistics of the index that has them.
 */
final class Asked implements AutoCloseable {
    private final List<LiveView> views = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private final List<Candidates> found = new ArrayList<>();

    /** A candidate, and what it came to. */
    record Placed(String index, LiveView view, Candidate candidate, Explanation score) {}

    void ask(LiveIndexes.Handle index, Question question) {
        LiveView view = index.view();
        views.add(view);
        names.add(index.name());
        questions.add(question);
        found.add(view.candidates(question));
    }

    /** Best first; documents are read only where a boost looks at them. */
    List<Placed> best(double threshold) {
        List<Candidate> all =
                found.stream().flatMap(each -> each.all().stream()).toList();
        List<Explanation> scores = Ranking.scores(questions.getFirst(), all);
        List<Placed> placed = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < found.size(); i++) {
            int to = from + found.get(i).all().size();
            place(i, scores.subList(from, to), placed);
            from = to;
        }
        placed.removeIf(each -> each.score().value() < threshold);
        placed.sort(Comparator.<Placed>comparingDouble(each -> each.score().value())
                .reversed()
                .thenComparing(each -> each.candidate().id())
                .thenComparing(Placed::index));
        return placed;
    }

    private void place(int index, List<Explanation> scores, List<Placed> placed) {
        LiveView view = views.get(index);
        List<Boost> boosts = questions.get(index).boosts();
        List<Candidate> candidates = found.get(index).all();
        Map<Candidate, byte[]> sources = boosts.isEmpty() ? Map.of() : view.sources(candidates);
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            byte[] source = sources.get(candidate);
            Explanation score = source == null ? scores.get(i) : boosted(view.schema(), boosts, scores.get(i), source);
            placed.add(new Placed(names.get(index), view, candidate, score));
        }
    }

    private static Explanation boosted(Schema schema, List<Boost> boosts, Explanation score, byte[] source) {
        try {
            return Ranking.boosted(schema, boosts, score, source);
        } catch (IOException e) {
            throw new UncheckedIOException("a document that was kept could not be read", e);
        }
    }

    Map<String, Map<String, Long>> facets() {
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        for (Candidates each : found)
            each.facets().forEach((field, counts) -> {
                Map<String, Long> sum = facets.computeIfAbsent(field, name -> new LinkedHashMap<>());
                counts.forEach((value, count) -> sum.merge(value, count, Long::sum));
            });
        return facets;
    }

    @Override
    public void close() {
        views.forEach(LiveView::close);
    }
}
