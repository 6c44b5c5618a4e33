package dev.mayfly.bench.edge;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The router in front of an HTTP server, beside a bare Vert.x proxy, HAProxy and Caddy in front of the same one: CPU of a request when all go as
 * fast as they can, and how long a request takes at half of what the bare proxy can.
 */
public final class EdgeBench {
    private static final String USAGE = "[--rounds N] [--seconds S] [--warm S]";
    private static final int CONNECTIONS = 32;
    private static final double CPU_TO_BARE = 1.5;
    private static final double CPU_TO_HAPROXY = 6;
    private static final double P99_TO_BARE = 2;

    private final Path root;
    private final int rounds;
    private final Duration time;
    private final Duration warm;
    private final List<Measured> all = new ArrayList<>();

    private EdgeBench(Path root, Map<String, String> options) {
        this.root = root;
        this.rounds = Integer.parseInt(options.getOrDefault("rounds", "5"));
        this.time = Duration.ofSeconds(Integer.parseInt(options.getOrDefault("seconds", "4")));
        this.warm = Duration.ofSeconds(Integer.parseInt(options.getOrDefault("warm", "15")));
    }

    /** What one proxy did, a value for each round. */
    private record Measured(
            Proxy proxy, List<Double> cpuUs, List<Double> perSecond, List<Double> p50Us, List<Double> p99Us) {
        static Measured of(Proxy proxy) {
            return new Measured(proxy, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** {@code root} and what {@link #USAGE} says. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options =
                Settings.of(List.of(args).subList(1, args.length), Set.of("rounds", "seconds", "warm"), USAGE);
        System.exit(new EdgeBench(Path.of(args[0]).toAbsolutePath(), options).run());
    }

    private int run() throws Exception {
        Path scratch = Files.createTempDirectory("mayfly-bench-edge");
        System.out.printf("log of all servers: %s%n", scratch.resolve("log"));
        try (Proxy origin = Proxy.origin(root, scratch)) {
            all.add(Measured.of(Proxy.mayfly(root, scratch, origin.port())));
            all.add(Measured.of(Proxy.vertx(root, scratch, origin.port())));
            Proxy.haproxy(scratch, origin.port())
                    .ifPresentOrElse(p -> all.add(Measured.of(p)), () -> System.out.println("LEFT OUT: no haproxy"));
            Proxy.caddy(scratch, origin.port())
                    .ifPresentOrElse(p -> all.add(Measured.of(p)), () -> System.out.println("LEFT OUT: no caddy"));
            for (Measured m : all) load(m.proxy, warm, Duration.ZERO);
            for (int round = 0; round < rounds; round++) for (Measured m : all) atFull(m);
            Duration pause = Duration.ofNanos((long) (1e9 * CONNECTIONS / (median(bare().perSecond) / 2)));
            for (int round = 0; round < rounds; round++) for (Measured m : all) atHalf(m, pause);
        } finally {
            all.forEach(m -> m.proxy.close());
        }
        System.out.printf(
                "%n%-14s %12s %14s %18s %18s%n", "", "CPU us", "requests/s", "p50 us, half load", "p99 us, half load");
        for (Measured m : all)
            System.out.printf(
                    "%-14s %12.1f %14.0f %18.0f %18.0f%n",
                    m.proxy.name(), median(m.cpuUs), median(m.perSecond), median(m.p50Us), median(m.p99Us));
        System.out.println();
        boolean met = gate("CPU to the bare proxy's", of("mayfly").cpuUs, bare().cpuUs, CPU_TO_BARE)
                & gate("p99 at half load to the bare proxy's", of("mayfly").p99Us, bare().p99Us, P99_TO_BARE);
        if (all.stream().anyMatch(m -> m.proxy.name().equals("haproxy")))
            met &= gate("CPU to HAProxy's", of("mayfly").cpuUs, of("haproxy").cpuUs, CPU_TO_HAPROXY);
        if (all.stream().anyMatch(m -> m.proxy.name().equals("caddy")))
            System.out.printf(
                    "%-40s %6.2f  (goal 1)%n",
                    "CPU to Caddy's", median(of("mayfly").cpuUs) / median(of("caddy").cpuUs));
        return met ? 0 : 1;
    }

    private Measured bare() {
        return of("vert.x, bare");
    }

    private Measured of(String name) {
        return all.stream().filter(m -> m.proxy.name().equals(name)).findFirst().orElseThrow();
    }

    private void atFull(Measured m) throws Exception {
        double before = m.proxy.cpuSeconds();
        Load.Result result = load(m.proxy, time, Duration.ZERO);
        m.cpuUs.add(1e6 * (m.proxy.cpuSeconds() - before) / result.requests());
        m.perSecond.add(result.perSecond());
    }

    private void atHalf(Measured m, Duration pause) throws Exception {
        Load.Result result = load(m.proxy, time, pause);
        m.p50Us.add((double) result.p50Us());
        m.p99Us.add((double) result.p99Us());
    }

    private static Load.Result load(Proxy proxy, Duration time, Duration pause) throws Exception {
        Load.Result result = Load.run(proxy.target(), CONNECTIONS, time, pause);
        if (result.failed() > 0 || result.requests() == 0)
            throw new IllegalStateException("%s failed %d requests".formatted(proxy.name(), result.failed()));
        return result;
    }

    private static boolean gate(String what, List<Double> ours, List<Double> theirs, double max) {
        double ratio = median(ours) / median(theirs);
        System.out.printf("%-40s %6.2f  (at most %.2f)  %s%n", what, ratio, max, ratio <= max ? "ok" : "NOT MET");
        return ratio <= max;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(v -> v).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
