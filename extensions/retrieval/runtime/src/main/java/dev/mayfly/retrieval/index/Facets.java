package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;

/** Counts values of documents. Sets of documents have a bit for each that the index has. */
public final class Facets {
    /** How many values of a field are told. */
    public static final int VALUES_MAX = 100;
    /** How many of one index are counted on where several are asked: what is rare in one may be common in all. */
    public static final int OF_SEVERAL_MAX = 1_000;

    private final Schema schema;
    private final IndexSearcher searcher;

    Facets(Schema schema, IndexSearcher searcher) {
        this.schema = schema;
        this.searcher = searcher;
    }

    private FixedBitSet none() {
        return new FixedBitSet(Math.max(1, searcher.getIndexReader().maxDoc()));
    }

    FixedBitSet of(int[] documents) {
        FixedBitSet set = none();
        for (int document : documents) set.set(document);
        return set;
    }

    /** In their order. */
    static int[] numbers(FixedBitSet documents) {
        int[] numbers = new int[documents.cardinality()];
        int doc = -1;
        for (int i = 0; i < numbers.length; i++) {
            doc = next(documents, doc + 1);
            numbers[i] = doc;
        }
        return numbers;
    }

    /** All documents that a query has. */
    FixedBitSet all(Query query) throws IOException {
        FixedBitSet documents = none();
        Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            Scorer scorer = weight.scorer(leaf);
            if (scorer == null) continue;
            var live = leaf.reader().getLiveDocs();
            DocIdSetIterator docs = scorer.iterator();
            for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc())
                if (live == null || live.get(doc)) documents.set(leaf.docBase + doc);
        }
        return documents;
    }

    /** The commonest values first, so many of each field at most. */
    Map<String, Map<String, Long>> count(List<String> fields, FixedBitSet documents, int max) throws IOException {
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        for (String field : fields) facets.put(field, commonest(count(field, documents), max));
        return facets;
    }

    private Map<String, Long> count(String field, FixedBitSet documents) throws IOException {
        boolean metadata = field.startsWith(Names.METADATA_PREFIX);
        if (!metadata) checkCountable(field);
        String before = metadata ? field.substring(Names.METADATA_PREFIX.length()) + Names.METADATA_SEPARATOR : "";
        Map<String, Long> counts = new HashMap<>();
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            SortedSetDocValues values =
                    DocValues.getSortedSet(leaf.reader(), metadata ? Names.METADATA : Names.value(field));
            long first = metadata ? place(values, before) : 0;
            long end = metadata ? place(values, Names.after(before)) : values.getValueCount();
            int[] ofLeaf = count(values, first, end, leaf, documents);
            for (int i = 0; i < ofLeaf.length; i++)
                if (ofLeaf[i] > 0)
                    counts.merge(
                            values.lookupOrd(first + i).utf8ToString().substring(before.length()),
                            (long) ofLeaf[i],
                            Long::sum);
        }
        return counts;
    }

    /** Where a text stands among the values, or would. */
    private static long place(SortedSetDocValues values, String text) throws IOException {
        long found = values.lookupTerm(new BytesRef(text));
        return found < 0 ? -found - 1 : found;
    }

    /** How many of the documents have each of the values from one to before the other. */
    private static int[] count(
            SortedSetDocValues values, long first, long end, LeafReaderContext leaf, FixedBitSet documents)
            throws IOException {
        int[] counts = new int[Math.toIntExact(end - first)];
        int last = leaf.docBase + leaf.reader().maxDoc();
        for (int doc = next(documents, leaf.docBase); counts.length > 0 && doc < last; doc = next(documents, doc + 1)) {
            if (!values.advanceExact(doc - leaf.docBase)) continue;
            for (int i = 0; i < values.docValueCount(); i++) {
                long value = values.nextOrd();
                if (value >= first && value < end) counts[(int) (value - first)]++;
            }
        }
        return counts;
    }

    private static int next(FixedBitSet documents, int from) {
        return from >= documents.length() ? DocIdSetIterator.NO_MORE_DOCS : documents.nextSetBit(from);
    }

    private void checkCountable(String field) {
        Field kind = schema.fields().get(field);
        if (!(kind instanceof Field.Keyword || kind instanceof Field.Bool))
            throw new IllegalArgumentException(
                    "facets are counted of keywords, of what is true or false, and of metadata.<name>; %s is none"
                            .formatted(field));
    }

    /** In their order, so many at most. */
    public static Map<String, Long> commonest(Map<String, Long> counts, int max) {
        Map<String, Long> ordered = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(max)
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }
}
