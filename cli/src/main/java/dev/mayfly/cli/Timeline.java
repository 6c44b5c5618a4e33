package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What happened in an invocation and in those that it called, on one clock: that of the outermost. Each begins within the call that it
 * answers, whatever clocks of other machines say.
 */
final class Timeline {
    private static final int DEPTH_MAX = 20;

    /** @param text for people: of what a call was about, or what was written to the console */
    record Entry(Kind kind, int depth, String name, long startNs, long endNs, String text, String error) {}

    enum Kind {
        span,
        log
    }

    private record Shifted(JsonNode invocation, JsonNode span, long offsetNs) {
        long startNs() {
            return offsetNs + span.path("startNs").asLong();
        }

        long endNs() {
            return offsetNs + span.path("endNs").asLong();
        }
    }

    private final Map<String, List<JsonNode>> called = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    /** @param others of the same trace; those that do not belong below it are left out */
    Timeline(JsonNode outermost, List<JsonNode> others) {
        for (JsonNode other : others)
            if (!id(other).equals(id(outermost)))
                root(other)
                        .ifPresent(root -> called.computeIfAbsent(parent(root), made -> new ArrayList<>())
                                .add(other));
        add(outermost, 0, 0);
    }

    List<Entry> entries() {
        return entries;
    }

    /** The invocation that called it, directly or through others, and that nobody of these called. */
    static JsonNode outermost(JsonNode invocation, List<JsonNode> others) {
        Map<String, JsonNode> bySpan = new HashMap<>();
        for (JsonNode other : others)
            for (JsonNode span : other.path("spans")) bySpan.put(span.path("id").asText(), other);
        JsonNode found = invocation;
        for (int depth = 0; depth < DEPTH_MAX; depth++) {
            Optional<JsonNode> caller = root(found).flatMap(root -> Optional.ofNullable(bySpan.get(parent(root))));
            if (caller.isEmpty()) return found;
            found = caller.get();
        }
        return found;
    }

    private void add(JsonNode invocation, long offsetNs, int depth) {
        List<Shifted> spans = new ArrayList<>();
        for (JsonNode span : invocation.path("spans")) spans.add(new Shifted(invocation, span, offsetNs));
        children(spans, "", depth);
    }

    private void children(List<Shifted> all, String parent, int depth) {
        if (depth > DEPTH_MAX) return;
        Map<Long, List<Runnable>> inOrder = new TreeMap<>();
        all.stream()
                .filter(shifted -> parent.isEmpty() ? isRoot(shifted, all) : parent.equals(parent(shifted.span)))
                .sorted(Comparator.comparingLong(Shifted::startNs))
                .forEach(shifted -> inOrder.computeIfAbsent(shifted.startNs(), made -> new ArrayList<>())
                        .add(() -> add(shifted, all, depth)));
        all.stream()
                .filter(shifted -> id(shifted.span).equals(parent) && parent.equals(id(shifted.invocation)))
                .forEach(isolate -> isolate.invocation.path("logs").forEach(log -> {
                    long at = isolate.offsetNs + sinceNs(isolate.invocation, log.path("at"));
                    long within = Math.clamp(at, isolate.startNs(), Math.max(isolate.startNs(), isolate.endNs()));
                    inOrder.computeIfAbsent(within, made -> new ArrayList<>())
                            .add(() -> entries.add(new Entry(
                                    Kind.log, depth, text(log, "level"), within, within, text(log, "text"), "")));
                }));
        inOrder.values().forEach(together -> together.forEach(Runnable::run));
    }

    private void add(Shifted shifted, List<Shifted> all, int depth) {
        JsonNode span = shifted.span;
        entries.add(new Entry(
                Kind.span,
                depth,
                text(span, "name"),
                shifted.startNs(),
                shifted.endNs(),
                about(span, depth),
                span.hasNonNull("error") ? text(span, "error") : ""));
        children(all, id(span), depth + 1);
        for (JsonNode below : called.getOrDefault(id(span), List.of())) {
            long begun = shifted.offsetNs + sinceNs(shifted.invocation, below.path("startedAt"));
            add(below, Math.clamp(begun, shifted.startNs(), Math.max(shifted.startNs(), shifted.endNs())), depth + 1);
        }
    }

    /** Which flag had which variant, what was fetched, which function was called. */
    private static String about(JsonNode span, int depth) {
        JsonNode attributes = span.path("attributes");
        if (attributes.has("feature_flag.key"))
            return "%s = %s (%s)"
                    .formatted(
                            text(attributes, "feature_flag.key"),
                            attributes.path("feature_flag.result.variant").asText("default"),
                            text(attributes, "feature_flag.result.reason"));
        if (text(span, "name").equals("fetch"))
            return String.join(
                            " ",
                            text(attributes, "http.request.method"),
                            text(attributes, "url.full"),
                            text(attributes, "http.response.status_code"))
                    .strip();
        return depth > 0 ? text(attributes, "mayfly.function") : "";
    }

    private static Optional<JsonNode> root(JsonNode invocation) {
        for (JsonNode span : invocation.path("spans"))
            if (text(span, "name").equals("request")) return Optional.of(span);
        return Optional.empty();
    }

    /** A root has no parent, or one of another process. */
    private static boolean isRoot(Shifted span, List<Shifted> all) {
        String parent = parent(span.span);
        return parent.isEmpty() || all.stream().noneMatch(other -> parent.equals(id(other.span)));
    }

    private static long sinceNs(JsonNode invocation, JsonNode instant) {
        String begun = text(invocation, "startedAt");
        if (begun.isEmpty() || instant.asText("").isEmpty()) return 0;
        return Duration.between(Instant.parse(begun), Instant.parse(instant.asText()))
                .toNanos();
    }

    private static String id(JsonNode node) {
        return text(node, "id");
    }

    private static String parent(JsonNode span) {
        return span.hasNonNull("parent") ? text(span, "parent") : "";
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
