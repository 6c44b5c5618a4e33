package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.schema.Analysis;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** The words of a question, each counted as often as it is there, in every analysis that the index has. */
final class Words {
    /** Later ones are not searched for. */
    private static final int WORDS_MAX = 512;

    private final Map<Analysis, Analyzer> analyzers;

    Words(Schema schema) {
        this.analyzers = schema.texts().values().stream()
                .map(Field.Text::analysis)
                .distinct()
                .collect(Collectors.toMap(analysis -> analysis, Analysis::analyzer));
    }

    /** Empty where no word is left, such as of "the". */
    Optional<Query> query(String text, List<Widening.Added> added) {
        var any = new BooleanQuery.Builder();
        int words = 0;
        for (var analysis : analyzers.entrySet())
            for (var word : counted(analysis.getValue(), text).entrySet()) {
                if (words++ >= WORDS_MAX) break;
                Query one = new TermQuery(new Term(Names.words(analysis.getKey().name()), word.getKey()));
                any.add(word.getValue() == 1 ? one : new BoostQuery(one, word.getValue()), Occur.SHOULD);
            }
        if (words == 0) return Optional.empty();
        for (Widening.Added more : added) {
            Query one = new TermQuery(new Term(Names.words(more.analysis().name()), more.word()));
            any.add(new BoostQuery(one, (float) more.weight()), Occur.SHOULD);
        }
        return Optional.of(any.build());
    }

    static Map<String, Integer> counted(Analyzer analyzer, String text) {
        Map<String, Integer> words = new LinkedHashMap<>();
        Analysis.words(analyzer, text).forEach(word -> words.merge(word, 1, Integer::sum));
        return words;
    }
}
