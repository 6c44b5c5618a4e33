package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Counts values of documents. */
final class Facets {
    private static final int VALUES_MAX = 100;

    private final Schema schema;
    private final IndexSearcher searcher;

    Facets(Schema schema, IndexSearcher searcher) {
        this.schema = schema;
        this.searcher = searcher;
    }

    /** All documents that a query has. */
    SortedSet<Integer> all(Query query) throws IOException {
        SortedSet<Integer> documents = new TreeSet<>();
        searcher.search(query, new org.apache.lucene.search.CollectorManager<SimpleCollector, Void>() {
            @Override
            public SimpleCollector newCollector() {
                return new SimpleCollector() {
                    private int base;

                    @Override
                    protected void doSetNextReader(LeafReaderContext leaf) {
                        base = leaf.docBase;
                    }

                    @Override
                    public void collect(int doc) {
                        documents.add(base + doc);
                    }

                    @Override
                    public ScoreMode scoreMode() {
                        return ScoreMode.COMPLETE_NO_SCORES;
                    }
                };
            }

            @Override
            public @org.jspecify.annotations.Nullable Void reduce(java.util.Collection<SimpleCollector> collectors) {
                return null;
            }
        });
        return documents;
    }

    /** The commonest values first, at most a hundred of each field. */
    Map<String, Map<String, Long>> count(List<String> fields, SortedSet<Integer> documents) throws IOException {
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        for (String field : fields) facets.put(field, commonest(count(field, documents)));
        return facets;
    }

    private Map<String, Long> count(String field, SortedSet<Integer> documents) throws IOException {
        boolean metadata = field.startsWith(Names.METADATA_PREFIX);
        if (!metadata) checkCountable(field);
        String before = metadata ? field.substring(Names.METADATA_PREFIX.length()) + Names.METADATA_SEPARATOR : "";
        Map<String, Long> counts = new HashMap<>();
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            SortedSetDocValues values =
                    DocValues.getSortedSet(leaf.reader(), metadata ? Names.METADATA : Names.value(field));
            int end = leaf.docBase + leaf.reader().maxDoc();
            for (int doc : documents.subSet(leaf.docBase, end)) {
                if (!values.advanceExact(doc - leaf.docBase)) continue;
                for (int i = 0; i < values.docValueCount(); i++) {
                    String value = values.lookupOrd(values.nextOrd()).utf8ToString();
                    if (value.startsWith(before)) counts.merge(value.substring(before.length()), 1L, Long::sum);
                }
            }
        }
        return counts;
    }

    private void checkCountable(String field) {
        Field kind = schema.fields().get(field);
        if (!(kind instanceof Field.Keyword || kind instanceof Field.Bool))
            throw new IllegalArgumentException(
                    "facets are counted of keywords, of what is true or false, and of metadata.<name>; %s is none"
                            .formatted(field));
    }

    private static Map<String, Long> commonest(Map<String, Long> counts) {
        Map<String, Long> ordered = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(VALUES_MAX)
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }
}
