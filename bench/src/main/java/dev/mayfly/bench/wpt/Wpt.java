package dev.mayfly.bench.wpt;

import dev.mayfly.isolates.guard.Initialised;
import dev.mayfly.isolates.worker.Tier;
import dev.mayfly.isolates.worker.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command: runs suites, prints a table and what failed, and compares with what is expected. */
public final class Wpt {
    private final Checkout checkout;
    private final Path notes;
    private final Exclusions exclusions;
    private final Options options;

    private record Options(Path tests, List<Suite> suites, String only, boolean write, boolean verbose) {
        static Options parse(List<String> arguments) {
            Path tests = null;
            var suites = new ArrayList<Suite>();
            var only = "";
            boolean write = false, verbose = false;
            for (int i = 1; i < arguments.size(); i++) {
                switch (arguments.get(i)) {
                    case "--tests" -> tests = Path.of(value(arguments, ++i)).toAbsolutePath();
                    case "--suite" -> suites.add(suite(value(arguments, ++i)));
                    case "--only" -> only = value(arguments, ++i);
                    case "--write" -> write = true;
                    case "--verbose" -> verbose = true;
                    default -> throw new IllegalArgumentException("unknown option " + arguments.get(i));
                }
            }
            if (tests == null)
                throw new IllegalArgumentException("--tests DIR is missing: a checkout of web-platform-tests");
            if (write && !only.isEmpty())
                throw new IllegalArgumentException("--write notes whole suites, so it does not go with --only");
            return new Options(tests, suites.isEmpty() ? Suite.ALL : List.copyOf(suites), only, write, verbose);
        }

        private static Suite suite(String name) {
            return Suite.named(name)
                    .orElseThrow(() -> new IllegalArgumentException("there is no suite " + name + "; there are "
                            + Suite.ALL.stream().map(Suite::name).toList()));
        }

        private static String value(List<String> arguments, int at) {
            if (at >= arguments.size()) throw new IllegalArgumentException(arguments.get(at - 1) + " takes a value");
            return arguments.get(at);
        }
    }

    private Wpt(Path root, Options options) throws IOException {
        this.options = options;
        checkout = new Checkout(options.tests());
        notes = root.resolve("bench/wpt");
        exclusions = Exclusions.read(notes.resolve("excluded.txt"));
    }

    /** Arguments: the root of the repository, then the options. */
    public static void main(String[] arguments) throws IOException {
        try {
            var options = Options.parse(List.of(arguments));
            System.exit(new Wpt(Path.of(arguments[0]), options).run() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/wpt/run: " + e.getMessage());
            System.exit(2);
        }
    }

    private boolean run() throws IOException {
        Initialised.everything();
        var table = new ArrayList<String>();
        boolean good = true;
        refuseNothing();
        try (var worker = new Worker(2, Tier.INTERPRETER);
                var guests = new Guests(worker, checkout)) {
            var run = new TestRun(checkout, guests);
            for (var suite : options.suites()) good &= run(suite, run, table);
        }
        System.out.printf(
                "%n%-18s %9s %9s %17s %8s %9s %7s%n",
                "suite", "files", "clean", "subtests passed", "", "excluded", "server");
        table.forEach(System.out::println);
        return good;
    }

    /** A run that looks at no test says nothing. */
    private void refuseNothing() throws IOException {
        for (var suite : options.suites()) {
            var paths = checkout.tests(suite).stream().map(TestFile::path).toList();
            if (paths.isEmpty())
                throw new IllegalArgumentException(
                        "the checkout has no tests of " + suite.name() + ": " + suite.folders());
            if (paths.stream().anyMatch(path -> path.contains(options.only()))) return;
        }
        throw new IllegalArgumentException("no test of these suites has %s in its path".formatted(options.only()));
    }

    private boolean run(Suite suite, TestRun run, List<String> table) throws IOException {
        var outcomes = new ArrayList<Outcome>();
        int excluded = 0, server = 0;
        for (var test : checkout.tests(suite)) {
            if (!test.path().contains(options.only())) continue;
            if (checkout.needsServer(test)) server++;
            else if (exclusions.excludes(test)) excluded++;
            else outcomes.add(print(run.of(test)));
        }
        exclusions.bounded(suite, excluded, outcomes.size() + excluded);
        table.add(row(suite, outcomes, excluded, server));
        var file = notes.resolve("expected/" + suite.name() + ".txt");
        if (outcomes.isEmpty()) return true;
        var expected = Expectations.read(file);
        var regressions = new ArrayList<>(expected.regressions(outcomes));
        if (options.only().isEmpty()) regressions.addAll(expected.vanished(outcomes));
        regressions.forEach(name -> System.out.println("  WORSE " + name));
        if (options.write()) Expectations.write(file, outcomes);
        boolean enough = !options.only().isEmpty()
                || suite.meetsGate(
                        outcomes.stream().mapToInt(Outcome::passed).sum(),
                        outcomes.stream().mapToInt(Outcome::total).sum());
        if (!enough) System.out.println("  NOT MET: too little of " + suite.name() + " passes");
        return enough && (regressions.isEmpty() || options.write());
    }

    private Outcome print(Outcome outcome) {
        System.out.printf("%s %d/%d%n", outcome.path(), outcome.passed(), outcome.total());
        if (options.verbose()) {
            for (var failure : outcome.failures())
                System.out.println("    " + failure.name() + " -- " + failure.message());
        }
        return outcome;
    }

    private static String row(Suite suite, List<Outcome> outcomes, int excluded, int server) {
        int passed = outcomes.stream().mapToInt(Outcome::passed).sum();
        int total = outcomes.stream().mapToInt(Outcome::total).sum();
        long clean = outcomes.stream().filter(Outcome::clean).count();
        double percent = total == 0 ? 0 : 100.0 * passed / total;
        return String.format(
                Locale.ROOT,
                "%-18s %9d %9d %8d/%8d %7.2f%% %9d %7d",
                suite.name(),
                outcomes.size(),
                clean,
                passed,
                total,
                percent,
                excluded,
                server);
    }
}
