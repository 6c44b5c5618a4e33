package dev.mayfly.search.queries;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.retrieval.index.Candidate;
import dev.mayfly.retrieval.index.Candidates;
import dev.mayfly.retrieval.index.Facets;
import dev.mayfly.retrieval.index.Question;
import dev.mayfly.retrieval.index.Ranking;
import dev.mayfly.retrieval.index.Widening;
import dev.mayfly.retrieval.ranking.Boost;
import dev.mayfly.retrieval.ranking.Explanation;
import dev.mayfly.retrieval.ranking.Feedback;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.documents.Parsed;
import dev.mayfly.search.live.LiveIndexes;
import dev.mayfly.search.live.LiveView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the indexes of a query found. Their candidates are put in one order as if they were of one index: legs are fused over all of them. A score of the
 * words is by the statistics of the index that has them.
 */
final class Asked implements AutoCloseable {
    /** Documents whose fields are looked at by boosts: each may be a megabyte long. */
    private static final int READ_AT_A_TIME = 50;

    private final List<LiveView> views = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private final List<Candidates> found = new ArrayList<>();

    /** A candidate, and what it came to. */
    record Placed(String index, LiveView view, Question question, Candidate candidate, Explanation score) {}

    void ask(LiveIndexes.Handle index, Question question, Optional<Feedback> feedback, ObjectMapper json) {
        LiveView view = index.view();
        views.add(view);
        names.add(index.name());
        Question asked = feedback.map(how -> widened(view, question, how, json)).orElse(question);
        questions.add(asked);
        found.add(view.candidates(asked));
    }

    private static Question widened(LiveView view, Question question, Feedback feedback, ObjectMapper json) {
        List<Candidate> first = view.candidates(question.first(feedback.documents())).all().stream()
                .filter(candidate -> candidate.words() > 0)
                .toList();
        Map<Candidate, byte[]> sources = view.sources(first);
        List<Widening.First> read = first.stream()
                .filter(sources::containsKey)
                .map(candidate -> new Widening.First(
                        candidate.words(),
                        Parsed.content(json, new String(sources.get(candidate), StandardCharsets.UTF_8))
                                .fitting(view.schema())))
                .toList();
        return question.widened(Widening.of(view.schema(), feedback, read));
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
        for (int from = 0; from < candidates.size(); from += READ_AT_A_TIME) {
            List<Candidate> some = candidates.subList(from, Math.min(candidates.size(), from + READ_AT_A_TIME));
            Map<Candidate, byte[]> sources = boosts.isEmpty() ? Map.of() : view.sources(some);
            for (int i = 0; i < some.size(); i++) {
                byte[] source = sources.get(some.get(i));
                Explanation score = scores.get(from + i);
                if (source != null) score = boosted(view.schema(), boosts, score, source);
                placed.add(new Placed(names.get(index), view, questions.get(index), some.get(i), score));
            }
        }
    }

    private static Explanation boosted(Schema schema, List<Boost> boosts, Explanation score, byte[] source) {
        try {
            return Ranking.boosted(schema, boosts, score, source);
        } catch (IOException e) {
            throw new UncheckedIOException("a document that was kept could not be read", e);
        }
    }

    /** The commonest values of all of them. */
    Map<String, Map<String, Long>> facets() {
        if (found.size() == 1) return found.getFirst().facets();
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        for (Candidates each : found)
            each.facets().forEach((field, counts) -> {
                Map<String, Long> sum = facets.computeIfAbsent(field, name -> new LinkedHashMap<>());
                counts.forEach((value, count) -> sum.merge(value, count, Long::sum));
            });
        facets.replaceAll((field, counts) -> Facets.commonest(counts, Facets.VALUES_MAX));
        return facets;
    }

    @Override
    public void close() {
        views.forEach(LiveView::close);
    }
}
