package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.bindings.invocations.Invocations.LogLine;
import dev.mayfly.bindings.invocations.Invocations.Span;
import dev.mayfly.bindings.invocations.Invocations.Usage;
import dev.mayfly.edge.trace.TraceContext;
import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An invocation that is over, kept compact. Nothing changes it any more; {@link #told} unfolds it for readers. */
public record CompletedInvocation(
        TraceContext trace,
        String account,
        String function,
        String version,
        long startedAtMs,
        String method,
        String url,
        int status,
        Outcome outcome,
        InvocationClient.Usage usage,
        long[] begun,
        long[] ended,
        long[] ids,
        List<CallSpan> calls,
        List<Message.Log> logs,
        long egressBytes,
        Map<String, String> socket,
        Map<String, String> forwarded) {
    /** As the contract calls them. */
    static final List<String> OUTCOMES = List.of("answered", "refused", "exhausted", "failed", "lost");

    /** The version where a server was asked, and no function. */
    static final String OF_SERVER = "";

    private static final int BASE_BYTES = 800;
    private static final int CALL_BYTES = 400;
    private static final int LINE_BYTES = 64;

    String id() {
        return id(Phase.isolate);
    }

    CompletedInvocation rewritten(String newUrl, Outcome newOutcome, List<Message.Log> newLogs) {
        return new CompletedInvocation(
                trace,
                account,
                function,
                version,
                startedAtMs,
                method,
                newUrl,
                status,
                newOutcome,
                usage,
                begun,
                ended,
                ids,
                calls,
                newLogs,
                egressBytes,
                socket,
                forwarded);
    }

    /** An estimate of what it takes in memory. */
    public long bytes() {
        long bytes = BASE_BYTES + url.length() + (long) calls.size() * CALL_BYTES;
        if (!socket.isEmpty()) bytes += CALL_BYTES;
        if (!forwarded.isEmpty()) bytes += CALL_BYTES;
        for (Message.Log line : logs) bytes += LINE_BYTES + line.text().length();
        return bytes + detail().map(String::length).orElse(0);
    }

    /** Which of {@link #OUTCOMES}. */
    static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered a -> "answered";
            case Outcome.Refused r -> "refused";
            case Outcome.Exhausted e -> "exhausted";
            case Outcome.Failed f -> "failed";
            case Outcome.Lost l -> "lost";
        };
    }

    public Invocation told() {
        return new Invocation(
                id(),
                trace.id(),
                account,
                function,
                version,
                Instant.ofEpochMilli(startedAtMs),
                method,
                url,
                status,
                name(outcome),
                code(),
                detail(),
                new Usage(
                        usage.cpuNs(), usage.allocatedBytes(), usage.heapPeakBytes(), usage.wallNs(), usage.queuedNs()),
                logs.stream().map(CompletedInvocation::line).toList(),
                spans());
    }

    private Optional<String> code() {
        return switch (outcome) {
            case Outcome.Answered a -> Optional.empty();
            case Outcome.Refused r -> Optional.of(r.problem().code());
            case Outcome.Exhausted e -> Optional.of(e.limit());
            case Outcome.Failed f -> Optional.of(f.code());
            case Outcome.Lost l -> Optional.of("isolate-lost");
        };
    }

    private Optional<String> detail() {
        return switch (outcome) {
            case Outcome.Answered a -> Optional.empty();
            case Outcome.Refused r -> Optional.of(r.problem().detail());
            case Outcome.Exhausted e -> Optional.of("used %d of %d".formatted(e.used(), e.allowed()));
            case Outcome.Failed f ->
                Optional.of(
                        f.error().stack().isEmpty()
                                ? f.error().message()
                                : f.error().stack());
            case Outcome.Lost l -> Optional.of("worker " + l.worker() + " died");
        };
    }

    private List<Span> spans() {
        List<Span> spans = new ArrayList<>(Phase.values().length + calls.size());
        for (Phase phase : Phase.values()) {
            int i = phase.ordinal();
            if (begun[i] == 0) continue;
            spans.add(new Span(
                    id(phase),
                    phase == Phase.request ? trace.parent() : Optional.of(id(Phase.request)),
                    phase.name(),
                    fromStart(begun[i]),
                    fromStart(ended[i]),
                    attributes(phase),
                    phase == Phase.isolate || (phase == Phase.forward && begun[Phase.isolate.ordinal()] == 0)
                            ? code()
                            : Optional.empty()));
        }
        for (CallSpan call : calls) spans.add(span(call));
        return spans;
    }

    private Span span(CallSpan call) {
        Map<String, String> attributes = new HashMap<>(call.attributes);
        if (call.status != 0) attributes.put("http.response.status_code", Integer.toString(call.status));
        return new Span(
                call.id(),
                Optional.of(id(Phase.isolate)),
                call.name,
                fromStart(call.startNs),
                fromStart(call.endNs),
                attributes,
                call.error);
    }

    private Map<String, String> attributes(Phase phase) {
        return switch (phase) {
            case request ->
                version.equals(OF_SERVER)
                        ? ofServer()
                        : Map.of(
                                "http.request.method", method,
                                "url.full", url,
                                "http.response.status_code", Integer.toString(status),
                                "mayfly.account", account,
                                "mayfly.function", function,
                                "mayfly.version", version,
                                "mayfly.outcome", name(outcome));
            case isolate -> isolate();
            case response -> socket;
            case forward -> forwarded;
            default -> Map.of();
        };
    }

    private Map<String, String> ofServer() {
        return Map.of(
                "http.request.method", method,
                "url.full", url,
                "http.response.status_code", Integer.toString(status),
                "mayfly.origin", function);
    }

    private Map<String, String> isolate() {
        Map<String, String> attributes = new HashMap<>(Map.of(
                "mayfly.invocation", id(),
                "mayfly.cpu_ns", Long.toString(usage.cpuNs()),
                "mayfly.allocated_bytes", Long.toString(usage.allocatedBytes()),
                "mayfly.queued_ns", Long.toString(usage.queuedNs()),
                "mayfly.started", Integer.toString(usage.started()),
                "mayfly.worker", usage.worker()));
        if (usage.heapPeakBytes() > 0) attributes.put("mayfly.heap_peak_bytes", Long.toString(usage.heapPeakBytes()));
        return attributes;
    }

    private String id(Phase phase) {
        return TraceContext.hex(ids[phase.ordinal()]);
    }

    private long fromStart(long ns) {
        return ns - begun[Phase.request.ordinal()];
    }

    private static LogLine line(Message.Log log) {
        return new LogLine(Instant.ofEpochMilli(log.atMs()), log.level().name().toLowerCase(Locale.ROOT), log.text());
    }
}
