package dev.mayfly.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
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
        request(ByteBuffer.wrap(body), each);
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

    /** ExportTraceServiceRequest: resource_spans 1, scope_spans 2, spans 2. ExportLogsServiceRequest has the same numbers. */
    private static void request(ByteBuffer request, Consumer<ByteBuffer> each) {
        fields(request, (n1, resource) -> {
            if (n1 == 1)
                fields(resource, (n2, scope) -> {
                    if (n2 == 2)
                        fields(scope, (n3, span) -> {
                            if (n3 == 2) each.accept(span);
                        });
                });
        });
    }

    private void span(ByteBuffer span) {
        String[] parts = {"", "", "-", ""};
        fields(span, (number, value) -> {
            byte[] bytes = bytes(value);
            switch (number) {
                case 1 -> parts[0] = HexFormat.of().formatHex(bytes);
                case 2 -> parts[1] = HexFormat.of().formatHex(bytes);
                case 4 -> parts[2] = bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes);
                case 5 -> parts[3] = new String(bytes, StandardCharsets.UTF_8);
                default -> {}
            }
        });
        spans.add(String.join(" ", parts));
    }

    /** LogRecord: severity_text 3, body 5 (AnyValue: string_value 1), attributes 6 (KeyValue), trace_id 9, span_id 10. */
    private void log(ByteBuffer log) {
        String[] parts = {"", "", "", ""};
        TreeMap<String, String> attributes = new TreeMap<>();
        fields(log, (number, value) -> {
            switch (number) {
                case 9 -> parts[0] = HexFormat.of().formatHex(bytes(value));
                case 10 -> parts[1] = HexFormat.of().formatHex(bytes(value));
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

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    private interface Field {
        void on(int number, ByteBuffer value);
    }

    /** Calls back for each field with a length; skips numbers. */
    private static void fields(ByteBuffer message, Field field) {
        ByteBuffer in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 5 -> in.getInt();
                case 2 -> {
                    int length = (int) varint(in);
                    field.on((int) (tag >>> 3), in.slice(in.position(), length));
                    in.position(in.position() + length);
                }
                default -> throw new IllegalArgumentException("no protobuf");
            }
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) return value;
        }
    }
}
