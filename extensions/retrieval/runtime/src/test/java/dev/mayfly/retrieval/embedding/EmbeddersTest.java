package dev.mayfly.retrieval.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.mayfly.bindings.problem.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EmbeddersTest {
    @Test
    void meaningIsCloserThanWords() {
        try (Embedder model = new BgeSmall(2)) {
            float[] question = model.query("How do I get my money back?");
            List<float[]> passages = model.passages(
                    List.of("Refunds are paid within fourteen days.", "How do I get to the station from here?"));
            assertThat(question).hasSize(model.dimensions());
            assertThat(dot(question, question)).isBetween(0.999, 1.001);
            assertThat(dot(question, passages.get(0))).isGreaterThan(dot(question, passages.get(1)));
            assertThat(model.passages(List.of("long ".repeat(5_000)))).hasSize(1);
        }
    }

    @Test
    void textIsEmbeddedOnceWhileItIsRemembered() {
        Counting counting = new Counting();
        try (Embedder remembering = new RememberingEmbedder(counting, 3)) {
            remembering.passages(List.of("a", "b", "a"));
            remembering.passages(List.of("b", "a"));
            assertThat(counting.embedded).containsExactly("a", "b");
            remembering.query("a");
            assertThat(counting.embedded).as("a query is no passage").containsExactly("a", "b", "q:a");
            remembering.passages(List.of("c", "d"));
            assertThat(remembering.passages(List.of("b", "a", "d")).get(0)).containsExactly(1, 0);
            assertThat(counting.embedded).as("the oldest are forgotten").hasSize(7);
        }
    }

    @Test
    void queryBeyondTheBoundIsRefused() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Counting slow = new Counting() {
            @Override
            public float[] query(String text) {
                begun.countDown();
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    throw new EmbeddingFailed("interrupted", e);
                }
                return super.query(text);
            }
        };
        try (QueuedEmbedder queued = new QueuedEmbedder(slow, 1, 1)) {
            Thread first = Thread.startVirtualThread(() -> queued.query("first"));
            begun.await();
            Thread second = Thread.startVirtualThread(() -> queued.query("second"));
            while (second.getState() != Thread.State.WAITING) Thread.onSpinWait();
            assertThatThrownBy(() -> queued.query("third"))
                    .isInstanceOf(Problem.LimitReached.class)
                    .hasMessageContaining("1 queries wait");
            assertThat(queued.passages(List.of("p")))
                    .as("passages wait for no query")
                    .hasSize(1);
            stuck.countDown();
            first.join();
            second.join();
        }
    }

    /** The model's memory is not Java's: a run in it while it is freed would end the process. */
    @Test
    @Timeout(120)
    void modelIsClosedWhenNobodyIsInItAnyMore() throws Exception {
        Embedder model = new BgeSmall(2);
        int threads = 4;
        CountDownLatch running = new CountDownLatch(threads);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++)
            all.add(CompletableFuture.runAsync(
                    () -> {
                        model.passages(List.of("long ".repeat(600)));
                        running.countDown();
                        while (true) model.passages(List.of("long ".repeat(600)));
                    },
                    task -> Thread.ofPlatform().daemon().start(task)));
        running.await();
        model.close();
        for (CompletableFuture<Void> one : all)
            assertThat(one)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(EmbeddingFailed.class)
                    .withMessageContaining("closed");
        model.close();
    }

    @Test
    @Timeout(120)
    void whoWaitsWhenItIsClosedIsTold() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Counting stuck = new Counting() {
            @Override
            public List<float[]> passages(List<String> texts) {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new EmbeddingFailed("interrupted", e);
                }
                return super.passages(texts);
            }
        };
        QueuedEmbedder queued = new QueuedEmbedder(stuck, 1, 1);
        CompletableFuture<List<float[]>> first =
                CompletableFuture.supplyAsync(() -> queued.passages(List.of("a")), Thread::startVirtualThread);
        begun.await();
        CompletableFuture<List<float[]>> second =
                CompletableFuture.supplyAsync(() -> queued.passages(List.of("b")), Thread::startVirtualThread);
        while (queued.waiting() == 0) Thread.onSpinWait();
        queued.close();
        for (CompletableFuture<List<float[]>> one : List.of(first, second))
            assertThat(one)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOfAny(CancellationException.class, InterruptedException.class);
        assertThatThrownBy(() -> queued.passages(List.of("c")))
                .isInstanceOf(EmbeddingFailed.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> queued.query("c"))
                .isInstanceOf(EmbeddingFailed.class)
                .hasMessageContaining("closed");
    }

    @Test
    void endpointIsAskedInBatchesAndItsAnswerHeldAgainstTheQuestion() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String[] answer = {"{\"data\":[{\"index\":1,\"embedding\":[0,2]},{\"index\":0,\"embedding\":[3,0]}]}"};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", exchange -> {
            asked.incrementAndGet();
            byte[] body = answer[0].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    exchange.getRequestHeaders().getFirst("Authorization").equals("Bearer key") ? 200 : 401,
                    body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        URI url = URI.create(
                "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort()));
        var place = new EndpointEmbedder.Place(url, "model", 2, Optional.of("key"), 2, Duration.ofSeconds(20));
        try (Embedder endpoint = new EndpointEmbedder(place)) {
            List<float[]> vectors = endpoint.passages(List.of("a", "b", "c", "d"));
            assertThat(asked).hasValue(2);
            assertThat(vectors.get(0)).containsExactly(1, 0);
            assertThat(vectors.get(1)).containsExactly(0, 1);
            answer[0] = "{\"data\":[{\"index\":0,\"embedding\":[1,0]}]}";
            assertThatThrownBy(() -> endpoint.passages(List.of("a", "b"))).hasMessageContaining("left a text out");
            answer[0] = "{\"data\":[{\"index\":0,\"embedding\":[1,0,0]}]}";
            assertThatThrownBy(() -> endpoint.query("a")).hasMessageContaining("a vector of 3 numbers");
        } finally {
            server.stop(0);
        }
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) sum += left[i] * right[i];
        return sum;
    }

    /** Tells what it was asked for. */
    private static class Counting implements Embedder {
        final List<String> embedded = new ArrayList<>();

        @Override
        public String model() {
            return "counting";
        }

        @Override
        public int dimensions() {
            return 2;
        }

        @Override
        public List<float[]> passages(List<String> texts) {
            embedded.addAll(texts);
            return texts.stream().map(text -> new float[] {1, 0}).toList();
        }

        @Override
        public float[] query(String text) {
            embedded.add("q:" + text);
            return new float[] {0, 1};
        }

        @Override
        public void close() {}
    }
}
