package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.BytesRef;

/** One state of the index, for one thread, which stays as it is until this is closed: what is shown of a candidate is what it was found by. */
public final class View implements AutoCloseable {
    private final Schema schema;
    private final SearcherManager searchers;
    private final IndexSearcher searcher;
    private final StoredFields stored;
    private final int exactMax;

    View(Schema schema, SearcherManager searchers, int exactMax) throws IOException {
        this.schema = schema;
        this.searchers = searchers;
        this.exactMax = exactMax;
        try {
            this.searcher = searchers.acquire();
            this.stored = searcher.storedFields();
        } catch (AlreadyClosedException e) {
            throw new IndexClosed(e);
        }
    }

    public Candidates candidates(Question question) throws IOException {
        try {
            return new Search(schema, searcher, question, exactMax).candidates();
        } catch (AlreadyClosedException e) {
            throw new IndexClosed(e);
        }
    }

    /** As it was given to the index. */
    public byte[] source(Candidate candidate) throws IOException {
        BytesRef source = Objects.requireNonNull(
                stored.document(candidate.place(), Set.of(Names.SOURCE)).getBinaryValue(Names.SOURCE));
        return Arrays.copyOfRange(source.bytes, source.offset, source.offset + source.length);
    }

    IndexSearcher searcher() {
        return searcher;
    }

    @Override
    public void close() throws IOException {
        searchers.release(searcher);
    }
}
