package dev.mayfly.bench.isolates;

import dev.mayfly.bench.harness.Server;
import dev.mayfly.bench.harness.Settings;
import dev.mayfly.bench.isolates.Measurements.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Mayfly and workerd, the same scripts, in alternating rounds. The gate is server CPU per request, summed over all processes of a
 * server; requests per second and latencies depend on what else the machine does and are information.
 */
public final class IsolatesBench {
    private static final Duration TIME_MAX = Duration.ofMinutes(30);
    private static final List<String> SCRIPTS = List.of("hello", "json");
    private static final List<String> TIERS = List.of("interpreter", "jit");
    private static final String FIRST_OF_PLATFORM = "first 1,000, platform",
            FIRST_AT_ONCE = "first 1,000, worker",
            FIRST_OF_SPARE = "first 1,000, spare";
    private static final Duration LEFT_ALONE = Duration.ofSeconds(20);
    /** What workerd takes in the same minute: a machine that is shared is not equally fast at all times. */
    private static final Mode BESIDE_FIRST = new Mode("beside first 1,000", 4, 0);

    private static final Set<String> OPTIONS = Set.of("against", "rounds", "seconds", "warm");
    private static final String USAGE =
            "[--quick] [--first-only] [--against DIR] [--rounds N] [--seconds S] [--warm S]";

    private static final int AGAINST_ROUNDS = 8;
    private static final double DEARER_MAX = 1.10;
    private static final String PEER = "workerd fresh x1";
    private static final String UNRECORDED = "mayfly interpreter, records off";

    /** How much is measured; {@code warmSeconds} for each script, twice that for the tier that compiles. */
    private record Plan(
            boolean firstOnly,
            List<Mode> modes,
            int rounds,
            int firstRounds,
            double seconds,
            double warmSeconds,
            List<String> boundaryTiers) {
        static final Plan FULL = new Plan(
                false, List.of(Measurements.C4, new Mode("c32", 32, 0), new Mode("light", 4, 20)), 2, 3, 3, 20, TIERS);
        static final Plan QUICK = new Plan(false, List.of(Measurements.C4), 1, 1, 2, 4, List.of("interpreter"));

        Plan with(boolean firstOnly, Map<String, String> options) {
            return new Plan(
                    firstOnly,
                    modes,
                    Integer.parseInt(options.getOrDefault("rounds", "" + rounds)),
                    firstRounds,
                    Double.parseDouble(options.getOrDefault("seconds", "" + seconds)),
                    Double.parseDouble(options.getOrDefault("warm", "" + warmSeconds)),
                    boundaryTiers);
        }
    }

    private final Path root;
    private final Path bench;
    private final Path scratch;
    private final Plan plan;
    private final Measurements measurements;

    private IsolatesBench(Path root, Plan plan) throws Exception {
        this.root = root;
        this.bench = root.resolve("bench/isolates");
        this.scratch = Files.createTempDirectory("mayfly-bench");
        this.plan = plan;
        this.measurements = new Measurements(body(root));
    }

    /** What the JSON script of a checkout is sent. */
    private static Path body(Path checkout) throws IOException {
        Path body = checkout.resolve("bench/isolates/target/body.json");
        Files.createDirectories(body.getParent());
        return Files.writeString(body, tenKilobytes());
    }

    /** {@code root} and what {@link #USAGE} says. */
    public static void main(String[] args) throws Exception {
        List<String> rest = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
        Plan plan = rest.remove("--quick") ? Plan.QUICK : Plan.FULL;
        boolean firstOnly = rest.remove("--first-only");
        Map<String, String> options = Settings.of(rest, OPTIONS, USAGE);
        Optional<Path> other = Optional.ofNullable(options.remove("against")).map(Path::of);
        IsolatesBench bench = new IsolatesBench(Path.of(args[0]).toAbsolutePath(), plan.with(firstOnly, options));
        Thread.ofPlatform().daemon().start(bench::endInTime);
        System.exit(other.isPresent() ? bench.against(other.get()) : bench.run());
    }

    private void endInTime() {
        try {
            Thread.sleep(TIME_MAX);
        } catch (InterruptedException e) {
            return;
        }
        measurements.print();
        System.err.printf("given up after %d minutes%n", TIME_MAX.toMinutes());
        System.exit(1);
    }

