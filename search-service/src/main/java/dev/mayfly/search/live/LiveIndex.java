package dev.mayfly.search.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.retrieval.index.Entry;
import dev.mayfly.retrieval.index.IndexClosed;
import dev.mayfly.retrieval.index.RetrievalIndex;
import dev.mayfly.retrieval.index.RetrievalIndex.Change;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Passages;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.backend.Backend;
import dev.mayfly.search.backend.OpenIndex;
import dev.mayfly.search.documents.Parsed;
import dev.mayfly.search.store.DocumentRow;
import dev.mayfly.search.store.Documents;
import dev.mayfly.search.store.Documents.Log;
import dev.mayfly.search.store.Documents.LogEntry;
import dev.mayfly.search.store.IndexRow;
import dev.mayfly.search.store.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.lucene.store.LockObtainFailedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One index on this machine, which follows the log of its documents. One thread follows; others search, and wait for it. What is damaged on the disk is
 * thrown away and made anew; searches wait for that, or are told that they have to.
 */
final class LiveIndex {
    private static final Logger LOG = Logger.getLogger(LiveIndex.class);
    private static final int AT_A_TIME = 500;
    /** Of documents with their vectors, which fit in memory several times over. */
    private static final long BYTES_AT_A_TIME = 16 << 20;

    private static final int UNCOMMITTED_MAX = 20_000;
    /** Each refresh makes a part of the index, to be merged with all others, vectors and all. What stands alone is found at once. */
    private static final Duration REFRESH_EVERY = Duration.ofMillis(500);

    private final IndexRow row;
    private final Schema schema;
    private final Backend backend;
    private final Documents documents;
    private final ObjectMapper json;
    private final Duration commitEvery;
    private final Duration idle;

    /** Held while it is followed or closed: what is closed is not opened again by who was about to follow. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile boolean opening;
    private volatile @Nullable OpenIndex index;

    private volatile boolean damaged;
    /** The disk had no room when it was written to last. */
    private volatile boolean diskFull;

    private long uncommitted;
    private long committedAt = System.nanoTime();

    /** What was found to be there when it was opened; before it is reached, nothing is answered. */
    private long wanted;

    /** Some documents may have vectors of passages from before, beginning after this id. */
    private volatile boolean stale;

    private String lookedAt = "";

    /** What is found. */
    private long applied;

    /** Somebody waits for what is kept up to there. */
    private long awaited;

    /** What is in the index, found or not; of who follows. */
    private long followed;

    private long refreshedAt = System.nanoTime();
    private volatile boolean closed;

    LiveIndex(
            IndexRow row,
            Schema schema,
            Backend backend,
            Documents documents,
            ObjectMapper json,
            Duration commitEvery,
            Duration idle) {
        this.row = row;
        this.schema = schema;
        this.backend = backend;
        this.documents = documents;
        this.json = json;
        this.commitEvery = commitEvery;
        this.idle = idle;
    }

    /** How many ask it now; under the lock of whoever knows which are open. */
    private int asking;

    /** When the database was last asked whether it is still so, by {@link System#nanoTime}. */
    private volatile long confirmedAt = System.nanoTime() - Duration.ofDays(1).toNanos();

    private volatile long doubtedAt = confirmedAt;

    /** @param asked before the database was */
    void confirmed(long asked) {
        confirmedAt = asked;
    }

    /** What was asked before is no answer any more. */
    void doubt() {
        doubtedAt = System.nanoTime();
    }

    /** Whether it was there, with these settings, so short a time ago. */
    boolean isKnown(Duration age) {
        long asked = confirmedAt;
        return asked - doubtedAt > 0 && System.nanoTime() - asked < age.toNanos();
    }

    /** Whether it is to be opened, which takes as long as reading all of it does. */
    boolean isToOpen() {
        return index == null || damaged;
    }

    /** Somebody does, and follows it for the first time. */
    boolean isOpening() {
        return opening;
    }

    void beginsToOpen() {
        opening = true;
    }

    void endsToOpen() {
        opening = false;
    }

    void enter() {
        asking++;
    }

    void leave() {
        asking--;
    }

    boolean isIdle() {
        return asking == 0;
    }

    IndexRow row() {
        return row;
    }

    Schema schema() {
        return schema;
    }

