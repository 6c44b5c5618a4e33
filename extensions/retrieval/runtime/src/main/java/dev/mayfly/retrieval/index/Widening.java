package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.ranking.Feedback;
import dev.mayfly.retrieval.schema.Analysis;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Passages;
import dev.mayfly.retrieval.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;

/**
 * Words of the documents that a question found first, each as probable as it is there, in those that fit better more so: the relevance model RM1 (Lavrenko and Croft,
 * Relevance-Based Language Models, 2001), mixed with the question's own words as in RM3.
 */
public final class Widening {
    private static final int CHARACTERS_MAX = 20_000;

    private Widening() {}

    /** A word that is searched for beside those of the question. */
    public record Added(Analysis analysis, String word, double weight) {}

    /** A document that was found at first. @param score of its words */
    public record First(double score, Content content) {}

    /** The heaviest first. */
    public static List<Added> of(Schema schema, Feedback feedback, List<First> found) {
        double scores = found.stream().mapToDouble(First::score).sum();
        if (!(scores > 0)) return List.of();
        List<Added> all = new ArrayList<>();
        for (Analysis analysis : schema.texts().values().stream()
                .map(Field.Text::analysis)
                .distinct()
                .toList()) {
            Map<String, Double> likely = new HashMap<>();
            try (Analyzer analyzer = analysis.analyzer()) {
                for (First first : found) {
                    List<String> words = Analysis.words(analyzer, text(schema, analysis, first.content));
                    for (String word : words) likely.merge(word, first.score / scores / words.size(), Double::sum);
                }
            }
            likely.forEach((word, weight) -> all.add(new Added(analysis, word, weight)));
        }
        all.sort(Comparator.comparingDouble(Added::weight).reversed().thenComparing(Added::word));
        if (all.isEmpty()) return List.of();
        double heaviest = all.getFirst().weight;
        return all.stream()
                .limit(feedback.words())
                .map(added -> new Added(added.analysis, added.word, feedback.weight() * added.weight / heaviest))
                .toList();
    }

    private static String text(Schema schema, Analysis analysis, Content content) {
        StringBuilder text = new StringBuilder();
        schema.texts().forEach((name, field) -> {
            if (field.analysis() == analysis && text.length() < CHARACTERS_MAX)
                text.append(Passages.text(schema, content.fields().get(name))).append('\n');
        });
        return text.substring(0, Math.min(text.length(), CHARACTERS_MAX));
    }
}