    private int run() throws Exception {
        System.out.printf("log of all servers: %s%n", scratch.resolve("log"));
        Boundary boundary = new Boundary(root, scratch, measurements);
        try {
            coldStart();
            if (plan.firstOnly) return firstGates() ? 0 : 1;
            sideBySide();
            for (String tier : plan.boundaryTiers) boundary.measure(tier, 2, plan.seconds, plan.warmSeconds);
        } finally {
            measurements.print();
        }
        LiveIsolates.measure(root, scratch);
        for (String tier : plan.boundaryTiers) boundary.print(tier);
        return gates();
    }

    private void sideBySide() throws Exception {
        List<Server> mayflies = new ArrayList<>();
        try {
            for (String tier : TIERS) mayflies.add(mayfly("mayfly " + tier, tier, Map.of()));
            mayflies.add(mayfly(UNRECORDED, "interpreter", Map.of("mayfly.edge.invocations.per-function", "0")));
            for (String script : SCRIPTS) sideBySide(mayflies, script);
        } finally {
            for (Server s : mayflies) s.close();
        }
    }

    private Server mayfly(String name, String tier, Map<String, String> properties) throws Exception {
        return Server.mayfly(name, root, scratch, SCRIPTS, List.of("--engine", tier), properties);
    }

    /**
     * What the first 1,000 requests cost: of a platform that has just started; of a worker in a platform that runs, at once; and of one
     * that was left alone for some seconds before, as a spare is. Without a spare, which would start beside them.
     */
    private void coldStart() throws Exception {
        for (String script : SCRIPTS)
            try (Server peer = Server.workerdFresh(bench, scratch, script, 1);
                    Server s = Server.mayfly(
                            "mayfly interpreter",
                            root,
                            scratch,
                            List.of(script),
                            List.of("--engine", "interpreter"),
                            Map.of("mayfly.isolates.spare", "false"))) {
                measurements.addFirst(s, script, FIRST_OF_PLATFORM, 1000);
                measurements.warm(s, script, plan.warmSeconds);
                measurements.warm(peer, script, Math.min(2, plan.warmSeconds));
                for (int round = 0; round < plan.firstRounds; round++) {
                    measurements.add(peer, script, BESIDE_FIRST, plan.seconds);
                    replaceWorker(s, script);
                    measurements.addFirst(s, script, FIRST_AT_ONCE, 1000);
                    replaceWorker(s, script);
                    Thread.sleep(LEFT_ALONE);
                    measurements.addFirst(s, script, FIRST_OF_SPARE, 1000);
                    measurements.add(peer, script, BESIDE_FIRST, plan.seconds);
                }
            }
    }

    private void replaceWorker(Server server, String script) throws Exception {
        if (!server.killBusiestWorker()) throw new IllegalStateException("there is no worker");
        server.awaitAnswer(script, "/", bench);
    }

