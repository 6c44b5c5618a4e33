package dev.mayfly.search.crawl;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a run has to say, its last lines. */
final class CrawlLog {
    private static final int LINES_MAX = 100;
    private static final int LINE_MAX = 700;

    private final Deque<String> lines = new ArrayDeque<>();

    void add(URI url, String what) {
        add(url + ": " + what);
    }

    void add(String what) {
        String line = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + what.replace('\n', ' ');
        lines.add(line.substring(0, Math.min(line.length(), LINE_MAX)));
        if (lines.size() > LINES_MAX) lines.remove();
    }

    String text() {
        return String.join("\n", lines);
    }

    static List<String> lines(String text) {
        return text.lines().toList();
    }
}
