package dev.mayfly.bench.wpt;

import java.util.ArrayList;
import java.util.regex.Pattern;

/** Reads what {@code index.js} answers with: {@code {"passed":1,"total":2,"failures":[{"name":"","message":""}]}}. */
final class Results {
    private static final Pattern COUNTS = Pattern.compile("^\\{\"passed\":(\\d+),\"total\":(\\d+),\"failures\":\\[");
    private static final Pattern FAILURE =
            Pattern.compile("\\G,?\\{\"name\":\"((?:[^\"\\\\]|\\\\.)*+)\",\"message\":\"((?:[^\"\\\\]|\\\\.)*+)\"\\}");

    private Results() {}

    static Outcome read(String path, String json) {
        var counts = COUNTS.matcher(json);
        if (!counts.find())
            return Outcome.broken(path, "it answered " + json.substring(0, Math.min(200, json.length())));
        var failures = new ArrayList<Outcome.Failure>();
        var failure = FAILURE.matcher(json);
        int at = counts.end();
        while (failure.find(at)) {
            failures.add(new Outcome.Failure(plain(failure.group(1)), plain(failure.group(2))));
            at = failure.end();
            failure.region(at, json.length());
        }
        int passed = Integer.parseInt(counts.group(1)), total = Integer.parseInt(counts.group(2));
        if (total - passed != failures.size()) {
            return Outcome.broken(
                    path, "it counts %d of %d and names %d failures".formatted(passed, total, failures.size()));
        }
        return new Outcome(path, passed, total, failures);
    }

    /** One line of printable characters: what is not stays escaped, as JSON had it. */
    private static String plain(String escaped) {
        return escaped.replace("\\\"", "\"");
    }
}