    /**
     * Follows the log for a while.
     *
     * @param now as the database has it
     * @return when to go on: at once where there is more; {@link #idle} where all is done
     */
    Duration follow(IndexRow now) throws IOException {
        writing.lock();
        try {
            return closed ? idle : followOpen(now);
        } finally {
            writing.unlock();
        }
    }

    private Duration followOpen(IndexRow now) throws IOException {
        stale = now.stale;
        OpenIndex open = opened(now);
        if (followed < now.sequence) {
            Log log = documents.after(row.id, followed, now.sequence, AT_A_TIME, BYTES_AT_A_TIME);
            if (!log.entries().isEmpty())
                open.apply(log.entries().stream()
                        .map(entry -> new OpenIndex.Step(entry.sequence(), change(entry)))
                        .toList());
            followed = log.upTo();
            uncommitted += log.entries().size();
        }
        Duration toRefresh = REFRESH_EVERY.minusNanos(System.nanoTime() - refreshedAt);
        if (followed > applied() && (toRefresh.isNegative() || isAwaited())) {
            open.refresh();
            refreshedAt = System.nanoTime();
            reach(followed);
        }
        diskFull = false;
        boolean more = followed < now.sequence;
        boolean due = System.nanoTime() - committedAt > commitEvery.toNanos();
        if (uncommitted >= UNCOMMITTED_MAX || (uncommitted > 0 && due && !more)) commit(open);
        if (more) return Duration.ZERO;
        return followed > applied() ? toRefresh : idle;
    }

    /** Of whoever embeds. @return whether there is more to be done */
    boolean forgetsOldVectors(int max) {
        if (!stale) return false;
        Optional<String> last = documents.forgetOldVectors(row, lookedAt, max);
        lookedAt = last.orElse("");
        stale = last.isPresent();
        return stale;
    }

    private synchronized boolean isAwaited() {
        return awaited > applied && awaited <= followed;
    }

    private OpenIndex opened(IndexRow now) throws IOException {
        if (damaged) {
            LOG.errorf("the index %s of %s is damaged; it is made anew", row.name, row.account);
            closeQuietly();
            backend.remove(row);
            damaged = false;
        }
        OpenIndex open = index;
        if (open != null) return open;
        open = openOrRemake();
        if (open.committed() < now.forgotten || open.committed() > now.sequence) {
            open.close();
            backend.remove(row);
            open = backend.open(row, schema);
        }
        synchronized (this) {
            wanted = now.sequence;
            applied = open.committed();
            followed = applied;
            index = open;
            notifyAll();
        }
        removeOlder();
        return open;
    }

    /** What was indexed in earlier settings, by whom that was not removed. */
    private void removeOlder() {
        try {
            backend.remove(row, generation -> generation < row.generation);
        } catch (IOException | RuntimeException e) {
            LOG.warnf(
                    "what was indexed of %s of %s in earlier settings could not be removed: %s",
                    row.name, row.account, e);
        }
    }

    private OpenIndex openOrRemake() throws IOException {
        try {
            return backend.open(row, schema);
        } catch (LockObtainFailedException | Problem e) {
            throw e; // it is still being closed, or out of reach: nothing is wrong with what is there
        } catch (IOException | RuntimeException e) {
            if (FullDisk.isWhy(e)) throw e;
            LOG.errorf("the index %s of %s cannot be read, so it is made anew: %s", row.name, row.account, e);
            backend.remove(row);
            return backend.open(row, schema);
        }
    }

    private Change change(LogEntry entry) {
        return switch (entry) {
            case LogEntry.Deleted(var id, var sequence) -> new Change.Delete(id);
            case LogEntry.Put(var document) -> new Change.Put(entry(document));
        };
    }

    private Entry entry(DocumentRow document) {
        Content all = Parsed.content(json, document.source);
        Content content = all.fitting(schema);
        Passages passages = Passages.of(schema, content);
        return new Entry(document.id, content, shown(document, all), passages, vectors(document, content));
    }

    private List<float[]> vectors(DocumentRow document, Content content) {
        if (!row.embeds) return Passages.supplied(schema, content.fields());
        if (document.madeFor != row.passagesSince) return List.of();
        return Optional.ofNullable(document.vectors).map(Vectors::of).orElse(List.of());
    }

    /** The vector is not shown with a hit: as text it is several times as long as all else of a short document. */
    private byte[] shown(DocumentRow document, Content content) {
        Map<String, JsonNode> fields = new LinkedHashMap<>(content.fields());
        boolean vector = schema.vectorField().map(fields::remove).isPresent();
        String source =
                vector ? Parsed.source(json, new Content(fields, content.acl(), content.metadata())) : document.source;
        return source.getBytes(StandardCharsets.UTF_8);
    }

