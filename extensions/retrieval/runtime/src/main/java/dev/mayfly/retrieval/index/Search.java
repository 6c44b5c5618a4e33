package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.index.Legs.Meaning;
import dev.mayfly.retrieval.ranking.Mode;
import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/**
 * One search in one view of the index: each leg finds candidates, every candidate gets its score of both legs, whoever found it, and the fusion
 * makes one order of them. So a document is never punished for being the 201st of a leg.
 */
final class Search {
    private final Schema schema;
    private final IndexSearcher searcher;
    private final Question question;
    private final Query allowed;
    private final Legs legs;

    Search(Schema schema, IndexSearcher searcher, Question question, int exactMax) {
        this.schema = schema;
        this.searcher = searcher;
        this.question = question;
        this.allowed = allowed(schema, question);
        this.legs = new Legs(searcher, allowed, exactMax);
        Boosting.check(schema, question.boosts());
    }

    private static Query allowed(Schema schema, Question question) {
        var all = new BooleanQuery.Builder().add(FilterQueries.readable(question.readers()), Occur.FILTER);
        question.filter().ifPresent(filter -> all.add(new FilterQueries(schema).query(filter), Occur.FILTER));
        return all.build();
    }

    Candidates candidates() throws IOException {
        Optional<Query> words =
                question.mode() == Mode.vector ? Optional.empty() : new Words(schema).query(question.text());
        Optional<float[]> vector = question.mode() == Mode.keyword ? Optional.empty() : question.vector();
        SortedSet<Integer> found = new TreeSet<>();
        if (words.isPresent())
            found.addAll(legs.byWords(words.get(), question.candidates()).keySet());
        if (vector.isPresent()) found.addAll(legs.byMeaning(vector.get(), question.candidates()));

        double[] ofWords = words.isPresent() ? legs.scoresOfWords(words.get(), found) : Legs.nothing(found.size());
        List<Meaning> meanings =
                vector.isPresent() ? legs.meanings(vector.get(), found) : Legs.noMeanings(found.size());
        return new Candidates(candidates(found, ofWords, meanings), facets(words, found));
    }

    private List<Candidate> candidates(SortedSet<Integer> found, double[] ofWords, List<Meaning> meanings)
            throws IOException {
        List<String> ids = legs.ids(found);
        List<Candidate> candidates = new ArrayList<>();
        int at = 0;
        for (int place : found) {
            Meaning meaning = meanings.get(at);
            candidates.add(new Candidate(ids.get(at), ofWords[at], meaning.cosine(), meaning.passage(), place));
            at++;
        }
        return candidates;
    }

    private Map<String, Map<String, Long>> facets(Optional<Query> words, SortedSet<Integer> candidates)
            throws IOException {
        if (question.facets().isEmpty()) return Map.of();
        var facets = new Facets(schema, searcher);
        boolean exhaustive = question.mode() == Mode.keyword && words.isPresent();
        SortedSet<Integer> counted = exhaustive
                ? facets.all(new BooleanQuery.Builder()
                        .add(words.get(), Occur.FILTER)
                        .add(allowed, Occur.FILTER)
                        .build())
                : candidates;
        return facets.count(question.facets(), counted);
    }

    static Term id(String id) {
        return new Term(Names.ID, id);
    }
}
