package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mayfly.bindings.testing.OtlpMessage;
import dev.mayfly.bindings.testing.OtlpMessage.Span;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** Takes OTLP over HTTP as a collector does, and keeps spans, with the name of who told of them. */
final class OtlpReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final List<RuntimeException> unreadable = new CopyOnWriteArrayList<>();

    private record Told(String message, List<Span> spans) {}

    OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/v1/traces", this::take);
        // One that sends slowly, or was stopped in the middle, holds up nobody else.
        server.setExecutor(threads);
        server.start();
    }

    /** What a process is told so that it tells this one. */
    Map<String, String> environment() {
        return Map.of(
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
                "http/protobuf",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY",
                "200ms");
    }

    /** Whether a service of that name told of spans of that trace. */
    boolean heard(String service, String trace) {
        assertThat(unreadable).isEmpty();
        return told.stream()
                .anyMatch(one -> one.message.contains(service)
                        && one.spans.stream().anyMatch(span -> span.trace().equals(trace)));
    }

    /** Of all services. */
    List<Span> spans(String trace) {
        return told.stream()
                .flatMap(one -> one.spans.stream())
                .filter(span -> span.trace().equals(trace))
                .toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            var body = exchange.getRequestBody();
            var bytes = (zipped ? new GZIPInputStream(body) : body).readAllBytes();
            var spans = new ArrayList<Span>();
            try {
                OtlpMessage.records(bytes, span -> spans.add(Span.of(span)));
            } catch (RuntimeException e) {
                unreadable.add(e);
            }
            told.add(new Told(latin(bytes), spans));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