    Content content(DocumentRow document) {
        return Parsed.content(json, document.source).fitting(schema);
    }

    private void commit(OpenIndex open) throws IOException {
        open.commit(followed);
        uncommitted = 0;
        committedAt = System.nanoTime();
    }

    private synchronized long applied() {
        return applied;
    }

    private synchronized void reach(long sequence) {
        applied = sequence;
        notifyAll();
    }

    /** What is kept up to there shall be found as soon as it is followed. */
    synchronized void want(long sequence) {
        awaited = Math.max(awaited, sequence);
    }

    /** What is kept up to there is found once this returns. */
    void await(long sequence, Duration patience) throws IndexClosed {
        waitFor(() -> index != null && applied >= sequence, patience);
    }

    private synchronized void waitFor(BooleanSupplier reached, Duration patience) throws IndexClosed {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!reached.getAsBoolean()) {
            if (closed) throw closedMeanwhile();
            if (diskFull)
                throw new Problem.Unavailable(
                        "the disk that holds the indexes is full, so what was written is kept and not found; its operator must make room");
            long left = Math.ceilDiv(deadline - System.nanoTime(), 1_000_000);
            if (left <= 0)
                throw new Problem.Unavailable(
                        "the index is being made: it is at change %d of %d; what was written is kept"
                                .formatted(applied, Math.max(wanted, row.sequence)));
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Problem.Unavailable("the service stops; try again");
            }
        }
    }

    private static IndexClosed closedMeanwhile() {
        return new IndexClosed(new IllegalStateException("who waited for it was late"));
    }

    private OpenIndex ready(Duration patience) throws IndexClosed {
        waitFor(() -> index != null && !damaged && applied >= wanted, patience);
        OpenIndex open = index;
        if (open == null) throw closedMeanwhile();
        return open;
    }

    LiveView view(Duration patience) throws IndexClosed {
        return asked(patience, open -> new LiveView(schema, open.snapshot(), this::isDamaged));
    }

    LiveIndexes.Fitting fitting(Filter filter, Duration patience) throws IndexClosed {
        return asked(patience, open -> {
            long asOf = applied();
            return new LiveIndexes.Fitting(open.ids(filter), asOf);
        });
    }

    RetrievalIndex.Size size(Duration patience) throws IndexClosed {
        return asked(patience, OpenIndex::size);
    }

    long behind(long sequence) {
        return Math.max(0, sequence - applied());
    }

    private interface Asked<T> {
        T of(OpenIndex open) throws IOException;
    }

    private <T> T asked(Duration patience, Asked<T> question) throws IndexClosed {
        try {
            return question.of(ready(patience));
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid("invalid-query", String.valueOf(e.getMessage()));
        } catch (IndexClosed e) {
            throw e;
        } catch (IOException e) {
            isDamaged(e);
            throw new Problem.Unavailable("the index is damaged and is made anew; its documents are kept. Try again");
        }
    }

    private void isDamaged(IOException failure) {
        LOG.errorf(failure, "the index %s of %s could not be read", row.name, row.account);
        damaged = true;
    }

    /** What is on the disk is looked at anew by the next who opens it. */
    void failed(Throwable failure) {
        LOG.errorf(failure, "the index %s of %s cannot follow its documents; tried again", row.name, row.account);
        synchronized (this) {
            diskFull = FullDisk.isWhy(failure);
            notifyAll();
        }
        writing.lock();
        try {
            closeQuietly();
        } finally {
            writing.unlock();
        }
    }

    void close() {
        writing.lock();
        try {
            closeForGood();
        } finally {
            writing.unlock();
        }
    }

    private void closeForGood() {
        OpenIndex open = index;
        try {
            if (open != null && uncommitted > 0) commit(open);
        } catch (IOException e) {
            LOG.warnf(
                    "the index %s of %s could not be written to the disk; it follows anew: %s",
                    row.name, row.account, e);
        }
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        closeQuietly();
    }

    private void closeQuietly() {
        OpenIndex open = index;
        index = null;
        uncommitted = 0;
        try {
            if (open != null) open.close();
        } catch (IOException e) {
            LOG.warnf("the index %s of %s could not be closed: %s", row.name, row.account, e);
        }
    }
}
