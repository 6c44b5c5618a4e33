package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.index.Legs.Meaning;
import dev.mayfly.retrieval.ranking.Mode;
import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
    private final Optional<Query> allowed;
    private final Legs legs;

    Search(Schema schema, IndexSearcher searcher, Question question, int exactMax) throws IOException {
        this.schema = schema;
        this.searcher = searcher;
        this.question = question;
        this.allowed = allowed();
        this.legs = new Legs(searcher, allowed, exactMax);
        Boosting.check(schema, question.boosts());
    }

    private Optional<Query> allowed() throws IOException {
        Optional<Query> filter = question.filter().map(new FilterQueries(schema)::query);
        if (FilterQueries.isOpen(searcher.getIndexReader())) return filter;
        var all = new BooleanQuery.Builder().add(FilterQueries.readable(question.readers()), Occur.FILTER);
        filter.ifPresent(query -> all.add(query, Occur.FILTER));
        return Optional.of(all.build());
    }

    Candidates candidates() throws IOException {
        Optional<Query> words = question.mode() == Mode.vector
                ? Optional.empty()
                : new Words(schema).query(question.text(), question.added());
        Optional<float[]> vector = question.mode() == Mode.keyword ? Optional.empty() : question.vector();
        Map<Integer, Double> byWords = words.isPresent() ? legs.byWords(words.get(), question.candidates()) : Map.of();
        int[] byMeaning = vector.isPresent() ? legs.byMeaning(vector.get(), question.candidates()) : new int[0];
        int[] found = IntStream.concat(byWords.keySet().stream().mapToInt(Integer::intValue), Arrays.stream(byMeaning))
                .sorted()
                .distinct()
                .toArray();

        double[] ofWords =
                words.isPresent() ? legs.scoresOfWords(words.get(), found, byWords) : Legs.nothing(found.length);
        Meaning[] meanings = vector.isPresent() ? legs.meanings(vector.get(), found) : Legs.noMeanings(found.length);
        return new Candidates(candidates(found, ofWords, meanings), facets(words, found));
    }

    private List<Candidate> candidates(int[] found, double[] ofWords, Meaning[] meanings) throws IOException {
        List<String> ids = legs.ids(found);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < found.length; i++)
            candidates.add(
                    new Candidate(ids.get(i), ofWords[i], meanings[i].cosine(), meanings[i].passage(), found[i]));
        return candidates;
    }

    private Map<String, Map<String, Long>> facets(Optional<Query> words, int[] candidates) throws IOException {
        if (question.facets().isEmpty()) return Map.of();
        var facets = new Facets(schema, searcher);
        boolean exhaustive = question.mode() == Mode.keyword && words.isPresent();
        return facets.count(
                question.facets(),
                exhaustive ? facets.all(matched(words.get())) : facets.of(candidates),
                question.facetValues());
    }

    private Query matched(Query words) {
        var all = new BooleanQuery.Builder().add(words, Occur.FILTER);
        allowed.ifPresent(filter -> all.add(filter, Occur.FILTER));
        return all.build();
    }

    static Term id(String id) {
        return new Term(Names.ID, id);
    }
}
