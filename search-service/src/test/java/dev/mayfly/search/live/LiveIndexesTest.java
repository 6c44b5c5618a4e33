package dev.mayfly.search.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.search.Search;
import dev.mayfly.retrieval.embedding.Embeddings;
import dev.mayfly.retrieval.index.RetrievalIndex;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.Backends;
import dev.mayfly.search.IndexPlan;
import dev.mayfly.search.SearchConfig;
import dev.mayfly.search.backend.Backend;
import dev.mayfly.search.backend.LuceneBackend;
import dev.mayfly.search.backend.OpenIndex;
import dev.mayfly.search.store.Documents;
import dev.mayfly.search.store.IndexRow;
import dev.mayfly.search.store.Indexes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many indexes at a time. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class LiveIndexesTest {
    @Inject
    Indexes indexes;

    @Inject
    Documents documents;

    @Inject
    Embeddings embeddings;

    @Inject
    SearchConfig config;

    @Inject
    ObjectMapper json;

    @TempDir
    Path folder;

    private final CountDownLatch opens = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);

    @Test
    void indexThatTakesLongToOpenHoldsUpNoOther() throws Exception {
        String settings = IndexPlan.of(new Search.IndexSettings(Optional.empty(), Optional.empty()))
                .json(json);
        IndexRow large = indexes.put("live-indexes", "large", settings, false, kept -> "");
        IndexRow small = indexes.put("live-indexes", "small", settings, false, kept -> "");
        LiveIndexes live = new LiveIndexes(indexes, documents, embeddings, slowFor(large.id), config, json);
        try {
            LiveIndexes.Handle waits = live.of(large);
            opens.await();
            try (LiveView view = live.of(small).view()) {
                assertThat(view.schema().fields()).containsKey("text");
            }
            goesOn.countDown();
            try (LiveView view = waits.view()) {
                assertThat(view.schema().fields()).containsKey("text");
            }
        } finally {
            goesOn.countDown();
            live.stop(new ShutdownEvent());
        }
    }

    private Backend slowFor(long id) {
        LuceneBackend lucene = new LuceneBackend(folder, RetrievalIndex.Settings.DEFAULT);
        return new Backend() {
            @Override
            public OpenIndex open(IndexRow row, Schema schema) throws IOException {
                if (row.id == id) {
                    opens.countDown();
                    try {
                        goesOn.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                return lucene.open(row, schema);
            }

            @Override
            public void remove(IndexRow row, LongPredicate generations) throws IOException {
                lucene.remove(row, generations);
            }
        };
    }
}
