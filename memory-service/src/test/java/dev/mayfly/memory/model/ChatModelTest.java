package dev.mayfly.memory.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.mayfly.memory.MemoryConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ChatModelTest {
    /** One that begins to answer and does not go on must not hold up a worker for good. */
    @Test
    void anAnswerThatDoesNotEndIsWaitedForNoLongerThanOneThatDoesNotBegin() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountDownLatch over = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(threads);
            server.createContext("/v1/chat/completions", exchange -> {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
            ChatModel model = new ChatModel(
                    patient("http://127.0.0.1:%d/v1/"
                            .formatted(server.getAddress().getPort())),
                    new ObjectMapper());
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> assertThatThrownBy(() -> model.ask("system", "user"))
                            .isInstanceOf(ModelFailed.class)
                            .hasMessageContaining("takes longer than PT0.3S"));
            over.countDown();
            model.close();
        } finally {
            over.countDown();
            server.stop(0);
        }
    }

    private static MemoryConfig patient(String endpoint) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(MemoryConfig.class)
                .withDefaultValues(
                        Map.of("mayfly.memory.model.endpoint", endpoint, "mayfly.memory.model.patience", "PT0.3S"))
                .build()
                .getConfigMapping(MemoryConfig.class);
    }
}
