package dev.mayfly.search.backend;

import dev.mayfly.retrieval.index.Candidate;
import dev.mayfly.retrieval.index.Candidates;
import dev.mayfly.retrieval.index.Question;
import dev.mayfly.retrieval.index.RetrievalIndex.Change;
import dev.mayfly.retrieval.index.RetrievalIndex.Size;
import dev.mayfly.retrieval.schema.Filter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An index that is open. One thread writes, any read. An {@link IOException} says that it is damaged, unless it is an {@link
 * dev.mayfly.retrieval.index.IndexClosed}; a problem that it cannot be reached; an {@link IllegalArgumentException} that a question asks for what its
 * schema does not have.
 */
public interface OpenIndex extends AutoCloseable {
    /** How far the log had been followed when it was opened. */
    long committed();

    /** In the order of the log; what was applied before changes nothing. */
    void apply(List<Step> steps) throws IOException;

    /** What was applied is found from here on. */
    void refresh() throws IOException;

    /** What was applied up to there is not applied again. */
    void commit(long sequence) throws IOException;

    Snapshot snapshot() throws IOException;

    /** The documents that a filter has, whoever may see them. */
    Set<String> ids(Filter filter) throws IOException;

    Size size() throws IOException;

    @Override
    void close() throws IOException;

    /** A change, and its place in the log. */
    record Step(long sequence, Change change) {}

    /** Nothing is shown of a candidate to whom it would not be found for. */
    interface Snapshot extends AutoCloseable {
        Candidates candidates(Question question) throws IOException;

        /** As JSON; whoever is not there any more is left out. */
        Map<Candidate, byte[]> sources(List<Candidate> candidates) throws IOException;

        @Override
        void close() throws IOException;
    }
}
