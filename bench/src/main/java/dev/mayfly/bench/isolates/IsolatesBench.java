package dev.mayfly.bench.isolates;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Server;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Mayfly and workerd, the same scripts, in alternating rounds. The gate is server CPU per request, summed over all processes of a
 * server; requests per second and latencies depend on what else the machine does and are information.
 */
public final class IsolatesBench {
    private record Row(String server, String script, String mode, Load.Result load, double cpuUs, long residentBytes) {}

    private record Mode(String name, int connections, int pauseMs) {}

    private static final List<Mode> MODES =
            List.of(new Mode("c4", 4, 0), new Mode("c32", 32, 0), new Mode("light", 4, 20));

    private final Path root;
    private final Path bench;
    private final Path scratch;
    private final Map<String, String> options;
    private final List<Row> rows = new ArrayList<>();
    private int failures;

    private IsolatesBench(Path root, Map<String, String> options) throws Exception {
        this.root = root;
        this.bench = root.resolve("bench/isolates");
        this.scratch = Files.createTempDirectory("mayfly-bench");
        this.options = options;
    }

    /** {@code root [--rounds N] [--seconds S] [--warm S] [--gates foundation|goal]}. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i + 1 < args.length; i += 2) options.put(args[i].substring(2), args[i + 1]);
        System.exit(new IsolatesBench(Path.of(args[0]).toAbsolutePath(), options).run());
    }

    private int number(String option, int fallback) {
        return Integer.parseInt(options.getOrDefault(option, "" + fallback));
    }

    private int run() throws Exception {
        Path body = bench.resolve("target/body.json");
        Files.createDirectories(body.getParent());
        Files.writeString(body, tenKilobytes());
        int cores = Runtime.getRuntime().availableProcessors();
        int rounds = number("rounds", 2), seconds = number("seconds", 4), warm = number("warm", 30);
        System.out.printf("log of all servers: %s%n", scratch.resolve("log"));
        coldStart(body);
        for (String script : List.of("hello", "json")) {
            Path sent = script.equals("json") ? body : Path.of("-");
            List<Server> servers = new ArrayList<>();
            try {
                servers.add(Server.workerdFresh(bench, scratch, script, 1));
                servers.add(Server.workerdFresh(bench, scratch, script, cores));
                servers.add(Server.workerdStatic(bench, scratch, script, 1));
                servers.add(Server.workerdStatic(bench, scratch, script, cores));
                for (String tier : List.of("interpreter", "jit"))
                    servers.add(mayfly("mayfly " + tier, List.of("--engine", tier)));
                servers.add(mayfly(
                        "mayfly interpreter, records off", List.of("--engine", "interpreter", "--records", "off")));
                for (Server s : servers) {
                    boolean peer = s.name().startsWith("workerd");
                    System.out.printf("warming %s with %s%n", s.name(), script);
                    measure(s, script, sent, new Mode("warm", 4, 0), peer ? 2 : warm, false);
                }
                for (int round = 0; round < rounds; round++) {
                    for (Mode mode : MODES)
                        for (Server s : round % 2 == 0 ? servers : servers.reversed())
                            rows.add(measure(s, script, sent, mode, seconds, false));
                }
                for (Server s : servers)
                    rows.add(measure(s, script, sent, new Mode("c4, client on one core", 4, 0), seconds, true));
            } finally {
                for (Server s : servers) s.close();
            }
        }
        print();
        return gates();
    }

    private Server mayfly(String name, List<String> more) throws Exception {
        return Server.mayfly(name, root, scratch, List.of("hello", "json"), more);
    }

    /** What the first 1,000 requests of a worker cost that has just started. */
    private void coldStart(Path body) throws Exception {
        for (String script : List.of("hello", "json")) {
            Path sent = script.equals("json") ? body : Path.of("-");
            try (Server s = Server.mayfly(
                    "mayfly interpreter", root, scratch, List.of(script), List.of("--engine", "interpreter"))) {
                double before = s.cpuSeconds();
                long requests = 0;
                while (requests < 1000)
                    requests += load(s, script, sent, new Mode("first 1,000", 4, 0), 0.2, false)
                            .requests();
                rows.add(new Row(
                        s.name(),
                        script,
                        "first 1,000",
                        new Load.Result(requests, 0, 1, 0, 0),
                        (s.cpuSeconds() - before) * 1e6 / requests,
                        s.residentBytes()));
            }
        }
    }

