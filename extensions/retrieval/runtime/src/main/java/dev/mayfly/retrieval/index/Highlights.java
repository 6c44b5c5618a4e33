package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.schema.Analysis;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Passages;
import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.uhighlight.DefaultPassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

/** Shows where the words of a question stand: {@code <em>} around them, everything else escaped for HTML. */
public final class Highlights {
    private static final int PASSAGES_MAX = 3;
    private static final String FIELD = "text";
    /** Of a document's passages, by which it is shown. */
    private static final int LOOKED_AT_MAX = 500;

    private final Schema schema;

    public Highlights(Schema schema) {
        this.schema = schema;
    }

    /** By field; those without any of the words are left out. */
    public Map<String, List<String>> of(String question, Content content) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        schema.texts().forEach((name, field) -> {
            String text = Passages.text(schema, content.fields().get(name));
            if (text.isBlank()) return;
            String marked = highlight(field.analysis().analyzer(), question, text);
            if (!marked.isEmpty()) found.put(name, List.of(marked));
        });
        return found;
    }

    /** Which of a document's passages has most of the words, those counting more that fewer passages have; the first of equals. */
    public int best(String question, List<String> passages) {
        List<Analysis> analyses = schema.texts().values().stream()
                .map(Field.Text::analysis)
                .distinct()
                .toList();
        List<String> looked = passages.subList(0, Math.min(passages.size(), LOOKED_AT_MAX));
        double[] scores = new double[looked.size()];
        for (Analysis analysis : analyses)
            try (Analyzer analyzer = analysis.analyzer()) {
                List<Set<String>> words = looked.stream()
                        .map(passage -> Words.counted(analyzer, passage).keySet())
                        .toList();
                for (String word : Words.counted(analyzer, question).keySet()) {
                    long having =
                            words.stream().filter(each -> each.contains(word)).count();
                    for (int i = 0; i < scores.length; i++) if (words.get(i).contains(word)) scores[i] += 1.0 / having;
                }
            }
        int best = 0;
        for (int i = 1; i < scores.length; i++) if (scores[i] > scores[best]) best = i;
        return best;
    }

    private static String highlight(Analyzer analyzer, String question, String text) {
        var any = new BooleanQuery.Builder();
        Words.counted(analyzer, question).keySet().stream()
                .limit(128)
                .forEach(word -> any.add(new TermQuery(new Term(FIELD, word)), Occur.SHOULD));
        var highlighter = UnifiedHighlighter.builderWithoutSearcher(analyzer)
                .withFormatter(new DefaultPassageFormatter("<em>", "</em>", " … ", true))
                .withMaxNoHighlightPassages(0)
                .build();
        try {
            Object marked = highlighter.highlightWithoutSearcher(FIELD, any.build(), text, PASSAGES_MAX);
            return marked == null ? "" : marked.toString();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory could not be read", e);
        }
    }
}
