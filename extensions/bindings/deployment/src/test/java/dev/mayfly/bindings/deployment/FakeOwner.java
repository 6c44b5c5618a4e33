package dev.mayfly.bindings.deployment;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The other service: writes down what it is asked, and answers what it was told. */
final class FakeOwner {
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer(500, "text/plain", "");
    private HttpServer server;

    record Seen(String line, Headers headers, String body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.getFirst(name));
        }
    }

    /** @param status 0: none comes */
    private record Answer(int status, String type, String body) {}

    void start(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/", this::handle);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void answers(int status, String type, String body) {
        seen.clear();
        answer = new Answer(status, type, body);
    }

    void staysSilent() {
        answers(0, "", "");
    }

    List<Seen> seen() {
        return seen;
    }

    Seen only() {
        if (seen.size() != 1) throw new AssertionError("not one request but " + seen);
        return seen.getFirst();
    }

    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String line =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
        seen.add(new Seen(line, exchange.getRequestHeaders(), body));
        Answer now = answer;
        if (now.status == 0) return;
        byte[] bytes = now.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", now.type);
        exchange.getResponseHeaders().set("Location", "/elsewhere");
        exchange.sendResponseHeaders(now.status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
