package dev.mayfly.bench.wpt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a run of ours noted for a suite: a line for each file with its counts, and under it the names that did not pass. */
record Expectations(Map<String, Set<String>> failures) {
    /** Names of one file beyond these are not noted: its counts say enough. */
    private static final int NAMES_MAX = 200;

    static Expectations read(Path file) throws IOException {
        var all = new LinkedHashMap<String, Set<String>>();
        if (!Files.exists(file)) return new Expectations(all);
        Set<String> names = Set.of();
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith("  ")) names.add(line.substring(2));
            else if (!line.isBlank()) all.put(line.substring(0, line.indexOf(' ')), names = new HashSet<>());
        }
        return new Expectations(all);
    }

    static void write(Path file, List<Outcome> outcomes) throws IOException {
        var lines = new ArrayList<String>();
        for (var outcome : outcomes) {
            lines.add("%s %d/%d".formatted(outcome.path(), outcome.passed(), outcome.total()));
            outcome.failures().stream().limit(NAMES_MAX).forEach(failure -> lines.add("  " + failure.name()));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    /** Failures that were not there before. A file that is not noted, or whose list was cut, is not compared by name. */
    List<String> regressions(List<Outcome> outcomes) {
        var found = new ArrayList<String>();
        for (var outcome : outcomes) {
            var known = failures.get(outcome.path());
            if (known == null || known.size() >= NAMES_MAX) continue;
            for (var failure : outcome.failures()) {
                if (!known.contains(failure.name())) found.add(outcome.path() + ": " + failure.name());
            }
        }
        return found;
    }
}
