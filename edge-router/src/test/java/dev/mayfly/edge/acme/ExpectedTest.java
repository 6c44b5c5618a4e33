package dev.mayfly.edge.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpectedTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger looks = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore may = new Semaphore(0);
    private final Expected expected = new Expected(vertx, () -> {
        byte[] look = {(byte) looks.incrementAndGet()};
        begun.release();
        may.acquire();
        return Map.of("token", look);
    });

    @AfterEach
    void close() throws Exception {
        may.release(9);
        result(vertx.close());
    }

    @Test
    void thoseWhoComeDuringALookShareTheNext() throws Exception {
        Future<Optional<byte[]>> first = expected.content("token");
        begun.acquire();
        List<Future<Optional<byte[]>>> crowd = new ArrayList<>();
        for (int i = 0; i < 1000; i++) crowd.add(expected.content("token"));
        may.release();
        assertThat(result(first)).contains(new byte[] {1});
        begun.acquire();
        assertThat(crowd).noneMatch(Future::isComplete);
        may.release(8);
        for (Future<Optional<byte[]>> one : crowd) assertThat(result(one)).contains(new byte[] {2});
        assertThat(result(expected.content("other"))).isEmpty();
        assertThat(looks).hasValue(3);
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
