package dev.mayfly.bench.wpt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files that are not run, each with the reason: at most a tenth of a suite. */
record Exclusions(Map<String, String> reasons) {
    static Exclusions read(Path file) throws IOException {
        var reasons = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) continue;
            int space = line.indexOf(' ');
            if (space < 0) throw new IllegalArgumentException("an excluded file needs a reason: " + line);
            reasons.put(line.substring(0, space), line.substring(space).strip());
        }
        return new Exclusions(reasons);
    }

    boolean excludes(TestFile test) {
        return reasons.containsKey(test.path());
    }

    /** Refuses a list that leaves out more than it may. */
    void bounded(Suite suite, int excluded, int all) {
        if (excluded * 10 > all) {
            throw new IllegalArgumentException(
                    "%d of %d files of %s are excluded; a tenth may be".formatted(excluded, all, suite.name()));
        }
    }
}