    private Row measure(Server server, String script, Path body, Mode mode, double seconds, boolean oneCore)
            throws Exception {
        double before = server.cpuSeconds();
        Load.Result result = load(server, script, body, mode, seconds, oneCore);
        double cpu = server.cpuSeconds() - before;
        failures += (int) result.failed();
        return new Row(
                server.name(),
                script,
                mode.name(),
                result,
                cpu * 1e6 / Math.max(1, result.requests()),
                server.residentBytes());
    }

    private Load.Result load(Server server, String script, Path body, Mode mode, double seconds, boolean oneCore)
            throws Exception {
        Load.Target target = server.target(script, "/", body);
        List<String> command = new ArrayList<>();
        if (oneCore) Collections.addAll(command, "taskset", "-c", "0");
        Collections.addAll(
                command,
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName(),
                String.join(",", target.ports().stream().map(String::valueOf).toList()),
                target.host(),
                target.path(),
                target.body().toString(),
                "" + mode.connections(),
                "" + seconds,
                "" + mode.pauseMs());
        Process client = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(client.getInputStream()))) {
            String line = out.readLine();
            if (line == null) throw new IllegalStateException("the client ended without a result");
            return Load.Result.of(line);
        }
    }

    private void print() {
        System.out.printf(
                "%n%-34s %-6s %-24s %9s %9s %9s %12s %8s%n",
                "server", "script", "mode", "req/s", "p50 us", "p99 us", "CPU us/req", "RSS MB");
        for (Row r : rows)
            System.out.printf(
                    Locale.ROOT,
                    "%-34s %-6s %-24s %9.0f %9d %9d %12.0f %8.0f%n",
                    r.server,
                    r.script,
                    r.mode,
                    r.load.perSecond(),
                    r.load.p50Us(),
                    r.load.p99Us(),
                    r.cpuUs,
                    r.residentBytes / 1e6);
    }

    private int gates() {
        boolean ok = failures == 0;
        System.out.printf("%nfailed requests: %d%n", failures);
        for (String tier : List.of("interpreter", "jit")) {
            ok &= gate(
                    "CPU, mayfly " + tier + " to workerd fresh, hello",
                    ratio("mayfly " + tier, "workerd fresh x1", "hello"),
                    1 / 6.0);
            ok &= gate(
                    "CPU, mayfly " + tier + " to workerd fresh, json",
                    ratio("mayfly " + tier, "workerd fresh x1", "json"),
                    1 / 4.0);
            double throughput =
                    median("mayfly " + tier, "hello", "c4", true) / median("workerd reused x1", "hello", "c4", true);
            ok &= gate("throughput, workerd reused to mayfly " + tier + ", hello c4", 1 / throughput, 1 / 0.33);
        }
        for (String script : List.of("hello", "json"))
            ok &= gate(
                    "CPU, first 1,000 of a fast-start worker to workerd fresh, " + script,
                    median("mayfly interpreter", script, "first 1,000", false)
                            / median("workerd fresh x1", script, "c4", false),
                    1 / 2.0);
        gate(
                "CPU, records on to off, hello",
                ratio("mayfly interpreter", "mayfly interpreter, records off", "hello"),
                9);
        return ok ? 0 : 1;
    }

    private double ratio(String server, String peer, String script) {
        return median(server, script, "c4", false) / median(peer, script, "c4", false);
    }

    private double median(String server, String script, String mode, boolean throughput) {
        double[] values = rows.stream()
                .filter(r -> r.server.equals(server) && r.script.equals(script) && r.mode.equals(mode))
                .mapToDouble(r -> throughput ? r.load.perSecond() : r.cpuUs)
                .sorted()
                .toArray();
        return values.length == 0 ? Double.NaN : (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
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
