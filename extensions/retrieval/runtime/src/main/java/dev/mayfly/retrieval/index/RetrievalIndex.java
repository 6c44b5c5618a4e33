package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.ranking.Explanation;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Schema;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Documents on a disk, to be searched by their words and their vectors. It follows a log of changes that somebody else keeps: its last commit
 * says how far it has come, so that whatever happened since can be applied again. One thread writes, any read.
 */
public final class RetrievalIndex implements AutoCloseable {
    private static final String SEQUENCE = "sequence";
    private static final int LINKS_MAX = 16;
    private static final int BEAM = 100;
    /**
     * A part of the index has a graph where walking it for so many hits would look at fewer vectors than there are: at more than some 9,000. Smaller ones
     * are compared whole, which takes a millisecond, and are merged without making a graph each time.
     */
    private static final int HITS_WORTH_A_GRAPH = 1_000;

    private static final int MERGING_THREADS = 1;

    private final Schema schema;
    private final Settings settings;
    private final FSDirectory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final DocumentMaker maker;
    private final long committed;

    /**
     * @param exactMax up to how many passages are all compared, instead of walking the graph
     * @param bufferMb how much is held in memory before it is written
     */
    public record Settings(int exactMax, double bufferMb) {
        public static final Settings DEFAULT = new Settings(20_000, 32);
    }

    /** A change of one document, in the order of the log. */
    public sealed interface Change {
        String id();

        record Put(Entry entry) implements Change {
            @Override
            public String id() {
                return entry.id();
            }
        }

        record Delete(String id) implements Change {}
    }

    /** Opens what is there, or begins anew. Fails with an {@link IOException} where it is damaged: every byte is looked at. */
    public static RetrievalIndex open(Path folder, Schema schema, Settings settings) throws IOException {
        Files.createDirectories(folder);
        FSDirectory directory = FSDirectory.open(folder);
        try {
            if (DirectoryReader.indexExists(directory)) check(directory);
            else removeFiles(folder);
            return new RetrievalIndex(directory, schema, settings);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static void check(FSDirectory directory) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            for (LeafReaderContext leaf : reader.leaves()) leaf.reader().checkIntegrity();
        }
    }

    /** Removes all of it. */
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        removeFiles(folder);
        Files.deleteIfExists(folder);
    }

    private static void removeFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList())
                if (!file.equals(folder)) Files.deleteIfExists(file);
        }
    }

    private RetrievalIndex(FSDirectory directory, Schema schema, Settings settings) throws IOException {
        this.schema = schema;
        this.settings = settings;
        this.directory = directory;
        this.maker = new DocumentMaker(schema);
        IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer())
                .setSimilarity(new BM25Similarity())
                .setRAMBufferSizeMB(settings.bufferMb())
                .setCommitOnClose(false)
                .setCodec(new Lucene104Codec() {
                    private final KnnVectorsFormat quantised =
                            new LongVectors(new Lucene104HnswScalarQuantizedVectorsFormat(
                                    ScalarEncoding.PACKED_NIBBLE,
                                    LINKS_MAX,
                                    BEAM,
                                    MERGING_THREADS,
                                    null,
                                    HITS_WORTH_A_GRAPH));

                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return quantised;
                    }
                });
        this.writer = new IndexWriter(directory, config);
        this.committed = sequence(writer.getLiveCommitData());
        this.searchers = new SearcherManager(writer, new SearcherFactory() {
            @Override
            public IndexSearcher newSearcher(
                    org.apache.lucene.index.IndexReader reader,
                    org.apache.lucene.index.@org.jspecify.annotations.Nullable IndexReader previous) {
                IndexSearcher searcher = new IndexSearcher(reader);
                searcher.setSimilarity(new BM25Similarity());
                return searcher;
            }
        });
    }

    private static long sequence(@org.jspecify.annotations.Nullable Iterable<Map.Entry<String, String>> data) {
        if (data != null)
            for (Map.Entry<String, String> entry : data)
                if (entry.getKey().equals(SEQUENCE)) return Long.parseLong(entry.getValue());
        return 0;
    }

    /** How far the log had been followed when this was opened. */
    public long committed() {
        return committed;
    }

    public void apply(List<Change> changes) throws IOException {
        for (Change change : changes) {
            Term id = Search.id(change.id());
            switch (change) {
                case Change.Put(var entry) -> writer.updateDocuments(id, maker.documents(entry));
                case Change.Delete delete -> writer.deleteDocuments(id);
            }
        }
    }

    /** What was applied is found from here on. */
    public void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    /** What was applied up to there is on the disk from here on. */
    public void commit(long sequence) throws IOException {
        writer.setLiveCommitData(Map.of(SEQUENCE, Long.toString(sequence)).entrySet());
        writer.commit();
    }

    /** Makes few large parts of many small ones; for measurements, and after a large load. */
    public void merge() throws IOException {
        writer.forceMerge(1);
    }

    /** What is found from here on, until it is closed, is what can be found now. */
    public View view() throws IOException {
        return new View(schema, searchers, settings.exactMax());
    }

    /** All candidates, best first. */
    public Found search(Question question) throws IOException {
        try (View view = view()) {
            Candidates candidates = view.candidates(question);
            List<Explanation> scores = Ranking.scores(question, candidates.all());
            List<Found.Hit> hits = new ArrayList<>();
            for (int i = 0; i < scores.size(); i++) {
                Candidate candidate = candidates.all().get(i);
                byte[] source = view.source(candidate);
                Explanation score = Ranking.boosted(schema, question.boosts(), scores.get(i), source);
                hits.add(new Found.Hit(candidate.id(), score.value(), candidate.passage(), source, score));
            }
            hits.sort(Comparator.comparingDouble(Found.Hit::score).reversed().thenComparing(Found.Hit::id));
            return new Found(hits, candidates.facets());
        }
    }

    /** The documents that a filter has, whoever may see them. */
    public Set<String> ids(Filter filter) throws IOException {
        try (View view = view()) {
            IndexSearcher searcher = view.searcher();
            var firsts = new BooleanQuery.Builder()
                    .add(new FilterQueries(schema).query(filter), Occur.FILTER)
                    .add(NumericDocValuesField.newSlowExactQuery(Names.ORDER, 0), Occur.FILTER)
                    .build();
            int[] documents = Facets.numbers(new Facets(schema, searcher).all(firsts));
            return new LinkedHashSet<>(new Legs(searcher, Optional.empty(), settings.exactMax()).ids(documents));
        }
    }

    /**
     * @param passages that are found
     * @param bytes on the disk
     */
    public record Size(long passages, long bytes) {}

    public Size size() throws IOException {
        try (View view = view()) {
            long bytes = 0;
            for (String file : directory.listAll()) bytes += length(file);
            return new Size(view.searcher().getIndexReader().numDocs(), bytes);
        } catch (AlreadyClosedException e) {
            throw new IndexClosed(e);
        }
    }

    /** What a merge made superfluous may go between two looks. */
    private long length(String file) throws IOException {
        try {
            return directory.fileLength(file);
        } catch (NoSuchFileException | FileNotFoundException e) {
            return 0;
        }
    }

    /** What was not committed is forgotten. */
    @Override
    public void close() throws IOException {
        try (directory) {
            searchers.close();
            writer.rollback();
        }
    }
}
