package dev.mayfly.search.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.retrieval.embedding.Embeddings;
import dev.mayfly.retrieval.index.RetrievalIndex;
import dev.mayfly.search.IndexPlan;
import dev.mayfly.search.SearchConfig;
import dev.mayfly.search.store.DocumentRow;
import dev.mayfly.search.store.Documents;
import dev.mayfly.search.store.IndexRow;
import dev.mayfly.search.store.Indexes;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The indexes that are open on this machine. Nothing happens before the first is asked for. Then two threads go around all of them: one follows
 * their logs, one makes vectors, a batch of each index in turn, so that none waits for another's load.
 */
@ApplicationScoped
public class LiveIndexes {
    private static final Logger LOG = Logger.getLogger(LiveIndexes.class);
    private static final int EMBEDDED_AT_A_TIME = 32;
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Indexes indexes;
    private final Documents documents;
    private final Embeddings embeddings;
    private final SearchConfig config;
    private final ObjectMapper json;

    private final Map<Long, LiveIndex> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Semaphore toFollow = new Semaphore(0);
    private final Semaphore toEmbed = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private Instant forgotAt = Instant.EPOCH;

    LiveIndexes(Indexes indexes, Documents documents, Embeddings embeddings, SearchConfig config, ObjectMapper json) {
        this.indexes = indexes;
        this.documents = documents;
        this.embeddings = embeddings;
        this.config = config;
        this.json = json;
    }

    /** Opens it when it is not open. */
    public Handle of(IndexRow row) {
        LiveIndex index;
        Optional<LiveIndex> old = Optional.empty();
        synchronized (open) {
            LiveIndex known = open.get(row.id);
            if (known != null && known.row().generation < row.generation) {
                old = Optional.of(known);
                open.remove(row.id);
                known = null;
            }
            if (known == null) {
                if (open.size() >= config.openMax()) {
                    old = Optional.ofNullable(
                            open.remove(open.keySet().iterator().next()));
                }
                known = make(row);
                open.put(row.id, known);
                startThreads();
                toFollow.release();
            }
            index = known;
        }
        old.ifPresent(gone -> {
            if (gone.row().id == row.id) end(gone);
            else gone.close();
        });
        return new Handle(index);
    }

    private LiveIndex make(IndexRow row) {
        return new LiveIndex(
                row,
                IndexPlan.read(json, row.settings).schema(),
                folder(row),
                new RetrievalIndex.Settings(config.exactMax(), RetrievalIndex.Settings.DEFAULT.bufferMb()),
                documents,
                json,
                config.commitEvery());
    }

    private Path folder(IndexRow row) {
        return config.folder().resolve(row.id + "-" + row.generation + "-" + Math.abs(row.createdAt.toEpochMilli()));
    }

    private void startThreads() {
        if (!threads.isEmpty() || stopping) return;
        threads.add(Thread.ofPlatform().name("search-follows").daemon().start(() -> goAround(toFollow, this::follow)));
        threads.add(Thread.ofPlatform().name("search-embeds").daemon().start(() -> goAround(toEmbed, this::embed)));
    }

    private interface Round {
        /** @return whether there is more */
        boolean go(List<LiveIndex> all);
    }

    private void goAround(Semaphore wake, Round round) {
        boolean more = true;
        while (!stopping) {
            try {
                if (!more && wake.tryAcquire(config.lookEvery().toMillis(), TimeUnit.MILLISECONDS)) wake.drainPermits();
                more = round.go(all());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                more = false;
                if (!stopping) LOG.warnf("indexes could not be looked after; tried again: %s", e);
            }
        }
    }

    private List<LiveIndex> all() {
        synchronized (open) {
            return List.copyOf(open.values());
        }
    }

    private boolean follow(List<LiveIndex> all) {
        if (all.isEmpty()) return false;
        Map<Long, IndexRow> now =
                indexes.states(all.stream().map(index -> index.row().id).toList());
        boolean more = false;
        for (LiveIndex index : all) {
            IndexRow state = now.get(index.row().id);
            if (state == null || state.generation != index.row().generation) remove(index);
            else more |= follow(index, state);
        }
        forgetDeletions();
        return more;
    }

