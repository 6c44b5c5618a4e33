package dev.mayfly.edge;

import static dev.mayfly.bindings.testing.OtlpMessage.fields;
import static dev.mayfly.bindings.testing.OtlpMessage.hex;
import static dev.mayfly.bindings.testing.OtlpMessage.text;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mayfly.bindings.testing.OtlpMessage;
import dev.mayfly.bindings.testing.OtlpMessage.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Takes OTLP over HTTP as a collector does, and tells what it has seen, a line each: at {@code /seen} spans, {@code trace span parent
 * name}; at {@code /seen/logs} log records, {@code trace span severity body attributes}.
 */
final class TraceCollector implements AutoCloseable {
    private final HttpServer server;
    private final List<String> spans = new CopyOnWriteArrayList<>();
    private final List<String> logs = new CopyOnWriteArrayList<>();

    TraceCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/v1/traces", exchange -> take(exchange, this::span));
        server.createContext("/v1/logs", exchange -> take(exchange, this::log));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/seen", exchange -> tell(exchange, spans));
        server.createContext("/seen/logs", exchange -> tell(exchange, logs));
        server.start();
    }

    private static void take(HttpExchange exchange, Consumer<ByteBuffer> each) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding")))
            body = new GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes();
        OtlpMessage.records(body, each);
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static void tell(HttpExchange exchange, List<String> lines) throws IOException {
        byte[] seen = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, seen.length == 0 ? -1 : seen.length);
        exchange.getResponseBody().write(seen);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void span(ByteBuffer message) {
        Span span = Span.of(message);
        spans.add(String.join(" ", span.trace(), span.id(), span.parent().orElse("-"), span.name()));
    }

    /** LogRecord: severity_text 3, body 5 (AnyValue: string_value 1), attributes 6 (KeyValue), trace_id 9, span_id 10. */
    private void log(ByteBuffer log) {
        String[] parts = {"", "", "", ""};
        TreeMap<String, String> attributes = new TreeMap<>();
        fields(log, (number, value) -> {
            switch (number) {
                case 9 -> parts[0] = hex(value);
                case 10 -> parts[1] = hex(value);
                case 3 -> parts[2] = text(value);
                case 5 -> fields(value, (n, body) -> parts[3] = text(body));
                case 6 -> {
                    String[] pair = {"", ""};
                    fields(value, (n, member) -> {
                        if (n == 1) pair[0] = text(member);
                        else fields(member, (m, content) -> pair[1] = text(content));
                    });
                    attributes.put(pair[0], pair[1]);
                }
                default -> {}
            }
        });
        logs.add(String.join(" ", parts) + " " + attributes);
    }
}
