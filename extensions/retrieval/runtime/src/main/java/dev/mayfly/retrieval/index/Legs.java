package dev.mayfly.retrieval.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.DoubleValues;
import org.apache.lucene.search.FullPrecisionFloatVectorSimilarityValuesSource;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/**
 * The two ways to candidates, in one view of the index. Candidates are whole documents, known by the number of their first passage, and in its order: what an
 * index knows of documents is read in one go that way.
 */
final class Legs {
    /** However few are wanted: the graph's numbers are rough. */
    private static final int BEAM_MIN = 100;

    /** How many passages a document has on the average among those that were found, where others are crowded out. */
    private static final int CROWDED = 4;

    private static final int FARTHER = 4;
    private static final int FARTHER_MAX = 16;

    private final IndexSearcher searcher;
    private final Optional<Query> allowed;
    private final int exactMax;

    /**
     * @param allowed empty: all
     * @param exactMax up to how many passages are all compared with a query
     */
    Legs(IndexSearcher searcher, Optional<Query> allowed, int exactMax) {
        this.searcher = searcher;
        this.allowed = allowed;
        this.exactMax = exactMax;
    }

    /** What fits a question best. @param passage of the document, from 0 */
    record Meaning(double cosine, int passage) {}

    Map<Integer, Double> byWords(Query words, int max) throws IOException {
        var query = new BooleanQuery.Builder().add(words, Occur.MUST);
        allowed.ifPresent(filter -> query.add(filter, Occur.FILTER));
        Map<Integer, Double> found = new HashMap<>();
        for (ScoreDoc doc : searcher.search(query.build(), max).scoreDocs) found.put(doc.doc, (double) doc.score);
        return found;
    }

    /** The documents whose best passages are nearest, however many passages they have. */
    int[] byMeaning(float[] vector, int max) throws IOException {
        return searcher.getIndexReader().numDocs() <= exactMax
                ? exact(vector, max).stream()
                        .mapToInt(document -> document.doc)
                        .sorted()
                        .toArray()
                : graph(vector, max);
    }

    /**
     * All that the walk finds: which of them are best is seen once they are compared in full. It goes farther where most of what it found is of a few long
     * documents.
     */
    private int[] graph(float[] vector, int max) throws IOException {
        int beam = Math.max(max, BEAM_MIN);
        while (true) {
            int[] passages = passages(vector, beam);
            int[] documents = firsts(passages);
            if (CROWDED * documents.length >= max || passages.length < beam || beam >= FARTHER_MAX * max)
                return documents;
            beam *= FARTHER;
        }
    }

    private int[] passages(float[] vector, int beam) throws IOException {
        Query nearest = allowed.map(filter -> new KnnFloatVectorQuery(Names.VECTOR, vector, beam, filter))
                .orElseGet(() -> new KnnFloatVectorQuery(Names.VECTOR, vector, beam));
        return Arrays.stream(searcher.search(nearest, beam).scoreDocs)
                .mapToInt(passage -> passage.doc)
                .sorted()
                .toArray();
    }

