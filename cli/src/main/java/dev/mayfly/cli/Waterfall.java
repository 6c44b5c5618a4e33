package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Draws an invocation: a line for each span, indented below its parent, with a bar on the request's time. */
record Waterfall(Screen screen, int width) {
    private static final int DEPTH_MAX = 20;

    String draw(JsonNode invocation) {
        List<JsonNode> spans = new ArrayList<>();
        invocation.path("spans").forEach(spans::add);
        long end = Math.max(
                1, spans.stream().mapToLong(s -> s.path("endNs").asLong()).max().orElse(1));
        StringBuilder out = new StringBuilder();
        line(out, "%s %s → %s  %s  %s", invocation, "method", "url", "status", "outcome", "startedAt");
        JsonNode use = invocation.path("usage");
        out.append("cpu %s, allocated %.1f MB, wall %s, version %s%n"
                .formatted(
                        ms(use.path("cpuNs").asLong()),
                        use.path("allocatedBytes").asLong() / 1e6,
                        ms(use.path("wallNs").asLong()),
                        invocation.path("version").asText()));
        children(out, spans, "", 0, end);
        for (JsonNode log : invocation.path("logs"))
            out.append("%s %s%n"
                    .formatted(
                            screen.level(log.path("level").asText()),
                            Screen.plain(log.path("text").asText())));
        if (invocation.hasNonNull("detail"))
            out.append(screen.bad(Screen.plain(invocation.get("detail").asText())))
                    .append('\n');
        return out.toString();
    }

    private static void line(StringBuilder out, String format, JsonNode node, String... fields) {
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++)
            values[i] = Screen.plain(node.path(fields[i]).asText());
        out.append(format.formatted(values)).append('\n');
    }

    private void children(StringBuilder out, List<JsonNode> spans, String parent, int depth, long end) {
        if (depth > DEPTH_MAX) return;
        List<JsonNode> mine = spans.stream()
                .filter(s -> parent.isEmpty()
                        ? isRoot(s, spans)
                        : parent.equals(s.path("parent").asText("")))
                .sorted(Comparator.comparingLong(s -> s.path("startNs").asLong()))
                .toList();
        for (JsonNode span : mine) {
            String name = "%-32s"
                    .formatted(
                            "  ".repeat(depth) + Screen.plain(span.path("name").asText()));
            out.append(span.hasNonNull("error") ? screen.bad(name) : name);
            out.append(' ').append(bar(span, end));
            out.append(" %9s"
                    .formatted(ms(
                            span.path("endNs").asLong() - span.path("startNs").asLong())));
            if (span.hasNonNull("error"))
                out.append("  ")
                        .append(screen.bad(Screen.plain(span.get("error").asText())));
            out.append('\n');
            children(out, spans, span.path("id").asText(), depth + 1, end);
        }
    }

    /** A root has no parent, or one of another process. */
    private static boolean isRoot(JsonNode span, List<JsonNode> all) {
        String parent = span.path("parent").asText("");
        return parent.isEmpty()
                || parent.equals("null")
                || all.stream().noneMatch(s -> parent.equals(s.path("id").asText()));
    }

    private String bar(JsonNode span, long end) {
        int from = (int) Math.min(width - 1L, span.path("startNs").asLong() * width / end);
        int to = (int) Math.max(from + 1L, Math.min(width, span.path("endNs").asLong() * width / end));
        return screen.faint("·".repeat(from)) + "█".repeat(to - from) + screen.faint("·".repeat(width - to));
    }

    private static String ms(long ns) {
        return String.format(Locale.ROOT, "%.2f ms", ns / 1e6);
    }
}
