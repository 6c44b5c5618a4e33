package dev.mayfly.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * An endpoint that embeds by counting words, so that the same words mean the same, and completes chats as messages ask for: with the JSON behind
 * {@code SAY:}, or with nothing found.
 */
final class ScriptedModels implements AutoCloseable {
    static final int DIMENSIONS = 64;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SAY = "SAY:";
    private static final String NOTHING = "{\"memories\":[]}";

    private final HttpServer server;

    ScriptedModels() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/embeddings", ScriptedModels::embed);
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, completion(read(exchange))));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
    }

    private static JsonNode read(HttpExchange exchange) throws IOException {
        return JSON.readTree(exchange.getRequestBody());
    }

    private static void answer(HttpExchange exchange, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange;
                var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static void embed(HttpExchange exchange) throws IOException {
        JsonNode asked = read(exchange);
        if (!asked.toString().contains("please refuse")) {
            answer(exchange, embeddings(asked));
            return;
        }
        exchange.sendResponseHeaders(400, -1);
        exchange.close();
    }

    private static Object embeddings(JsonNode asked) {
        List<Object> data = new ArrayList<>();
        for (JsonNode text : asked.path("input"))
            data.add(Map.of("index", data.size(), "embedding", vector(text.asText())));
        return Map.of("data", data);
    }

    private static float[] vector(String text) {
        float[] vector = new float[DIMENSIONS];
        vector[0] = 0.01f;
        for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
            vector[Math.floorMod(word.hashCode(), DIMENSIONS)] += 1;
        return vector;
    }

    private static Object completion(JsonNode asked) {
        String user = asked.path("messages").path(1).path("content").asText();
        int at = user.indexOf(SAY);
        String said = at < 0
                ? NOTHING
                : user.substring(at + SAY.length())
                        .lines()
                        .findFirst()
                        .orElse(NOTHING)
                        .strip();
        return Map.of("choices", List.of(Map.of("message", Map.of("content", said))));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