    private void sideBySide(List<Server> mayflies, String script) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Server> peers = new ArrayList<>();
        try {
            peers.add(Server.workerdFresh(bench, scratch, script, 1));
            peers.add(Server.workerdStatic(bench, scratch, script, 1));
            peers.add(Server.workerdFresh(bench, scratch, script, cores));
            peers.add(Server.workerdStatic(bench, scratch, script, cores));
            for (Server s : peers) measurements.warm(s, script, Math.min(2, plan.warmSeconds));
            for (Server s : mayflies)
                measurements.warm(s, script, plan.warmSeconds * (s.name().contains("jit") ? 2 : 1));
            List<Server> servers = new ArrayList<>(peers);
            servers.addAll(mayflies);
            for (int round = 0; round < plan.rounds; round++)
                for (Mode mode : plan.modes)
                    for (Server s : round % 2 == 0 ? servers : servers.reversed())
                        measurements.add(s, script, mode, plan.seconds);
            if (plan.modes.size() > 1) for (Server s : servers) measurements.addFromOneCore(s, script, plan.seconds);
        } finally {
            for (Server s : peers) s.close();
        }
    }

    /** This build beside another one, such as that of an earlier commit: what became dearer in between. */
    private int against(Path other) throws Exception {
        body(other);
        try (Server mine = mayfly("this build", "interpreter", Map.of());
                Server theirs = Server.mayfly(
                        "that build", other, scratch, SCRIPTS, List.of("--engine", "interpreter"), Map.of())) {
            for (String script : SCRIPTS) {
                for (int i = 0; i < plan.rounds; i++)
                    for (Server s : List.of(mine, theirs)) measurements.warm(s, script, plan.warmSeconds);
                for (int round = 0; round < AGAINST_ROUNDS; round++)
                    for (Server s : round % 2 == 0 ? List.of(mine, theirs) : List.of(theirs, mine))
                        measurements.add(s, script, Measurements.C4, plan.seconds);
            }
        } finally {
            measurements.print();
        }
        boolean ok = measurements.failures() == 0;
        for (String script : SCRIPTS) {
            ok &= gate(
                    "CPU, this build to that one, " + script,
                    measurements.cpuUs("this build", script, "c4") / measurements.cpuUs("that build", script, "c4"),
                    DEARER_MAX);
            System.out.printf(
                    Locale.ROOT,
                    "%-70s %6.3f%n",
                    "of it in the workers, " + script,
                    measurements.workerCpuUs("this build", script, "c4")
                            / measurements.workerCpuUs("that build", script, "c4"));
        }
        return ok ? 0 : 1;
    }

    private int gates() {
        boolean ok = measurements.failures() == 0;
        System.out.printf("%nfailed requests: %d%n", measurements.failures());
        for (String tier : TIERS) {
            String mayfly = "mayfly " + tier;
            ok &= gate("CPU, " + mayfly + " to workerd fresh, hello", cpu(mayfly, PEER, "hello"), 1 / 6.0);
            ok &= gate("CPU, " + mayfly + " to workerd fresh, json", cpu(mayfly, PEER, "json"), 1 / 4.0);
            double throughput = measurements.perSecond(mayfly, "hello", "c4")
                    / measurements.perSecond("workerd reused x1", "hello", "c4");
            ok &= gate("throughput, workerd reused to " + mayfly + ", hello c4", 1 / throughput, 1 / 0.33);
        }
        ok &= firstGates();
        for (String script : SCRIPTS)
            System.out.printf(
                    Locale.ROOT,
                    "%-70s %6.3f%n",
                    "CPU, records kept to dropped at once, " + script,
                    cpu("mayfly interpreter", UNRECORDED, script));
        return ok ? 0 : 1;
    }

    private boolean firstGates() {
        boolean ok = true;
        for (String script : SCRIPTS) {
            String first = "CPU, first 1,000 to workerd fresh, " + script;
            ok &= gate(first + ", of a spare", first(FIRST_OF_SPARE, script), 1 / 2.0);
            ok &= gate(first + ", of a worker at once", first(FIRST_AT_ONCE, script), 1 / 2.0);
            System.out.printf(
                    Locale.ROOT, "%-70s %6.3f%n", first + ", of a platform", first(FIRST_OF_PLATFORM, script));
        }
        return ok;
    }

    private double first(String which, String script) {
        return measurements.cpuUs("mayfly interpreter", script, which)
                / measurements.cpuUs(PEER, script, BESIDE_FIRST.name());
    }

    private double cpu(String server, String peer, String script) {
        return measurements.cpuUs(server, script, "c4") / measurements.cpuUs(peer, script, "c4");
    }

    private static boolean gate(String what, double value, double max) {
        boolean ok = value <= max;
        System.out.printf(Locale.ROOT, "%-70s %6.3f  (at most %.3f)  %s%n", what, value, max, ok ? "ok" : "NOT MET");
        return ok;
    }

    private static String tenKilobytes() {
        StringBuilder json = new StringBuilder("{\"items\":[");
        for (int i = 0; json.length() < 10_150; i++) {
            int[] prices = {i % 7, 10 + i % 13, 100 - i % 31};
            json.append(i == 0 ? "" : ",")
                    .append("{\"id\":%d,\"name\":\"item number %d\",\"active\":%s,\"prices\":%s}"
                            .formatted(i, i, i % 3 != 0, Arrays.toString(prices)));
        }
        return json.append("]}").toString();
    }
}
