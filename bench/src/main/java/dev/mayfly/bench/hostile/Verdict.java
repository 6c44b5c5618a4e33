package dev.mayfly.bench.hostile;

import dev.mayfly.bench.harness.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a siege achieved, and whether that is nothing. */
final class Verdict {
    private static final double UNCONDEMNED_MIN = 0.95;
    private static final double P99_RATIO_MAX = 2.5;
    private static final long P99_MAX_US = 25_000;

    private final Load.Result quiet;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private Map<String, Integer> leaks = Map.of();

    Verdict(Load.Result quiet) {
        this.quiet = quiet;
    }

    /** What one attack came to. @param condemned workers that it cost, by reason */
    record Row(Attack attack, List<Strike> strikes, Map<String, Long> condemned, Load.Sample neighbour) {
        boolean contained() {
            return !condemned.containsKey("protocol")
                    && !condemned.containsKey("died")
                    && strikes.stream().allMatch(strike -> attack.mayEndAs(strike.end()));
        }

        @Override
        public String toString() {
            Load.Result hello = neighbour.result();
            return "%-34s %-26s %5d ms  %-13s hello: %d failed, p99 %d us%s"
                    .formatted(
                            attack.name(),
                            strikes.stream().map(Strike::end).distinct().toList(),
                            strikes.stream().mapToLong(Strike::ms).max().orElse(0),
                            condemned.isEmpty() ? "worker lives" : condemned.toString(),
                            hello.failed(),
                            hello.p99Us(),
                            contained() ? "" : "  NOT CONTAINED");
        }
    }

    void add(Row row) {
        rows.add(row);
        System.out.println("  " + row);
    }

    void leaks(Map<String, Integer> found) {
        leaks = found;
    }

    void after(Load.Result hello, boolean healthy) {
        System.out.printf(
                "afterwards: platform %s; hello: %d failed, p50 %d us, p99 %d us%n",
                healthy ? "healthy" : "NOT HEALTHY", hello.failed(), hello.p50Us(), hello.p99Us());
        expect(healthy, "the platform is not healthy afterwards");
        expect(hello.failed() == 0, "%d hello requests failed afterwards", hello.failed());
    }

    /** Prints the summary; whether all gates are met. */
    boolean print() {
        long contained = rows.stream().filter(Row::contained).count();
        long uncondemned = rows.stream().filter(row -> row.condemned.isEmpty()).count();
        Load.Result beside = rows.stream()
                .map(Row::neighbour)
                .reduce(Load.Sample::and)
                .orElseThrow()
                .result();
        double ratio = (double) beside.p99Us() / quiet.p99Us();
        System.out.printf(
                Locale.ROOT,
                "contained %d of %d; without condemning %d (%.1f %%); hello: %d answered, %d failed, p50 %d us, p99 %d us, %.1fx quiet; leaks %s%n",
                contained,
                rows.size(),
                uncondemned,
                100.0 * uncondemned / rows.size(),
                beside.requests(),
                beside.failed(),
                beside.p50Us(),
                beside.p99Us(),
                ratio,
                leaks.isEmpty() ? "none" : leaks);
        expect(contained == rows.size(), "%d attacks were not contained", rows.size() - contained);
        expect(uncondemned >= UNCONDEMNED_MIN * rows.size(), "%d attacks cost a worker", rows.size() - uncondemned);
        expect(beside.failed() == 0, "%d hello requests failed", beside.failed());
        expect(
                ratio <= P99_RATIO_MAX || beside.p99Us() <= P99_MAX_US,
                "p99 of hello was %d us, %.1fx quiet",
                beside.p99Us(),
                ratio);
        expect(leaks.isEmpty(), "traces of others were seen: %s", leaks);
        for (String b : broken) System.out.println("NOT MET: " + b);
        if (broken.isEmpty()) System.out.println("held");
        return broken.isEmpty();
    }

    private void expect(boolean condition, String otherwise, Object... values) {
        if (!condition) broken.add(String.format(Locale.ROOT, otherwise, values));
    }
}
