package dev.mayfly.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An endpoint that speaks OpenAI's chat completions: it cites the first passage that it is shown, and one that it is not. What the question asks for can go wrong. */
record ScriptedModel(HttpServer server) implements AutoCloseable {
    static final int DIMENSIONS = 256;

    /** What it was asked, the last last. */
    static final Queue<Asked> ASKED = new ConcurrentLinkedQueue<>();

    record Asked(String authorization, String body) {}

    static ScriptedModel start() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", ScriptedModel::answer);
        server.createContext("/v1/embeddings", ScriptedModel::embed);
        server.start();
        return new ScriptedModel(server);
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        ASKED.add(new Asked(exchange.getRequestHeaders().getFirst("Authorization"), body));
        if (body.contains("please refuse")) {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            out.write(piece("Fourteen days "));
            out.flush();
            if (body.contains("please stop")) return;
            out.write(piece("[1], or so [99]."));
            out.write("data: [DONE]\n\n".getBytes(UTF_8));
        }
    }

    /** Texts that share words are near each other. */
    private static void embed(HttpExchange exchange) throws IOException {
        var texts = new ObjectMapper().readTree(exchange.getRequestBody()).path("input");
        if (texts.toString().contains("please refuse")) {
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
            return;
        }
        var data = new ArrayList<String>();
        for (var text : texts) {
            int[] vector = new int[DIMENSIONS];
            vector[0] = 1;
            for (String word : text.asText().toLowerCase(Locale.ROOT).split("\\W+"))
                vector[1 + Math.floorMod(word.hashCode(), DIMENSIONS - 1)]++;
            data.add("{\"index\":%d,\"embedding\":%s}".formatted(data.size(), Arrays.toString(vector)));
        }
        byte[] answer = ("{\"data\":[" + String.join(",", data) + "]}").getBytes(UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static byte[] piece(String text) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n"
                .formatted(text)
                .getBytes(UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
