package dev.mayfly.bench.isolates;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Server;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Puts load on servers, keeps what came out, and prints it. */
final class Measurements {
    static final Mode C4 = new Mode("c4", 4, 0);

    /** @param cpuUs per request, of all processes of the server; {@code parts} the same by what it was spent on */
    record Row(
            String server,
            String script,
            String mode,
            Load.Result load,
            double cpuUs,
            Map<String, Double> parts,
            long residentBytes) {}

    record Mode(String name, int connections, int pauseMs) {}

    private final Path body;
    private final List<Row> rows = Collections.synchronizedList(new ArrayList<>());
    private long failures;

    /** @param body what is sent to the script json */
    Measurements(Path body) {
        this.body = body;
    }

    void add(Server server, String script, Mode mode, double seconds) throws Exception {
        rows.add(measure(server, script, mode, seconds, List.of()));
    }

    /** The same with a client that has but one core. */
    void addFromOneCore(Server server, String script, double seconds) throws Exception {
        Mode mode = new Mode("c4, client on one core", 4, 0);
        rows.add(measure(server, script, mode, seconds, List.of("taskset", "-c", "0")));
    }

    void warm(Server server, String script, double seconds) throws Exception {
        System.out.printf("warming %s with %s%n", server.name(), script);
        measure(server, script, C4, seconds, List.of());
    }

    /** Short loads until so many requests were answered. */
    void addFirst(Server server, String script, String mode, int count) throws Exception {
        double before = server.cpuSeconds();
        Map<String, Double> partsBefore = server.cpuByPart();
        long requests = 0;
        double seconds = 0;
        Load.Result last = new Load.Result(0, 0, 1, 0, 0);
        for (int i = 0; requests < count && i < 100; i++) {
            last = load(server, script, C4, 0.2, List.of());
            requests += last.requests();
            seconds += last.seconds();
            failures += last.failed();
        }
        if (requests == 0) throw new IllegalStateException(server.name() + " answered nothing");
        rows.add(new Row(
                server.name(),
                script,
                mode,
                new Load.Result(requests, 0, seconds, last.p50Us(), last.p99Us()),
                (server.cpuSeconds() - before) * 1e6 / requests,
                perRequest(partsBefore, server.cpuByPart(), requests),
                server.residentBytes()));
    }

    private Row measure(Server server, String script, Mode mode, double seconds, List<String> within) throws Exception {
        double before = server.cpuSeconds();
        Map<String, Double> partsBefore = server.cpuByPart();
        Load.Result result = load(server, script, mode, seconds, within);
        double cpu = server.cpuSeconds() - before;
        failures += result.failed();
        long requests = Math.max(1, result.requests());
        return new Row(
                server.name(),
                script,
                mode.name(),
                result,
                cpu * 1e6 / requests,
                perRequest(partsBefore, server.cpuByPart(), requests),
                server.residentBytes());
    }

    private static Map<String, Double> perRequest(
            Map<String, Double> before, Map<String, Double> after, long requests) {
        Map<String, Double> spent = new TreeMap<>();
        after.forEach((part, cpu) -> spent.put(part, (cpu - before.getOrDefault(part, 0.0)) * 1e6 / requests));
        return spent;
    }

    private Load.Result load(Server server, String script, Mode mode, double seconds, List<String> within)
            throws Exception {
        Load.Target target = server.target(script, "/", script.equals("json") ? body : Path.of("-"));
        List<String> command = new ArrayList<>(within);
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

    long failures() {
        return failures;
    }

    double cpuUs(String server, String script, String mode) {
        return median(server, script, mode, Row::cpuUs);
    }

    /** What of it the workers took; the rest is the router's. */
    double workerCpuUs(String server, String script, String mode) {
        return median(server, script, mode, r -> r.parts.getOrDefault("worker", Double.NaN));
    }

    double perSecond(String server, String script, String mode) {
        return median(server, script, mode, r -> r.load.perSecond());
    }

    private double median(String server, String script, String mode, ToDoubleFunction<Row> value) {
        double[] values = rows.stream()
                .filter(r -> r.server.equals(server) && r.script.equals(script) && r.mode.equals(mode))
                .mapToDouble(value)
                .sorted()
                .toArray();
        return values.length == 0 ? Double.NaN : (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    void print() {
        System.out.printf(
                "%n%-34s %-6s %-24s %9s %9s %9s %12s %8s%n",
                "server", "script", "mode", "req/s", "p50 us", "p99 us", "CPU us/req", "RSS MB");
        for (Row r : List.copyOf(rows))
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
        printParts();
    }

    /** Where the CPU of a request goes: the main process, its workers, and what of both is compiling and collecting garbage. */
    private void printParts() {
        System.out.printf(
                "%n%-34s %-6s %-24s %9s %11s %12s %9s %11s %12s %9s%n",
                "CPU us/req of",
                "script",
                "mode",
                "main",
                "(compiling)",
                "(collecting)",
                "worker",
                "(compiling)",
                "(collecting)",
                "others");
        for (Row r : List.copyOf(rows)) {
            if (r.parts.keySet().stream().noneMatch("worker"::equals) || r.mode.contains("core")) continue;
            System.out.printf("%-34s %-6s %-24s", r.server, r.script, r.mode);
            for (String part : List.of(
                    "main",
                    "main compiling",
                    "main collecting",
                    "worker",
                    "worker compiling",
                    "worker collecting",
                    "others"))
                System.out.printf(
                        Locale.ROOT,
                        part.contains("collecting") ? " %12.0f" : part.contains("compiling") ? " %11.0f" : " %9.0f",
                        r.parts.getOrDefault(part, 0.0));
            System.out.println();
        }
    }
}
