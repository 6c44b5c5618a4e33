package dev.mayfly.search.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.retrieval.embedding.EmbeddingFailed;
import dev.mayfly.retrieval.embedding.Embeddings;
import dev.mayfly.retrieval.embedding.TextRefused;
import dev.mayfly.retrieval.index.IndexClosed;
import dev.mayfly.retrieval.index.RetrievalIndex;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Passages;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.IndexPlan;
import dev.mayfly.search.SearchConfig;
import dev.mayfly.search.backend.Backend;
import dev.mayfly.search.store.DocumentRow;
import dev.mayfly.search.store.Documents;
import dev.mayfly.search.store.IndexRow;
import dev.mayfly.search.store.Indexes;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.LockObtainFailedException;
import org.jboss.logging.Logger;

/**
 * The indexes that are open on this machine. Nothing happens before the first is asked for. Then two threads go around all of them: one follows
 * their logs, one makes vectors, a batch of each index in turn, so that none waits for another's load.
 */
@ApplicationScoped
public class LiveIndexes {
    private static final Logger LOG = Logger.getLogger(LiveIndexes.class);
    private static final int EMBEDDED_AT_A_TIME = 32;
    /** Their vectors take seconds, not minutes: indexes take turns. */
    private static final long EMBEDDED_BYTES_AT_A_TIME = 256 << 10;

    /** Rows that one statement changes, so that none takes long. */
    private static final int CLEARED_AT_A_TIME = 2_000;

    private static final int FAILED_MAX = 3;
    /** No two are the same, or what is remembered would be told. */
    private static final String PROBE = "Is anybody there? ";

    private static final int ATTEMPTS_MAX = 5;
    private static final int OPENING_MAX = 4;
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Indexes indexes;
    private final Documents documents;
    private final Embeddings embeddings;
    private final Backend backend;
    private final SearchConfig config;
    private final ObjectMapper json;

    private final Map<Long, LiveIndex> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Semaphore opening = new Semaphore(OPENING_MAX);
    private final Semaphore toFollow = new Semaphore(0);
    private final Semaphore toEmbed = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private Instant forgotAt = Instant.EPOCH;

    LiveIndexes(
            Indexes indexes,
            Documents documents,
            Embeddings embeddings,
            Backend backend,
            SearchConfig config,
            ObjectMapper json) {
        this.indexes = indexes;
        this.documents = documents;
        this.embeddings = embeddings;
        this.backend = backend;
        this.config = config;
        this.json = json;
    }

    /** For asking it; opens it when it is not open. */
    public Handle of(IndexRow row) {
        live(row);
        return new Handle(row);
    }

    /**
     * The index of that name, for searching it. One that is open is asked for nowhere: it was there when it was last looked for changes, and what this process
     * deletes or changes it knows at once.
     */
    public Handle of(String account, String name) {
        return of(known(account, name).orElseGet(() -> indexes.find(account, name)));
    }

    private Optional<IndexRow> known(String account, String name) {
        Duration age = config.lookEvery().multipliedBy(2);
        synchronized (open) {
            return open.values().stream()
                    .filter(index ->
                            index.row().name.equals(name) && index.row().account.equals(account) && index.isKnown(age))
                    .map(LiveIndex::row)
                    .findFirst();
        }
    }

    /** It was deleted, or given other settings: whoever asks for it by its name is not told of what was. */
    public void doubt(IndexRow row) {
        synchronized (open) {
            open.values().stream().filter(index -> index.row().id == row.id).forEach(LiveIndex::doubt);
        }
        toFollow.release();
    }

    private LiveIndex live(IndexRow row) {
        LiveIndex index = enter(row);
        leave(index);
        return index;
    }

    /** Nobody closes it to make room for another before whoever entered leaves. */
    private LiveIndex enter(IndexRow row) {
        LiveIndex index;
        Optional<LiveIndex> old = Optional.empty();
        synchronized (open) {
            LiveIndex known = open.get(row.id);
            if (known != null && known.row().generation < row.generation) {
                old = Optional.of(known);
                open.remove(row.id);
                known = null;
            } else if (known == null) {
                old = room();
                known = open.get(row.id); // another may have come first while there was no room
            }
            if (known == null) {
                known = make(row);
                open.put(row.id, known);
                startThreads();
                toFollow.release();
            }
            known.enter();
            index = known;
        }
        old.ifPresent(gone -> {
            if (gone.row().id == row.id) end(gone);
            else gone.close();
        });
        return index;
    }

    /** Takes out the one that was not asked for longest; where all of them are being asked, waits until one is not. */
    private Optional<LiveIndex> room() {
        long deadline = System.nanoTime() + config.openPatience().toNanos();
        while (open.size() >= config.openMax()) {
            Optional<LiveIndex> idle =
                    open.values().stream().filter(LiveIndex::isIdle).findFirst();
            if (idle.isPresent()) {
                open.remove(idle.get().row().id);
                return idle;
            }
            long left = Math.ceilDiv(deadline - System.nanoTime(), 1_000_000);
            if (left <= 0)
                throw new Problem.Unavailable(
                        "%d indexes are open and all of them are being asked; try again".formatted(config.openMax()));
            try {
                open.wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Problem.Unavailable("the service stops; try again");
            }
        }
        return Optional.empty();
    }