    /** Compares all that is allowed. @return documents, by their first passages */
    private PriorityQueue<ScoreDoc> exact(float[] vector, int max) throws IOException {
        var best = new PriorityQueue<ScoreDoc>((left, right) -> Float.compare(left.score, right.score));
        Query all = searcher.rewrite(allowed.orElse(MatchAllDocsQuery.INSTANCE));
        Weight weight = searcher.createWeight(all, ScoreMode.COMPLETE_NO_SCORES, 1);
        var similarity = new FullPrecisionFloatVectorSimilarityValuesSource(vector, Names.VECTOR);
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            if (leaf.reader().getFloatVectorValues(Names.VECTOR) == null) continue;
            Scorer scorer = weight.scorer(leaf);
            if (scorer == null) continue;
            DoubleValues values = similarity.getValues(leaf, null);
            NumericDocValues orders = DocValues.getNumeric(leaf.reader(), Names.ORDER);
            var live = leaf.reader().getLiveDocs();
            DocIdSetIterator docs = scorer.iterator();
            // Passages of a document stand next to each other.
            ScoreDoc document = new ScoreDoc(-1, Float.NEGATIVE_INFINITY);
            for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
                if ((live != null && !live.get(doc)) || !values.advanceExact(doc)) continue;
                int first = leaf.docBase + doc - number(orders, doc);
                if (first != document.doc) {
                    keep(best, max, document);
                    document = new ScoreDoc(first, Float.NEGATIVE_INFINITY);
                }
                document.score = Math.max(document.score, (float) values.doubleValue());
            }
            keep(best, max, document);
        }
        return best;
    }

    private static void keep(PriorityQueue<ScoreDoc> best, int max, ScoreDoc document) {
        if (document.doc < 0 || best.size() == max && document.score <= best.element().score) return;
        if (best.size() == max) best.remove();
        best.add(document);
    }

    private interface InLeaf {
        /** Of the documents those from one to before the other. */
        void read(LeafReaderContext leaf, int from, int to) throws IOException;
    }

    /** @param documents in their order */
    private void eachLeaf(int[] documents, InLeaf part) throws IOException {
        int from = 0;
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            int to = from;
            while (to < documents.length && documents[to] < end) to++;
            if (to > from) part.read(leaf, from, to);
            from = to;
        }
    }

    /** The first passages of those whose passages these are. */
    private int[] firsts(int[] passages) throws IOException {
        int[] first = new int[passages.length];
        eachLeaf(passages, (leaf, from, to) -> {
            NumericDocValues orders = DocValues.getNumeric(leaf.reader(), Names.ORDER);
            for (int i = from; i < to; i++) first[i] = passages[i] - number(orders, passages[i] - leaf.docBase);
        });
        return Arrays.stream(first).distinct().toArray();
    }

    private static int number(NumericDocValues values, int doc) throws IOException {
        return values.advanceExact(doc) ? Math.toIntExact(values.longValue()) : 0;
    }

    /**
     * Of each candidate, also of those that another leg found; NaN where none of the words is there.
     *
     * @param known of those that were found by their words
     */
    double[] scoresOfWords(Query words, int[] candidates, Map<Integer, Double> known) throws IOException {
        double[] scores = nothing(candidates.length);
        for (int i = 0; i < scores.length; i++) scores[i] = known.getOrDefault(candidates[i], Double.NaN);
        int[] others = Arrays.stream(candidates)
                .filter(candidate -> !known.containsKey(candidate))
                .toArray();
        if (others.length == 0) return scores;
        Weight weight = searcher.createWeight(searcher.rewrite(words), ScoreMode.COMPLETE, 1);
        eachLeaf(others, (leaf, from, to) -> {
            Scorer scorer = weight.scorer(leaf);
            if (scorer == null) return;
            DocIdSetIterator docs = scorer.iterator();
            for (int i = from; i < to; i++) {
                int doc = others[i] - leaf.docBase;
                int current = docs.docID() < doc ? docs.advance(doc) : docs.docID();
                if (current == doc) scores[Arrays.binarySearch(candidates, others[i])] = scorer.score();
            }
        });
        return scores;
    }

    /** The best passage of each candidate; one without vectors has the cosine NaN. */
    Meaning[] meanings(float[] vector, int[] candidates) throws IOException {
        var similarity = new FullPrecisionFloatVectorSimilarityValuesSource(vector, Names.VECTOR);
        Meaning[] meanings = noMeanings(candidates.length);
        eachLeaf(candidates, (leaf, from, to) -> {
            if (leaf.reader().getFloatVectorValues(Names.VECTOR) == null) return;
            DoubleValues values = similarity.getValues(leaf, null);
            NumericDocValues counts = DocValues.getNumeric(leaf.reader(), Names.PASSAGES);
            for (int i = from; i < to; i++) {
                int first = candidates[i] - leaf.docBase;
                meanings[i] = best(values, first, number(counts, first));
            }
        });
        return meanings;
    }

    private static Meaning best(DoubleValues values, int first, int passages) throws IOException {
        Meaning best = new Meaning(Double.NaN, 0);
        for (int passage = 0; passage < passages; passage++) {
            if (!values.advanceExact(first + passage)) continue;
            double cosine = 2 * values.doubleValue() - 1;
            if (!(best.cosine >= cosine)) best = new Meaning(cosine, passage);
        }
        return best;
    }

    /** In the order of the documents. */
    List<String> ids(int[] documents) throws IOException {
        List<String> ids = new ArrayList<>();
        eachLeaf(documents, (leaf, from, to) -> {
            BinaryDocValues keys = DocValues.getBinary(leaf.reader(), Names.KEY);
            for (int i = from; i < to; i++) {
                if (!keys.advanceExact(documents[i] - leaf.docBase))
                    throw new IOException("a document of the index has no id");
                ids.add(keys.binaryValue().utf8ToString());
            }
        });
        return ids;
    }

    static double[] nothing(int length) {
        double[] scores = new double[length];
        Arrays.fill(scores, Double.NaN);
        return scores;
    }

    static Meaning[] noMeanings(int length) {
        return Collections.nCopies(length, new Meaning(Double.NaN, 0)).toArray(Meaning[]::new);
    }
}
