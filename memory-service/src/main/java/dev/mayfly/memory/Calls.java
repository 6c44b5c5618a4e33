package dev.mayfly.memory;

import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Gives each call a thread of its own that may wait for the database and the disk; so many at a time, and no more. */
@ApplicationScoped
class Calls {
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("memory-call-", 0).factory());
    private final Semaphore free;
    private final Semaphore freeToWait;
    private final int max;

    Calls(MemoryConfig config) {
        this.max = config.callsMax();
        this.free = new Semaphore(max);
        this.freeToWait = new Semaphore(config.waitsMax());
    }

    <T> Uni<T> run(Supplier<T> work) {
        return Uni.createFrom().deferred(() -> {
            if (!free.tryAcquire())
                return Uni.createFrom()
                        .failure(new Problem.LimitReached(
                                "memory-calls",
                                "%d calls are worked on already; try again".formatted(max),
                                Duration.ofSeconds(1)));
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

    /** For what takes its time, so that it holds up no other call. Beyond a bound nobody waits: {@code otherwise} is the answer. */
    <T> Uni<T> await(Supplier<T> work, T otherwise) {
        return Uni.createFrom()
                .item(() -> {
                    if (!freeToWait.tryAcquire()) return otherwise;
                    try {
                        return work.get();
                    } finally {
                        freeToWait.release();
                    }
                })
                .runSubscriptionOn(threads);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
