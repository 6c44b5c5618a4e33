package dev.mayfly.retrieval.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.DoubleValues;
import org.apache.lucene.search.FullPrecisionFloatVectorSimilarityValuesSource;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/** The two ways to candidates, in one view of the index. Candidates are whole documents, known by the number of their first passage. */
final class Legs {
    private final IndexSearcher searcher;
    private final Query allowed;
    private final int exactMax;

    /** @param exactMax up to how many passages are all compared with a query */
    Legs(IndexSearcher searcher, Query allowed, int exactMax) {
        this.searcher = searcher;
        this.allowed = allowed;
        this.exactMax = exactMax;
    }

    /** What fits a question best. @param passage of the document, from 0 */
    record Meaning(double cosine, int passage) {}

    Map<Integer, Double> byWords(Query words, int max) throws IOException {
        Query query = new BooleanQuery.Builder()
                .add(words, Occur.MUST)
                .add(allowed, Occur.FILTER)
                .build();
        Map<Integer, Double> found = new LinkedHashMap<>();
        for (ScoreDoc doc : searcher.search(query, max).scoreDocs) found.put(doc.doc, (double) doc.score);
        return found;
    }

    SortedSet<Integer> byMeaning(float[] vector, int max) throws IOException {
        List<ScoreDoc> passages = searcher.getIndexReader().numDocs() <= exactMax
                ? exact(vector, max)
                : List.of(searcher.search(new KnnFloatVectorQuery(Names.VECTOR, vector, 2 * max, allowed), max)
                        .scoreDocs);
        SortedSet<Integer> documents = new TreeSet<>();
        for (ScoreDoc passage : passages) documents.add(first(passage.doc));
        return documents;
    }

    /** Compares all that is allowed. */
    private List<ScoreDoc> exact(float[] vector, int max) throws IOException {
        var best = new PriorityQueue<ScoreDoc>((left, right) -> Float.compare(left.score, right.score));
        Weight weight = searcher.createWeight(searcher.rewrite(allowed), ScoreMode.COMPLETE_NO_SCORES, 1);
        var similarity = new FullPrecisionFloatVectorSimilarityValuesSource(vector, Names.VECTOR);
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            if (leaf.reader().getFloatVectorValues(Names.VECTOR) == null) continue;
            Scorer scorer = weight.scorer(leaf);
            if (scorer == null) continue;
            DoubleValues values = similarity.getValues(leaf, null);
            var live = leaf.reader().getLiveDocs();
            DocIdSetIterator docs = scorer.iterator();
            for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
                if ((live != null && !live.get(doc)) || !values.advanceExact(doc)) continue;
                best.add(new ScoreDoc(leaf.docBase + doc, (float) values.doubleValue()));
                if (best.size() > max) best.remove();
            }
        }
        return new ArrayList<>(best);
    }

    /** Of each candidate, also of those that another leg found; NaN where none of the words is there. */
    double[] scoresOfWords(Query words, SortedSet<Integer> candidates) throws IOException {
        double[] scores = nothing(candidates.size());
        Weight weight = searcher.createWeight(searcher.rewrite(words), ScoreMode.COMPLETE, 1);
        int at = 0;
        Optional<LeafReaderContext> leaf = Optional.empty();
        Scorer scorer = null;
        for (int candidate : candidates) {
            LeafReaderContext here = leafOf(candidate);
            if (leaf.isEmpty() || leaf.get() != here) {
                leaf = Optional.of(here);
                scorer = weight.scorer(here);
            }
            int doc = candidate - here.docBase;
            if (scorer != null) {
                DocIdSetIterator docs = scorer.iterator();
                int current = docs.docID() < doc ? docs.advance(doc) : docs.docID();
                if (current == doc) scores[at] = scorer.score();
            }
            at++;
        }
        return scores;
    }

    /** The best passage of each candidate; one without vectors has the cosine NaN. */
    List<Meaning> meanings(float[] vector, SortedSet<Integer> candidates) throws IOException {
        var similarity = new FullPrecisionFloatVectorSimilarityValuesSource(vector, Names.VECTOR);
        List<Meaning> meanings = new ArrayList<>();
        Optional<LeafReaderContext> leaf = Optional.empty();
        DoubleValues values = null;
        for (int candidate : candidates) {
            LeafReaderContext here = leafOf(candidate);
            if (leaf.isEmpty() || leaf.get() != here) {
                leaf = Optional.of(here);
                boolean some = here.reader().getFloatVectorValues(Names.VECTOR) != null;
                values = some ? similarity.getValues(here, null) : null;
            }
            meanings.add(values == null ? new Meaning(Double.NaN, 0) : best(values, here, candidate - here.docBase));
        }
        return meanings;
    }

    private static Meaning best(DoubleValues values, LeafReaderContext leaf, int first) throws IOException {
        long passages = number(leaf, Names.PASSAGES, first);
        Meaning best = new Meaning(Double.NaN, 0);
        for (int passage = 0; passage < passages; passage++) {
            if (!values.advanceExact(first + passage)) continue;
            double cosine = 2 * values.doubleValue() - 1;
            if (!(best.cosine >= cosine)) best = new Meaning(cosine, passage);
        }
        return best;
    }

    /** In the order of the documents. */
    List<String> ids(SortedSet<Integer> documents) throws IOException {
        List<String> ids = new ArrayList<>();
        for (int document : documents) {
            LeafReaderContext leaf = leafOf(document);
            BinaryDocValues keys = DocValues.getBinary(leaf.reader(), Names.KEY);
            if (!keys.advanceExact(document - leaf.docBase)) throw new IOException("a document of the index has no id");
            ids.add(keys.binaryValue().utf8ToString());
        }
        return ids;
    }

    private int first(int doc) throws IOException {
        LeafReaderContext leaf = leafOf(doc);
        return doc - (int) number(leaf, Names.ORDER, doc - leaf.docBase);
    }

    private LeafReaderContext leafOf(int doc) {
        List<LeafReaderContext> leaves = searcher.getLeafContexts();
        return leaves.get(ReaderUtil.subIndex(doc, leaves));
    }

    private static long number(LeafReaderContext leaf, String field, int doc) throws IOException {
        NumericDocValues values = DocValues.getNumeric(leaf.reader(), field);
        return values.advanceExact(doc) ? values.longValue() : 0;
    }

    static double[] nothing(int length) {
        double[] scores = new double[length];
        Arrays.fill(scores, Double.NaN);
        return scores;
    }

    static List<Meaning> noMeanings(int length) {
        return Collections.nCopies(length, new Meaning(Double.NaN, 0));
    }
}
