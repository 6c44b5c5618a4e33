package dev.mayfly.search.backend;

import dev.mayfly.retrieval.index.Candidate;
import dev.mayfly.retrieval.index.Candidates;
import dev.mayfly.retrieval.index.Question;
import dev.mayfly.retrieval.index.RetrievalIndex;
import dev.mayfly.retrieval.index.View;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.store.IndexRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/** Lucene, in a folder for each index. */
public final class LuceneBackend implements Backend {
    private final Path folder;
    private final RetrievalIndex.Settings settings;

    public LuceneBackend(Path folder, RetrievalIndex.Settings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    @Override
    public OpenIndex open(IndexRow row, Schema schema) throws IOException {
        return new Opened(RetrievalIndex.open(folder(row), schema, settings));
    }

    @Override
    public void remove(IndexRow row, LongPredicate generations) throws IOException {
        if (!Files.isDirectory(folder)) return;
        List<Path> found;
        try (Stream<Path> all = Files.list(folder)) {
            found = all.filter(path -> row.generationOf(path.getFileName().toString())
                            .filter(generations::test)
                            .isPresent())
                    .toList();
        }
        for (Path path : found) RetrievalIndex.remove(path);
    }

    private Path folder(IndexRow row) {
        return folder.resolve(row.folder());
    }

    private record Opened(RetrievalIndex index) implements OpenIndex {
        @Override
        public long committed() {
            return index.committed();
        }

        @Override
        public void apply(List<Step> steps) throws IOException {
            index.apply(steps.stream().map(Step::change).toList());
        }

        @Override
        public void refresh() throws IOException {
            index.refresh();
        }

        @Override
        public void commit(long sequence) throws IOException {
            index.commit(sequence);
        }

        @Override
        public Snapshot snapshot() throws IOException {
            return new Seen(index.view());
        }

        @Override
        public Set<String> ids(Filter filter) throws IOException {
            return index.ids(filter);
        }

        @Override
        public RetrievalIndex.Size size() throws IOException {
            return index.size();
        }

        @Override
        public void close() throws IOException {
            index.close();
        }
    }

    private record Seen(View view) implements OpenIndex.Snapshot {
        @Override
        public Candidates candidates(Question question) throws IOException {
            return view.candidates(question);
        }

        @Override
        public Map<Candidate, byte[]> sources(List<Candidate> candidates) throws IOException {
            Map<Candidate, byte[]> sources = new HashMap<>();
            for (Candidate candidate : candidates) sources.put(candidate, view.source(candidate));
            return sources;
        }

        @Override
        public void close() throws IOException {
            view.close();
        }
    }
}
