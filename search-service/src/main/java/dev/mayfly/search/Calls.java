package dev.mayfly.search;

import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Gives each call a thread of its own that may wait for the database and the disk; so many at a time, and no more. */
@ApplicationScoped
public class Calls {
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("search-call-", 0).factory());
    private final Semaphore free;
    private final int max;

    Calls(SearchConfig config) {
        this.max = config.callsMax();
        this.free = new Semaphore(max);
    }

    /** On a thread that may wait. */
    public <T> Uni<T> run(Supplier<T> work) {
        return Uni.createFrom().deferred(() -> {
            if (!free.tryAcquire())
                return Uni.createFrom()
                        .failure(new Problem.LimitReached(
                                "search-calls",
                                "%d calls are worked on already; try again".formatted(max),
                                java.time.Duration.ofSeconds(1)));
            return Uni.createFrom()
                    .item(() -> {
                        try {
                            return work.get();
                        } finally {
                            free.release();
                        }
                    })
                    .runSubscriptionOn(threads);
        });
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
