package dev.mayfly.memory.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.memory.MemoryConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an endpoint that completes chats as OpenAI's does, for one JSON object. */
@ApplicationScoped
class ChatModel {
    private static final int ANSWER_BYTES_MAX = 1024 * 1024;
    private static final int ANSWER_TOKENS_MAX = 4_096;

    private final MemoryConfig.Model config;
    private final ObjectMapper json;
    private Optional<HttpClient> http = Optional.empty();

    ChatModel(MemoryConfig config, ObjectMapper json) {
        this.config = config.model();
        this.json = json;
    }

    boolean isThere() {
        return config.endpoint().isPresent();
    }

    /** @return the object that it answered with; never anything else */
    JsonNode ask(String system, String user) throws ModelFailed {
        URI endpoint = config.endpoint().orElseThrow();
        try {
            var request = HttpRequest.newBuilder(
                            URI.create(endpoint.toString().replaceFirst("/+$", "") + "/chat/completions"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body(system, user))));
            config.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
            HttpResponse<byte[]> answer = answered(client().sendAsync(
                            request.build(),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX)));
            if (answer.statusCode() != 200)
                throw new ModelFailed("the model's endpoint answered %d".formatted(answer.statusCode()));
            return object(answer.body());
        } catch (IOException | ExecutionException e) {
            throw new ModelFailed("the model's endpoint does not answer as it should");
        } catch (TimeoutException e) {
            throw new ModelFailed("the model's endpoint takes longer than %s".formatted(config.patience()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelFailed("the wait for the model was interrupted");
        }
    }

    /** The client's own patience ends with the first byte; this one lasts to the last. */
    private HttpResponse<byte[]> answered(CompletableFuture<HttpResponse<byte[]>> asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return asked.get(config.patience().toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            asked.cancel(true);
        }
    }

    private Map<String, Object> body(String system, String user) {
        return Map.of(
                "model", config.name().orElse("default"),
                "temperature", 0,
                "max_tokens", ANSWER_TOKENS_MAX,
                "response_format", Map.of("type", "json_object"),
                "messages",
                        List.of(Map.of("role", "system", "content", system), Map.of("role", "user", "content", user)));
    }

    private JsonNode object(byte[] answer) throws ModelFailed, IOException {
        String content = json.readTree(answer)
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asText("");
        int from = content.indexOf('{');
        int to = content.lastIndexOf('}');
        if (from < 0 || to < from) throw new ModelFailed("the model did not answer with a JSON object");
        try {
            return json.readTree(content.substring(from, to + 1));
        } catch (JsonProcessingException e) {
            throw new ModelFailed("the model did not answer with a JSON object");
        }
    }

    private synchronized HttpClient client() {
        if (http.isEmpty())
            http = Optional.of(
                    HttpClient.newBuilder().connectTimeout(config.patience()).build());
        return http.get();
    }

    @PreDestroy
    synchronized void close() {
        http.ifPresent(HttpClient::close);
    }
}
