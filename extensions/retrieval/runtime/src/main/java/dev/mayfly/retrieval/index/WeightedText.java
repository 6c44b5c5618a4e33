package dev.mayfly.retrieval.index;

import java.io.IOException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;

/**
 * A text whose every word counts as often as its field weighs. All texts of a document go into one field of the index, so that its BM25 is that of
 * one text (BM25F): a word that is in the title and in the body saturates once, and a search reads one list a word, with the shortcuts that
 * Lucene has for it.
 */
final class WeightedText extends Field {
    private static final FieldType TYPE = type();

    private final Analyzer analyzer;
    private final String text;
    private final int weight;

    WeightedText(String name, String text, Analyzer analyzer, int weight) {
        super(name, text, TYPE);
        this.analyzer = analyzer;
        this.text = text;
        this.weight = weight;
    }

    private static FieldType type() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.setTokenized(true);
        type.freeze();
        return type;
    }

    @Override
    public TokenStream tokenStream(Analyzer ofWriter, TokenStream reused) {
        return new Weighing(analyzer.tokenStream(name(), text), weight);
    }

    private static final class Weighing extends TokenFilter {
        private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
        private final int weight;

        Weighing(TokenStream words, int weight) {
            super(words);
            this.weight = weight;
        }

        @Override
        public boolean incrementToken() throws IOException {
            if (!input.incrementToken()) return false;
            frequency.setTermFrequency(weight);
            return true;
        }
    }
}
