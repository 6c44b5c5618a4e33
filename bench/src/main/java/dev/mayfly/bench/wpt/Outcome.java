package dev.mayfly.bench.wpt;

import java.util.List;

/**
 * What came of one file, all its variants together.
 *
 * @param failures names of the subtests that did not pass, each with what it said
 */
record Outcome(String path, int passed, int total, List<Failure> failures) {
    /** @param message of the test, or why there is no result */
    record Failure(String name, String message) {}

    Outcome {
        failures = List.copyOf(failures);
        if (passed < 0 || passed > total) throw new IllegalArgumentException(passed + " of " + total + " passed");
    }

    boolean clean() {
        return failures.isEmpty() && total > 0;
    }

    /** A file that brought no results: it counts as one subtest that failed. */
    static Outcome broken(String path, String why) {
        return new Outcome(path, 0, 1, List.of(new Failure("(the file runs)", why)));
    }

    Outcome and(Outcome other) {
        var all = new java.util.ArrayList<>(failures);
        all.addAll(other.failures);
        return new Outcome(path, passed + other.passed, total + other.total, all);
    }
}