    private void leave(LiveIndex index) {
        synchronized (open) {
            index.leave();
            open.notifyAll();
        }
    }

    private LiveIndex make(IndexRow row) {
        return new LiveIndex(
                row,
                IndexPlan.read(json, row.settings).schema(),
                backend,
                documents,
                json,
                config.commitEvery(),
                config.lookEvery());
    }

    private void startThreads() {
        if (!threads.isEmpty() || stopping) return;
        threads.add(Thread.ofPlatform().name("search-follows").daemon().start(() -> goAround(toFollow, this::follow)));
        threads.add(Thread.ofPlatform().name("search-embeds").daemon().start(() -> goAround(toEmbed, this::embed)));
    }

    private interface Round {
        /** @return when to go around again, where nobody calls before */
        Duration go(List<LiveIndex> all);
    }

    private void goAround(Semaphore wake, Round round) {
        Duration pause = Duration.ZERO;
        while (!stopping) {
            try {
                if (pause.isPositive() && wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) wake.drainPermits();
                pause = round.go(all());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // Also one that a document brings about, such as too deep a recursion: all other indexes hang on this
                // thread.
                pause = config.lookEvery();
                if (!stopping) LOG.warnf("indexes could not be looked after; tried again: %s", e);
            }
        }
    }

    private List<LiveIndex> all() {
        synchronized (open) {
            return List.copyOf(open.values());
        }
    }

    private Duration follow(List<LiveIndex> all) {
        Duration pause = config.lookEvery();
        if (all.isEmpty()) return pause;
        long asked = System.nanoTime();
        Map<Long, IndexRow> now =
                indexes.states(all.stream().map(index -> index.row().id).toList());
        for (LiveIndex index : all) {
            IndexRow state = now.get(index.row().id);
            if (state == null || state.generation != index.row().generation) remove(index);
            else {
                index.confirmed(asked);
                Duration theirs = follow(index, state);
                if (theirs.compareTo(pause) < 0) pause = theirs;
            }
        }
        forgetDeletions();
        return pause;
    }

    /** One that is to be opened has a thread for it, or a large one would hold up all others; so many at a time. */
    private Duration follow(LiveIndex index, IndexRow now) {
        if (index.isOpening()) return config.lookEvery();
        if (!index.isToOpen()) return followed(index, now);
        if (!opening.tryAcquire()) return config.lookEvery();
        index.beginsToOpen();
        Thread.ofPlatform().name("search-opens-" + index.row().id).daemon().start(() -> open(index, now));
        return config.lookEvery();
    }

    private void open(LiveIndex index, IndexRow now) {
        try {
            followed(index, now);
        } finally {
            index.endsToOpen();
            opening.release();
        }
        if (!index.isToOpen()) toFollow.release();
    }

    private Duration followed(LiveIndex index, IndexRow now) {
        try {
            Duration pause = index.follow(now);
            if (now.embeds) toEmbed.release();
            return pause;
        } catch (LockObtainFailedException e) {
            return config.lookEvery(); // it was closed just now, and opened again before that was done
        } catch (Problem.Unavailable e) {
            LOG.warnf("the index %s of %s could not be followed; tried again: %s", now.name, now.account, e);
            return config.lookEvery(); // what is indexed is whole, and can be searched meanwhile
        } catch (IOException | RuntimeException | Error e) {
            if (!stopping) index.failed(e);
            return config.lookEvery();
        }
    }

    /** It was deleted, or has other settings. */
    private void remove(LiveIndex index) {
        synchronized (open) {
            open.remove(index.row().id, index);
            open.notifyAll();
        }
        end(index);
    }

    private void end(LiveIndex index) {
        index.close();
        try {
            backend.remove(index.row());
        } catch (IOException e) {
            LOG.warnf("what was indexed of an index that is no more could not be removed: %s", e);
        }
    }

    private void forgetDeletions() {
        Instant now = Instant.now();
        if (now.isBefore(forgotAt.plus(FORGET_EVERY))) return;
        forgotAt = now;
        documents.forgetDeletions(now.minus(config.deletionsKept()));
    }

    private Duration embed(List<LiveIndex> all) {
        boolean more = clearsOneThatIsGone();
        for (LiveIndex index : all) more |= embedOrTell(index);
        return more ? Duration.ZERO : config.lookEvery();
    }

    /** @return whether there is more to be done */
    private boolean clearsOneThatIsGone() {
        try {
            Optional<IndexRow> gone = indexes.gone();
            if (gone.isEmpty()) return false;
            if (!documents.clear(gone.get(), CLEARED_AT_A_TIME)) {
                backend.remove(gone.get(), generation -> true);
                indexes.forget(gone.get());
            }
            return true;
        } catch (IOException | RuntimeException e) {
            if (!stopping) LOG.warnf("what a deleted index had could not be deleted; tried again: %s", e);
            return false;
        }
    }

