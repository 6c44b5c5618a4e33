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
import java.util.TreeSet;

/** What a run of ours noted for a suite: a line for each file with its counts, and under it the names that did not pass. */
record Expectations(Map<String, Noted> files) {
    /** Names of one file beyond these are not noted: its counts say enough. */
    private static final int NAMES_MAX = 200;

    /** What a file came to. */
    record Noted(int passed, int total, Set<String> failures) {}

    static Expectations read(Path file) throws IOException {
        var all = new LinkedHashMap<String, Noted>();
        if (!Files.exists(file)) return new Expectations(all);
        Set<String> names = Set.of();
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith("  ")) {
                names.add(line.substring(2));
            } else if (!line.isBlank()) {
                int space = line.indexOf(' '), slash = line.indexOf('/', space);
                int passed = Integer.parseInt(line.substring(space + 1, slash));
                int total = Integer.parseInt(line.substring(slash + 1));
                all.put(line.substring(0, space), new Noted(passed, total, names = new HashSet<>()));
            }
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

    /**
     * What was better when it was noted: failures that were none, subtests that do not come any more. A file that is not noted is not
     * compared, and one whose list was cut only by its counts.
     */
    List<String> regressions(List<Outcome> outcomes) {
        var found = new ArrayList<String>();
        for (var outcome : outcomes) {
            var noted = files.get(outcome.path());
            if (noted == null) continue;
            if (outcome.total() < noted.total)
                found.add("%s: has %d subtests, and had %d".formatted(outcome.path(), outcome.total(), noted.total));
            if (noted.failures.size() >= NAMES_MAX) {
                if (outcome.passed() < noted.passed)
                    found.add("%s: %d pass, and %d did".formatted(outcome.path(), outcome.passed(), noted.passed));
                continue;
            }
            for (var failure : outcome.failures()) {
                if (!noted.failures.contains(failure.name())) found.add(outcome.path() + ": " + failure.name());
            }
        }
        return found;
    }

    /** Files that are noted and did not run. */
    List<String> vanished(List<Outcome> outcomes) {
        var left = new TreeSet<>(files.keySet());
        outcomes.forEach(outcome -> left.remove(outcome.path()));
        return left.stream().map(path -> path + ": did not run").toList();
    }
}
