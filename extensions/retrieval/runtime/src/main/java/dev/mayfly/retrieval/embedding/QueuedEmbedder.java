package dev.mayfly.retrieval.embedding;

import dev.mayfly.bindings.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gives an embedder threads: as many for passages as are allowed, and one more for queries, which never wait behind passages. Passages come
 * in batches whose senders wait, so their number is the senders'; queries come from outside and are refused beyond a bound.
 */
public final class QueuedEmbedder implements Embedder {
    private final Embedder inner;
    private final int waitingMax;
    private final ThreadPoolExecutor queries;
    private final ThreadPoolExecutor passages;

    public QueuedEmbedder(Embedder inner, int threads, int waitingMax) {
        this.inner = inner;
        this.waitingMax = waitingMax;
        this.queries = pool("embeds-queries", 1, new ArrayBlockingQueue<>(waitingMax));
        this.passages = pool("embeds-passages", threads, new LinkedBlockingQueue<>());
    }

    private static ThreadPoolExecutor pool(
            String name, int threads, java.util.concurrent.BlockingQueue<Runnable> queue) {
        var factory = Thread.ofPlatform().name(name + "-", 0).daemon().factory();
        var pool = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, queue, factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public String model() {
        return inner.model();
    }

    @Override
    public int dimensions() {
        return inner.dimensions();
    }

    @Override
    public List<float[]> passages(List<String> texts) {
        List<Future<float[]>> waiting = new ArrayList<>();
        try {
            for (String text : texts)
                waiting.add(passages.submit(() -> inner.passages(List.of(text)).getFirst()));
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
        return waiting.stream().map(QueuedEmbedder::await).toList();
    }

    @Override
    public float[] query(String text) {
        Callable<float[]> task = () -> inner.query(text);
        try {
            return await(queries.submit(task));
        } catch (RejectedExecutionException e) {
            if (queries.isShutdown()) throw closed(e);
            throw new Problem.LimitReached(
                    "embedding-queue", "%d queries wait to be embedded already; try again".formatted(waitingMax));
        }
    }

    private static EmbeddingFailed closed(Throwable cause) {
        return new EmbeddingFailed("the embedder is closed", cause);
    }

    private static float[] await(Future<float[]> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddingFailed("the wait for a vector was interrupted", e);
        } catch (CancellationException e) {
            throw closed(e);
        } catch (ExecutionException e) {
            throw new EmbeddingFailed("a text could not be embedded", e.getCause());
        }
    }

    /** How many passages wait for a thread. */
    int waiting() {
        return passages.getQueue().size();
    }

    /** Whoever waits for what was not begun is told. */
    private static void stop(ThreadPoolExecutor pool) {
        for (Runnable task : pool.shutdownNow()) if (task instanceof Future<?> waiting) waiting.cancel(false);
    }

    @Override
    public void close() {
        stop(queries);
        stop(passages);
        inner.close();
    }
}