    /** An index whose texts cannot be embedded holds up no other. */
    private boolean embedOrTell(LiveIndex index) {
        try {
            boolean more = index.forgetsOldVectors(CLEARED_AT_A_TIME);
            if (!index.row().embeds) return more;
            return embed(index, documents.pending(index.row(), EMBEDDED_AT_A_TIME, EMBEDDED_BYTES_AT_A_TIME)) || more;
        } catch (RuntimeException | Error e) {
            if (!stopping)
                LOG.warnf(
                        "texts of the index %s of %s could not be embedded; tried again: %s",
                        index.row().name, index.row().account, e);
            return false;
        }
    }

    /** A document that cannot be embedded holds up no other: where all at once fail, each is tried by itself, unless the first ones fail, too. */
    private boolean embed(LiveIndex index, List<DocumentRow> waiting) {
        if (waiting.isEmpty()) return false;
        try {
            makeVectors(index, waiting);
            return true;
        } catch (EmbeddingFailed e) {
            int done = 0;
            int failed = 0;
            for (int i = 0; i < waiting.size() && failed - done < FAILED_MAX; i++)
                if (embedsAlone(index, waiting.get(i))) done++;
                else failed++;
            if (done == 0) throw e;
            return true;
        }
    }

    /** @return whether there is no more to be done for it */
    private boolean embedsAlone(LiveIndex index, DocumentRow document) {
        try {
            makeVectors(index, List.of(document));
            return true;
        } catch (EmbeddingFailed e) {
            boolean isRefused = e instanceof TextRefused && takesOthers();
            LOG.warnf(
                    "the document %s of the index %s could not be embedded%s: %s",
                    document.id, index.row().name, isRefused ? ", so it is found by its words only" : "", e);
            if (isRefused) documents.giveUpVectors(index.row().id, document);
            return isRefused;
        }
    }

    /** A model that is not there refuses every text: another one tells. */
    private boolean takesOthers() {
        embeddings.embedder().passages(List.of(PROBE + System.nanoTime()));
        return true;
    }

    private void makeVectors(LiveIndex index, List<DocumentRow> waiting) {
        List<List<String>> texts = waiting.stream()
                .map(row -> Passages.of(index.schema(), index.content(row)).embedded())
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
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        toFollow.release();
        toEmbed.release();
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        for (Thread thread : threads) thread.join(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
        all().forEach(LiveIndex::close);
    }

    /**
     * Documents that a filter fits.
     *
     * @param asOf a place of the log: what has changed after it may not fit any more
     */
    public record Fitting(Set<String> ids, long asOf) {}

    private interface Asked<T> {
        T of(LiveIndex index) throws IndexClosed;
    }

    /** An index, for whoever asks it. Where it is closed in between, to make room or for other settings, it is opened again. */
    public final class Handle {
        private IndexRow row;

        private Handle(IndexRow row) {
            this.row = row;
        }

        private <T> T asked(Asked<T> question) {
            for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
                LiveIndex index = enter(row);
                try {
                    return question.of(index);
                } catch (IndexClosed e) {
                    row = now().orElseThrow(() ->
                            new Problem.NotFound("the index %s was deleted meanwhile".formatted(row.name)));
                } finally {
                    leave(index);
                }
            }
            throw new Problem.Unavailable("the index changes all the time; try again");
        }

        private Optional<IndexRow> now() {
            return Optional.ofNullable(indexes.states(List.of(row.id)).get(row.id));
        }

        public String name() {
            return row.name;
        }

        public Schema schema() {
            return live(row).schema();
        }

        /** To be closed. */
        public LiveView view() {
            return asked(index -> index.view(config.openPatience()));
        }

        public Fitting fitting(Filter filter) {
            return asked(index -> index.fitting(filter, config.openPatience()));
        }

        public RetrievalIndex.Size size() {
            return asked(index -> index.size(config.openPatience()));
        }

        public long behind(long sequence) {
            return live(row).behind(sequence);
        }

        /** What was just written is followed at once, not when it is looked for. */
        public void changed() {
            toFollow.release();
        }

        /** Waits until what is kept up to there is found by its words. */
        public void awaitWords(long sequence) {
            await(sequence, config.openPatience());
        }

        private void await(long sequence, Duration patience) {
            asked(index -> {
                index.want(sequence);
                toFollow.release();
                index.await(sequence, patience);
                return index;
            });
        }

        /** Waits until what is kept up to there is found by its words and its meaning. */
        public void await(long sequence) {
            long deadline = System.nanoTime() + config.refreshPatience().toNanos();
            await(sequence, config.refreshPatience());
            if (!row.embeds) return;
            long known = last();
            while (now().map(state -> documents.waiting(state, sequence)).orElse(0L) > 0) {
                await(known + 1, Duration.ofNanos(deadline - System.nanoTime()));
                known = last();
            }
            await(last(), Duration.ofNanos(deadline - System.nanoTime()));
        }

        private long last() {
            return now().map(state -> state.sequence).orElse(0L);
        }
    }
}
