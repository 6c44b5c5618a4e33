package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * Draws an invocation and those that it called: a line for each span, indented below its parent, with a bar on the request's time and
 * what it was about; and what functions wrote to their console, where they wrote it.
 */
record Waterfall(Screen screen, int width) {
    /** @param others of the same trace, among which are those that it called */
    String draw(JsonNode invocation, List<JsonNode> others) {
        List<Timeline.Entry> entries = new Timeline(invocation, others).entries();
        long end = Math.max(
                1, entries.stream().mapToLong(Timeline.Entry::endNs).max().orElse(1));
        StringBuilder out = new StringBuilder();
        line(out, "%s %s → %s  %s  %s", invocation, "method", "url", "status", "outcome", "startedAt");
        JsonNode use = invocation.path("usage");
        out.append("cpu %s, allocated %.1f MB, wall %s, version %s%n"
                .formatted(
                        ms(use.path("cpuNs").asLong()),
                        use.path("allocatedBytes").asLong() / 1e6,
                        ms(use.path("wallNs").asLong()),
                        invocation.path("version").asText()));
        for (Timeline.Entry entry : entries)
            switch (entry.kind()) {
                case span -> span(out, entry, end);
                case log ->
                    out.append("  ".repeat(entry.depth()))
                            .append(screen.level(entry.name()))
                            .append(' ')
                            .append(Screen.plain(entry.text()))
                            .append('\n');
            }
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

    private void span(StringBuilder out, Timeline.Entry span, long end) {
        String name = "%-32s".formatted("  ".repeat(span.depth()) + Screen.plain(span.name()));
        out.append(span.error().isEmpty() ? name : screen.bad(name));
        out.append(' ').append(bar(span, end));
        out.append(" %9s".formatted(ms(span.endNs() - span.startNs())));
        if (!span.text().isEmpty()) out.append("  ").append(screen.faint(Screen.plain(span.text())));
        if (!span.error().isEmpty()) out.append("  ").append(screen.bad(Screen.plain(span.error())));
        out.append('\n');
    }

    private String bar(Timeline.Entry span, long end) {
        int from = (int) Math.min(width - 1L, span.startNs() * width / end);
        int to = (int) Math.max(from + 1L, Math.min(width, span.endNs() * width / end));
        return screen.faint("·".repeat(from)) + "█".repeat(to - from) + screen.faint("·".repeat(width - to));
    }

    private static String ms(long ns) {
        return String.format(Locale.ROOT, "%.2f ms", ns / 1e6);
    }
}
