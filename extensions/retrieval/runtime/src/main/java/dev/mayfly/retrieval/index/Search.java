package dev.mayfly.retrieval.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.retrieval.index.Legs.Meaning;
import dev.mayfly.retrieval.ranking.Explanation;
import dev.mayfly.retrieval.ranking.Mode;
import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;

/**
 * One search in one view of the index: each leg finds candidates, every candidate gets its score of both legs, whoever found it, and the fusion
 * makes one order of them. So a document is never punished for being the 201st of a leg.
 */
final class Search {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Schema schema;
    private final IndexSearcher searcher;
    private final Question question;
    private final Query allowed;
    private final Legs legs;
    private final Boosting boosting;

    Search(Schema schema, IndexSearcher searcher, Question question, int exactMax) {
        this.schema = schema;
        this.searcher = searcher;
        this.question = question;
        this.allowed = allowed(schema, question);
        this.legs = new Legs(searcher, allowed, exactMax);
        this.boosting = new Boosting(schema, question.boosts());
    }

    private static Query allowed(Schema schema, Question question) {
        var all = new BooleanQuery.Builder().add(FilterQueries.readable(question.readers()), Occur.FILTER);
        question.filter().ifPresent(filter -> all.add(new FilterQueries(schema).query(filter), Occur.FILTER));
        return all.build();
    }

    Found find() throws IOException {
        Optional<Query> words =
                question.mode() == Mode.vector ? Optional.empty() : new Words(schema).query(question.text());
        Optional<float[]> vector = question.mode() == Mode.keyword ? Optional.empty() : question.vector();
        SortedSet<Integer> candidates = new TreeSet<>();
        if (words.isPresent())
            candidates.addAll(legs.byWords(words.get(), question.candidates()).keySet());
        if (vector.isPresent()) candidates.addAll(legs.byMeaning(vector.get(), question.candidates()));

        double[] ofWords =
                words.isPresent() ? legs.scoresOfWords(words.get(), candidates) : Legs.nothing(candidates.size());
        List<Meaning> meanings =
                vector.isPresent() ? legs.meanings(vector.get(), candidates) : Legs.noMeanings(candidates.size());
        return new Found(hits(candidates, ofWords, meanings), facets(words, candidates));
    }

    private List<Found.Hit> hits(SortedSet<Integer> candidates, double[] ofWords, List<Meaning> meanings)
            throws IOException {
        List<Explanation> scores =
                scores(ofWords, meanings.stream().mapToDouble(Meaning::cosine).toArray());
        List<Found.Hit> hits = new ArrayList<>();
        int at = 0;
        for (int candidate : candidates) {
            Document document = searcher.storedFields().document(candidate);
            BytesRef source = java.util.Objects.requireNonNull(document.getBinaryValue(Names.SOURCE));
            byte[] bytes = java.util.Arrays.copyOfRange(source.bytes, source.offset, source.offset + source.length);
            Explanation score = boosting.isEmpty() ? scores.get(at) : boosting.of(scores.get(at), fields(bytes));
            hits.add(new Found.Hit(
                    document.get(Names.ID), score.value(), meanings.get(at).passage(), bytes, score));
            at++;
        }
        hits.sort(Comparator.comparingDouble(Found.Hit::score).reversed().thenComparing(Found.Hit::id));
        return hits;
    }

    private List<Explanation> scores(double[] ofWords, double[] cosines) {
        return switch (question.mode()) {
            case keyword -> alone("bm25", ofWords);
            case vector -> alone("cosine", cosines);
            case hybrid -> question.fusion().fuse(ofWords, cosines);
        };
    }

    private static List<Explanation> alone(String what, double[] scores) {
        return java.util.Arrays.stream(scores)
                .mapToObj(score -> new Explanation(what, Double.isNaN(score) ? 0 : score, List.of()))
                .toList();
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

    private static JsonNode fields(byte[] source) throws IOException {
        return JSON.readTree(source).path("fields");
    }

    static Term id(String id) {
        return new Term(Names.ID, id);
    }
}
