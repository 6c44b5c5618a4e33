package dev.mayfly.search.queries;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.search.Search.Comparison;
import dev.mayfly.bindings.search.Search.Evaluation;
import dev.mayfly.bindings.search.Search.EvaluationRequest;
import dev.mayfly.bindings.search.Search.Query;
import dev.mayfly.bindings.search.Search.Scores;
import dev.mayfly.retrieval.evaluation.Measures;
import dev.mayfly.retrieval.evaluation.PairedTest;
import dev.mayfly.retrieval.ranking.Mode;
import dev.mayfly.search.live.LiveIndexes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Holds rankings against judgments. */
@ApplicationScoped
public class Evaluator {
    private static final int QUERIES_MAX = 2_000;
    private static final int SETTINGS_MAX = 16;

    private final Searcher searcher;

    Evaluator(Searcher searcher) {
        this.searcher = searcher;
    }

    public Evaluation evaluate(LiveIndexes.Handle index, EvaluationRequest request) {
        Map<String, Query> settings = request.settings().orElseGet(Evaluator::modes);
        check(request, settings);
        Map<String, Map<String, Measures>> measured = new LinkedHashMap<>();
        settings.forEach((name, setting) -> measured.put(name, measure(index, request, setting)));
        Map<String, Scores> scores = new LinkedHashMap<>();
        measured.forEach((name, each) -> scores.put(name, scores(List.copyOf(each.values()))));
        return new Evaluation(measured.values().iterator().next().size(), scores, compared(measured));
    }

    private static Map<String, Query> modes() {
        Map<String, Query> modes = new LinkedHashMap<>();
        for (Mode mode : Mode.values())
            modes.put(mode.name(), with(Query.of(""), Optional.empty(), Optional.of(mode.name())));
        return modes;
    }

    private static void check(EvaluationRequest request, Map<String, Query> settings) {
        if (settings.isEmpty() || settings.size() > SETTINGS_MAX)
            throw invalid("between 1 and %d settings are compared".formatted(SETTINGS_MAX));
        if (request.queries().size() > QUERIES_MAX)
            throw invalid("at most %d queries are asked at a time".formatted(QUERIES_MAX));
        if (request.queries().keySet().stream().noneMatch(request.judgments()::containsKey))
            throw invalid("none of the queries has judgments: both are by the query's id");
    }

    private static Problem invalid(String what) {
        return new Problem.Invalid("invalid-evaluation", what);
    }

    /** Queries without judgments are left out. */
    private Map<String, Measures> measure(LiveIndexes.Handle index, EvaluationRequest request, Query setting) {
        Map<String, Measures> measured = new LinkedHashMap<>();
        request.queries().forEach((id, text) -> {
            Map<String, Integer> judgments = request.judgments().get(id);
            if (judgments == null) return;
            Query query = with(setting, Optional.of(text), setting.mode());
            measured.put(id, Measures.of(searcher.ranking(index, query), judgments));
        });
        return measured;
    }

    /** A leg that fails is no part of a measurement: it is an error, whatever the setting allows. */
    private static Query with(Query setting, Optional<String> text, Optional<String> mode) {
        return new Query(
                text,
                mode,
                setting.vector(),
                Optional.of(100),
                Optional.empty(),
                setting.filter(),
                setting.acl(),
                setting.fusion(),
                setting.boosts(),
                setting.rerank(),
                setting.feedback(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                setting.matchThreshold(),
                Optional.empty(),
                Optional.empty());
    }

    private static Scores scores(List<Measures> all) {
        Measures mean = Measures.mean(all);
        return new Scores(mean.ndcg10(), mean.recall100(), mean.map(), mean.mrr());
    }

    private static List<Comparison> compared(Map<String, Map<String, Measures>> measured) {
        List<Comparison> compared = new ArrayList<>();
        var first = measured.entrySet().iterator().next();
        measured.forEach((name, each) -> {
            if (name.equals(first.getKey())) return;
            Map<String, Double> differences = new LinkedHashMap<>();
            first.getValue()
                    .forEach((query, theirs) -> differences.put(
                            query, Objects.requireNonNull(each.get(query)).ndcg10() - theirs.ndcg10()));
            List<Double> values = List.copyOf(differences.values());
            double mean = values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
            compared.add(new Comparison(name, first.getKey(), mean, PairedTest.p(values), differences));
        });
        return compared;
    }
}
