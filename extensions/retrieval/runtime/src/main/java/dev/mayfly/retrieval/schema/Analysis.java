package dev.mayfly.retrieval.schema;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** How a text becomes the words that are searched for. */
public enum Analysis {
    /** Words in lower case; no language. */
    standard(StandardAnalyzer::new),
    /** Stems (Porter), without the commonest words. */
    english(EnglishAnalyzer::new),
    danish(DanishAnalyzer::new),
    dutch(DutchAnalyzer::new),
    finnish(FinnishAnalyzer::new),
    french(FrenchAnalyzer::new),
    german(GermanAnalyzer::new),
    italian(ItalianAnalyzer::new),
    norwegian(NorwegianAnalyzer::new),
    portuguese(PortugueseAnalyzer::new),
    russian(RussianAnalyzer::new),
    spanish(SpanishAnalyzer::new),
    swedish(SwedishAnalyzer::new),
    /** Chinese, Japanese, Korean: pairs of neighbouring characters. */
    cjk(CJKAnalyzer::new);

    private final Supplier<Analyzer> maker;

    Analysis(Supplier<Analyzer> maker) {
        this.maker = maker;
    }

    public Analyzer analyzer() {
        return maker.get();
    }

    /** In the order of the text, each as often as it is there. */
    public List<String> words(String text) {
        try (Analyzer analyzer = analyzer()) {
            return words(analyzer, text);
        }
    }

    /** The same, with an analyzer that is there already. */
    public static List<String> words(Analyzer analyzer, String text) {
        List<String> words = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream("", text)) {
            var term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) words.add(term.toString());
            tokens.end();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory could not be read", e);
        }
        return words;
    }
}
