package dev.mayfly.bench.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bench.flags.Trial.Result;
import dev.mayfly.flags.FlagReader;
import dev.mayfly.flags.FlagSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs the scenarios of a checkout of flagd-testbed against the evaluator. */
public final class Testbed {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Testbed() {}

    /** The sets of flags that scenarios name. */
    interface Sets {
        FlagSet named(Optional<String> selector, Scenario scenario);
    }

    private static final class Count {
        private int passed;
        private int failed;
        private int notApplicable;
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 2 || !args[0].equals("--testbed")) {
            System.err.println("bench/flags/run --testbed DIR: DIR is a checkout of open-feature/flagd-testbed");
            System.exit(2);
        }
        Path bed = Path.of(args[1]);
        Map<String, Count> counts = new TreeMap<>();
        int failed = 0;
        Sets kit = (selector, scenario) -> read(List.of(bed.resolve("evaluator/flags/testkit-flags.json")), scenario);
        Sets files = (selector, scenario) -> read(files(bed.resolve("flags"), selector), scenario);
        failed += run(bed.resolve("evaluator/gherkin"), kit, counts);
        failed += run(bed.resolve("gherkin"), files, counts);
        System.out.printf("%n%-44s %8s %8s %16s%n", "feature", "passed", "failed", "not applicable");
        counts.forEach((feature, count) ->
                System.out.printf("%-44s %8d %8d %16d%n", feature, count.passed, count.failed, count.notApplicable));
        System.exit(failed == 0 ? 0 : 1);
    }

    private static int run(Path folder, Sets sets, Map<String, Count> counts) throws IOException {
        int failed = 0;
        for (Path file : listed(folder, ".feature")) {
            String name = folder.toAbsolutePath().toString().contains("/evaluator") ? "evaluator/" : "gherkin/";
            for (Scenario scenario : FeatureFile.read(file)) {
                Count count = counts.computeIfAbsent(name + scenario.feature(), key -> new Count());
                switch (new Trial(sets, scenario).run()) {
                    case Result.Passed() -> count.passed++;
                    case Result.NotApplicable(String why) -> {
                        count.notApplicable++;
                        System.out.printf("n/a   %s%s: %s: %s%n", name, scenario.feature(), scenario.name(), why);
                    }
                    case Result.Failed(String why) -> {
                        count.failed++;
                        failed++;
                        System.out.printf("FAIL  %s%s: %s: %s%n", name, scenario.feature(), scenario.name(), why);
                    }
                }
            }
        }
        return failed;
    }

    private static List<Path> files(Path folder, Optional<String> selector) {
        if (selector.isPresent() && selector.get().startsWith("rawflags/"))
            return List.of(folder.resolve(selector.get().substring("rawflags/".length())));
        return listed(folder, ".json").stream()
                .filter(file -> !file.getFileName().toString().startsWith("selector"))
                .toList();
    }

    private static List<Path> listed(Path folder, String ending) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of these as one, evaluated as the edition of flagd does that the scenario is for. */
    private static FlagSet read(List<Path> files, Scenario scenario) {
        try {
            ObjectNode all = JSON.createObjectNode();
            List<String> parts = new ArrayList<>(List.of("flags", "$evaluators", "metadata"));
            parts.forEach(all::putObject);
            for (Path file : files) {
                JsonNode one = JSON.readTree(file.toFile());
                for (String part : parts)
                    if (one.path(part) instanceof ObjectNode given) ((ObjectNode) all.get(part)).setAll(given);
            }
            String edition = scenario.has("@fractional-v1") ? "percent" : scenario.has("@fractional-v3") ? "cbor" : "";
            if (!edition.isEmpty()) ((ObjectNode) all.get("metadata")).put("bucketing", edition);
            return FlagReader.read(all.toString()).flags();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
