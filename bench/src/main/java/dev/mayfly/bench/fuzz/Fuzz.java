package dev.mayfly.bench.fuzz;

import dev.mayfly.bench.harness.ProcessTree;
import dev.mayfly.bench.harness.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command: so many programs of a seed, or one of them again; 0 when nothing was found. */
public final class Fuzz {
    private static final Set<String> OPTIONS = Set.of("seed", "count", "from", "only", "lanes", "engine");
    private static final String USAGE =
            "[--seed N] [--count M] [--from I] [--only I] [--lanes L] [--engine interpreter|jit|auto]";

    /** What a worker may take at most, whatever guests do: its heap of 512 MB, code, stacks and buffers. */
    private static final long RESIDENT_MAX = 1_000_000_000;

    private static final int THREADS_MAX = 64;
    private static final Pattern PROGRAM = Pattern.compile("program-(\\d+)");

    private final Neighbourhood neighbourhood;
    private final Campaign campaign;
    private final long seed;
    private long residentMax;
    private long threadsMax;

    private Fuzz(Neighbourhood neighbourhood, long seed) {
        this.neighbourhood = neighbourhood;
        this.campaign = new Campaign(neighbourhood, seed);
        this.seed = seed;
    }

    /** {@code root} and what {@link #USAGE} says. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = Settings.of(List.of(args).subList(1, args.length), OPTIONS, USAGE);
        long seed = options.containsKey("seed")
                ? Long.parseLong(options.get("seed"))
                : new SplittableRandom().nextInt(1_000_000);
        Path workerHome = Path.of(args[0]).toAbsolutePath().resolve("extensions/isolates/worker/target/worker");
        boolean held;
        try (Neighbourhood neighbourhood =
                new Neighbourhood(workerHome, options.getOrDefault("engine", "interpreter"))) {
            Fuzz fuzz = new Fuzz(neighbourhood, seed);
            if (options.containsKey("only")) {
                held = fuzz.only(Integer.parseInt(options.get("only")));
            } else {
                held = fuzz.many(
                        Integer.parseInt(options.getOrDefault("from", "0")),
                        Integer.parseInt(options.getOrDefault("count", "10000")),
                        Integer.parseInt(options.getOrDefault("lanes", "24")));
            }
        }
        System.exit(held ? 0 : 1);
    }

    private boolean only(int index) throws Exception {
        System.out.println(Program.of(Grammar.load(), seed, index).handler());
        campaign.run(index, 1, 1, done -> {});
        return report(1);
    }

    private boolean many(int from, int count, int lanes) throws Exception {
        System.out.printf("seed %d: programs %d to %d, %d at a time%n", seed, from, from + count - 1, lanes);
        long start = System.nanoTime();
        campaign.run(from, count, lanes, done -> {
            if (done % 100 == 0) look();
            if (done % 1_000 == 0)
                System.out.printf(
                        "%6d programs in %.0f s; workers have %d threads and %d MB at most%n",
                        done, (System.nanoTime() - start) / 1e9, threadsMax, residentMax >> 20);
        });
        return report(count);
    }

    private synchronized void look() {
        for (ProcessHandle worker : new ProcessTree(ProcessHandle.current()).workers()) {
            residentMax = Math.max(residentMax, ProcessTree.residentBytes(worker));
            threadsMax = Math.max(threadsMax, ProcessTree.threads(worker));
        }
    }

    private boolean report(int count) throws Exception {
        look();
        System.out.printf(
                Locale.ROOT,
                "%d programs, %.0f s of guests' CPU, at most %d ms for one; %d compared in two isolates%n",
                count,
                campaign.guestCpuSeconds(),
                campaign.mostCpuMs(),
                campaign.compared());
        new TreeMap<>(campaign.endings()).forEach((kind, times) -> System.out.printf("  %-32s %d%n", kind, times));
        List<String> condemned = neighbourhood.journal().from(0).stream()
                .filter(Journal::isCondemnation)
                .map(Fuzz::programIn)
                .toList();
        System.out.printf("condemned workers: %d, by programs %s%n", condemned.size(), condemned);
        System.out.printf("a worker had at most %d threads and %d MB%n", threadsMax, residentMax >> 20);
        boolean held = expect(threadsMax <= THREADS_MAX, "a worker had too many threads")
                & expect(residentMax <= RESIDENT_MAX, "a worker took too much memory")
                & expect(neighbourhood.complaint().isEmpty(), "the host is not as it was at the start");
        for (Finding finding : campaign.findings()) {
            held = false;
            tell(finding);
        }
        System.out.println(held ? "held" : "NOT HELD");
        return held;
    }

    private static boolean expect(boolean condition, String otherwise) {
        if (!condition) System.out.println("NOT MET: " + otherwise);
        return condition;
    }

    private static String programIn(String line) {
        Matcher program = PROGRAM.matcher(line);
        return program.find() ? program.group(1) : "the canary";
    }

    private void tell(Finding finding) {
        System.out.printf("%nFOUND: %s%n", finding.what());
        campaign.culprit(finding)
                .ifPresentOrElse(
                        program -> System.out.printf(
                                "repeat it: bench/fuzz/run --seed %d --only %d  (body: %s, client: %s)%n%s",
                                seed, program.index(), program.sent(), program.manner(), program.handler()),
                        () -> System.out.printf(
                                "none of these does it alone: %s%n",
                                finding.suspects().stream().map(Program::index).toList()));
    }
}