    private boolean follow(LiveIndex index, IndexRow now) {
        try {
            boolean more = index.follow(now);
            if (now.embeds) toEmbed.release();
            return more;
        } catch (IOException | RuntimeException e) {
            if (!stopping) index.failed(e);
            return false;
        }
    }

    /** It was deleted, or has other settings. */
    private void remove(LiveIndex index) {
        synchronized (open) {
            open.remove(index.row().id, index);
        }
        end(index);
    }

    private void end(LiveIndex index) {
        index.close();
        try {
            RetrievalIndex.remove(folder(index.row()));
        } catch (IOException e) {
            LOG.warnf("the folder of an index that is no more could not be removed: %s", e);
        }
    }

    private void forgetDeletions() {
        Instant now = Instant.now();
        if (now.isBefore(forgotAt.plus(FORGET_EVERY))) return;
        forgotAt = now;
        documents.forgetDeletions(now.minus(config.deletionsKept()));
    }

    private boolean embed(List<LiveIndex> all) {
        boolean more = false;
        for (LiveIndex index : all) if (index.row().embeds) more |= embed(index);
        return more;
    }

    private boolean embed(LiveIndex index) {
        List<DocumentRow> waiting = documents.pending(index.row().id, EMBEDDED_AT_A_TIME);
        if (waiting.isEmpty()) return false;
        List<List<String>> texts = waiting.stream()
                .map(row -> dev.mayfly.retrieval.schema.Passages.of(index.schema(), index.content(row))
                        .embedded())
                .toList();
        List<float[]> vectors = embeddings
                .embedder()
                .passages(texts.stream().flatMap(List::stream).toList());
        Map<DocumentRow, List<float[]>> made = new LinkedHashMap<>();
        int at = 0;
        for (int i = 0; i < waiting.size(); i++) {
            made.put(waiting.get(i), vectors.subList(at, at + texts.get(i).size()));
            at += texts.get(i).size();
        }
        documents.putVectors(index.row(), embeddings.model(), made);
        toFollow.release();
        return true;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        toFollow.release();
        toEmbed.release();
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        for (Thread thread : threads) thread.join(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
        all().forEach(LiveIndex::close);
    }

    /** An open index, for whoever asks it. */
    public final class Handle {
        private final LiveIndex index;

        private Handle(LiveIndex index) {
            this.index = index;
        }

        public dev.mayfly.retrieval.schema.Schema schema() {
            return index.schema();
        }

        public dev.mayfly.retrieval.index.Found search(dev.mayfly.retrieval.index.Question question) {
            return index.search(question, config.openPatience());
        }

        public java.util.Set<String> ids(dev.mayfly.retrieval.schema.Filter filter) {
            return index.ids(filter, config.openPatience());
        }

        public RetrievalIndex.Size size() {
            return index.size(config.openPatience());
        }

        public long behind(long sequence) {
            return index.behind(sequence);
        }

        /** What was just written is followed at once, not when it is looked for. */
        public void changed() {
            toFollow.release();
        }

        /** Waits until what is kept up to there is found by its words. */
        public void awaitWords(long sequence) {
            index.await(sequence, config.openPatience());
        }

        /** Waits until what is kept up to there is found by its words and its meaning. */
        public void await(long sequence) {
            long deadline = System.nanoTime() + config.refreshPatience().toNanos();
            index.await(sequence, config.refreshPatience());
            if (!index.row().embeds) return;
            long known = last();
            while (documents.waiting(index.row().id, sequence) > 0) {
                index.await(known + 1, Duration.ofNanos(deadline - System.nanoTime()));
                known = last();
            }
            index.await(last(), Duration.ofNanos(deadline - System.nanoTime()));
        }

        private long last() {
            return Optional.ofNullable(indexes.states(List.of(index.row().id)).get(index.row().id))
                    .map(row -> row.sequence)
                    .orElse(0L);
        }
    }
}
