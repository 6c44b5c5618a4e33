package dev.mayfly.search.live;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.retrieval.index.Candidate;
import dev.mayfly.retrieval.index.Candidates;
import dev.mayfly.retrieval.index.IndexClosed;
import dev.mayfly.retrieval.index.Question;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.backend.OpenIndex;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An index as it is while this is open, whatever becomes of it meanwhile. */
public final class LiveView implements AutoCloseable {
    private final Schema schema;
    private final OpenIndex.Snapshot snapshot;
    private final Consumer<IOException> damage;

    /** @param damage is told what could not be read */
    LiveView(Schema schema, OpenIndex.Snapshot snapshot, Consumer<IOException> damage) {
        this.schema = schema;
        this.snapshot = snapshot;
        this.damage = damage;
    }

    public Schema schema() {
        return schema;
    }

    public Candidates candidates(Question question) {
        try {
            return snapshot.candidates(question);
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid("invalid-query", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw told(e);
        }
    }

    /** As JSON; whoever is not there any more is left out. */
    public Map<Candidate, byte[]> sources(List<Candidate> candidates) {
        try {
            return snapshot.sources(candidates);
        } catch (IOException e) {
            throw told(e);
        }
    }

    private Problem told(IOException failure) {
        if (failure instanceof IndexClosed)
            return new Problem.Unavailable("the index was closed while it was searched; try again");
        damage.accept(failure);
        return new Problem.Unavailable("the index is damaged and is made anew; its documents are kept. Try again");
    }

    @Override
    public void close() {
        try {
            snapshot.close();
        } catch (IOException e) {
            damage.accept(e);
        }
    }
}
