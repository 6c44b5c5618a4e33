package dev.mayfly.edge.bots.markdown;

import dev.mayfly.edge.EdgeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Turns pages into Markdown, away from the event loops: two at a time, and no more waiting, or held while they come, than is set. */
@Singleton
public class Pages {
    static final int WAITING_MAX = 64;
    private static final int THREADS = 2;

    private final WorkerExecutor workers;
    private final int pageBytesMax;
    private final long heldBytesMax;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();

    @Inject
    Pages(Vertx vertx, EdgeConfig config) {
        this(vertx, config.bots().markdownBytesMax(), config.bots().markdownHeldBytesMax());
    }

    Pages(Vertx vertx, int pageBytesMax, long heldBytesMax) {
        this.workers = vertx.createSharedWorkerExecutor("mayfly-edge-pages", THREADS);
        this.pageBytesMax = pageBytesMax;
        this.heldBytesMax = heldBytesMax;
    }

    /** Whether a page may grow by so many bytes; what was granted is given back by {@link #release}. */
    boolean hold(int before, int bytes) {
        if (before + (long) bytes > pageBytesMax) return false;
        if (held.addAndGet(bytes) <= heldBytesMax) return true;
        held.addAndGet(-bytes);
        return false;
    }

    void release(int bytes) {
        held.addAndGet(-bytes);
    }

    /** On the context of the caller. Empty where the page stays as it is. */
    Future<Optional<String>> markdown(byte[] html, @Nullable String charset, String url) {
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            return Future.succeededFuture(Optional.empty());
        }
        return workers.executeBlocking(() -> Markdown.of(html, charset, url), false)
                .onComplete(done -> waiting.decrementAndGet())
                .otherwise(Optional.empty());
    }

    @PreDestroy
    void close() {
        workers.close();
    }
}
