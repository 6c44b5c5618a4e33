package dev.mayfly.edge.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamesTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void answerIsBelievedForAWhile() throws Exception {
        Names names = names(Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) assertThat(ask(names, "a")).isEqualTo("127.0.0.1");
        assertThat(asked).hasValue(1);
    }

    @Test
    void oldAnswerIsAskedAgain() throws Exception {
        Names names = names(Duration.ZERO);
        ask(names, "a");
        ask(names, "a");
        assertThat(asked).hasValue(2);
    }

    @Test
    void unknownNameFails() {
        Names names = new Names(
                vertx,
                host -> {
                    throw new UnknownHostException(host);
                },
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
        assertThatThrownBy(() -> ask(names, "a")).hasRootCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void nobodyWaitsForEverForAName() {
        CountDownLatch never = new CountDownLatch(1);
        Names names = silent(never, Duration.ofMillis(20));
        assertThatThrownBy(() -> ask(names, "slow"))
                .rootCause()
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("slow: no answer within 20 ms");
        never.countDown();
    }

    @Test
    void namesUnderWayAreBounded() {
        CountDownLatch never = new CountDownLatch(1);
        Names names = silent(never, Duration.ofMinutes(1));
        for (int i = 0; i < 1024; i++)
            assertThat(names.addresses("n" + i).isComplete()).isFalse();
        assertThat(names.addresses("one-more").failed()).isTrue();
        never.countDown();
    }

    /** The resolver answers when the latch opens. */
    private Names silent(CountDownLatch latch, Duration within) {
        return new Names(
                vertx,
                host -> {
                    try {
                        latch.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new UnknownHostException(host);
                },
                Duration.ofMinutes(1),
                within);
    }

    private Names names(Duration believedFor) {
        return new Names(
                vertx,
                host -> {
                    asked.incrementAndGet();
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                },
                believedFor,
                Duration.ofMinutes(1));
    }

    private static String ask(Names names, String host) throws Exception {
        return names.addresses(host)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .getFirst()
                .getHostAddress();
    }
}
