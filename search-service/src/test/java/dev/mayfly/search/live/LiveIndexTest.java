package dev.mayfly.search.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.retrieval.chunking.Chunking;
import dev.mayfly.retrieval.index.RetrievalIndex;
import dev.mayfly.retrieval.schema.Analysis;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.Backends;
import dev.mayfly.search.backend.Backend;
import dev.mayfly.search.backend.LuceneBackend;
import dev.mayfly.search.backend.OpenIndex;
import dev.mayfly.search.store.Documents;
import dev.mayfly.search.store.Documents.NewDocument;
import dev.mayfly.search.store.IndexRow;
import dev.mayfly.search.store.Indexes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often what is written becomes another part of the index. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class LiveIndexTest {
    private static final int WRITTEN = 60;
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Duration IDLE = Duration.ofSeconds(7);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Schema SCHEMA =
            new Schema(Map.of("text", new Field.Text(Analysis.english, 1)), Chunking.DEFAULT);

    @Inject
    Indexes indexes;

    @Inject
    Documents documents;

    @Inject
    ObjectMapper json;

    @TempDir
    Path folder;

    private final AtomicInteger refreshes = new AtomicInteger();

    @Test
    void manySmallWritesAreFewPartsAndWhoeverWaitsIsServedAtOnce() throws Exception {
        IndexRow row = indexes.put("live-index", "parts", "{}", false, settings -> "");
        LiveIndex index = new LiveIndex(row, SCHEMA, counting(), documents, json, Duration.ofHours(1), IDLE);
        try {
            long begun = System.nanoTime();
            int unseen = 0;
            for (int n = 0; n < WRITTEN; n++) {
                write(row, n);
                if (index.follow(now(row)).compareTo(BETWEEN) <= 0) unseen++;
            }
            long parts = 2 + (System.nanoTime() - begun) / BETWEEN.toNanos();
            assertThat(refreshes.get()).isLessThanOrEqualTo((int) parts).isLessThan(WRITTEN);
            assertThat(unseen).isPositive();

            write(row, WRITTEN);
            long last = now(row).sequence;
            index.want(last);
            assertThat(index.follow(now(row))).isEqualTo(IDLE);
            index.await(last, PATIENCE);
            assertThat(index.size(PATIENCE).passages()).isEqualTo(WRITTEN + 1L);
            int before = refreshes.get();
            assertThat(index.follow(now(row))).isEqualTo(IDLE);
            assertThat(refreshes).hasValue(before);
        } finally {
            index.close();
        }
    }

    private void write(IndexRow row, int n) {
        String source = "{\"fields\":{\"text\":\"word %d\"},\"acl\":[],\"metadata\":{}}".formatted(n);
        documents.put(row, List.of(new NewDocument("id-" + n, "hash-" + n, source, "", 0)));
    }

    private IndexRow now(IndexRow row) {
        return indexes.states(List.of(row.id)).get(row.id);
    }

    private Backend counting() {
        LuceneBackend lucene = new LuceneBackend(folder, RetrievalIndex.Settings.DEFAULT);
        return new Backend() {
            @Override
            public OpenIndex open(IndexRow row, Schema schema) throws IOException {
                return new Counted(lucene.open(row, schema), refreshes);
            }

            @Override
            public void remove(IndexRow row, LongPredicate generations) throws IOException {
                lucene.remove(row, generations);
            }
        };
    }

    private record Counted(OpenIndex index, AtomicInteger refreshes) implements OpenIndex {
        @Override
        public long committed() {
            return index.committed();
        }

        @Override
        public void apply(List<Step> steps) throws IOException {
            index.apply(steps);
        }

        @Override
        public void refresh() throws IOException {
            refreshes.incrementAndGet();
            index.refresh();
        }

        @Override
        public void commit(long sequence) throws IOException {
            index.commit(sequence);
        }

        @Override
        public Snapshot snapshot() throws IOException {
            return index.snapshot();
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
}
