package dev.mayfly.control.v4.tail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.bindings.invocations.Invocations.LogLine;
import dev.mayfly.bindings.tails.Tails.Failure;
import dev.mayfly.bindings.tails.Tails.Seen;
import java.time.Instant;

/** An invocation in the form of the protocol {@code trace-v1}. */
final class TailEvent {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int CLIENT_GONE = 499;
    private static final long NS_PER_MS = 1_000_000;

    private TailEvent() {}

    static ObjectNode of(Seen seen) {
        Invocation invocation = seen.invocation();
        ObjectNode event = head(invocation.function(), outcome(invocation), invocation.startedAt());
        event.putObject("scriptVersion").put("id", invocation.version());
        event.put("cpuTime", invocation.usage().cpuNs() / NS_PER_MS);
        event.put("wallTime", invocation.usage().wallNs() / NS_PER_MS);
        ObjectNode happened = event.putObject("event");
        ObjectNode request =
                happened.putObject("request").put("url", invocation.url()).put("method", invocation.method());
        ObjectNode headers = request.putObject("headers");
        seen.headers().forEach(headers::put);
        happened.putObject("response").put("status", invocation.status());
        invocation.logs().forEach(line -> event.withArray("logs").add(line(line)));
        seen.failure()
                .ifPresentOrElse(
                        failure -> event.withArray("exceptions").add(exception(failure, invocation)),
                        () -> whatEndedIt(invocation, event));
        return event;
    }

    /** Events that were not passed on. */
    static ObjectNode overload(String script, long dropped) {
        ObjectNode event = head(script, "ok", Instant.now());
        event.putObject("event")
                .put("type", "overload")
                .put("message", "%d events were dropped: there were more than could be passed on".formatted(dropped));
        return event;
    }

    /** As wrangler names what became of an invocation. */
    static String outcome(Invocation invocation) {
        return switch (invocation.outcome()) {
            case "failed" -> "exception";
            case "exhausted" ->
                switch (invocation.code().orElse("")) {
                    case "cpu" -> "exceededCpu";
                    case "heap", "allocatedBytes" -> "exceededMemory";
                    default -> "exception";
                };
            case "answered" -> invocation.status() == CLIENT_GONE ? "canceled" : "ok";
            default -> invocation.status() == CLIENT_GONE ? "canceled" : "unknown";
        };
    }

    private static ObjectNode head(String script, String outcome, Instant at) {
        ObjectNode event = JSON.objectNode()
                .put("scriptName", script)
                .put("outcome", outcome)
                .put("eventTimestamp", at.toEpochMilli())
                .put("executionModel", "stateless")
                .put("truncated", false);
        event.putArray("logs");
        event.putArray("exceptions");
        event.putArray("diagnosticsChannelEvents");
        return event;
    }

    private static ObjectNode line(LogLine line) {
        ObjectNode told = JSON.objectNode()
                .put("level", line.level())
                .put("timestamp", line.at().toEpochMilli());
        told.putArray("message").add(line.text());
        return told;
    }

    private static ObjectNode exception(Failure failure, Invocation invocation) {
        return JSON.objectNode()
                .put("name", failure.name())
                .put("message", failure.message())
                .put("stack", failure.stack())
                .put("timestamp", invocation.startedAt().toEpochMilli());
    }

    /** What was stopped, refused or lost has thrown nothing, and its reader wants to know why all the same. */
    private static void whatEndedIt(Invocation invocation, ObjectNode event) {
        if (invocation.outcome().equals("answered")) return;
        event.withArray("exceptions")
                .addObject()
                .put(
                        "name",
                        "%s (%s)"
                                .formatted(
                                        invocation.outcome(), invocation.code().orElse("?")))
                .put("message", invocation.detail().orElse(""))
                .put("timestamp", invocation.startedAt().toEpochMilli());
    }
}
