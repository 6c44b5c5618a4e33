package dev.mayfly.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An endpoint on loopback that speaks OpenAI's chat completions, streams what it was told to say, and keeps what it was asked. */
record ScriptedModel(HttpServer server, Queue<Asked> asked) implements AutoCloseable {
    /** What a client showed, and its question. */
    record Asked(String authorization, String body) {}

    static ScriptedModel saying(List<String> pieces) throws IOException {
        var asked = new ConcurrentLinkedQueue<Asked>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, pieces, asked));
        server.start();
        return new ScriptedModel(server, asked);
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, List<String> pieces, Queue<Asked> asked) throws IOException {
        asked.add(new Asked(
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            for (var piece : pieces) {
                out.write("""
                        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"small","choices":[{"index":0,"delta":{"content":"%s"}}]}

                        """.formatted(piece).getBytes(UTF_8));
                out.flush();
            }
            out.write("data: [DONE]\n\n".getBytes(UTF_8));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
